import type { AccountClass } from '@/lib/engine/account-class';
import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import {
  bindingExclusion,
  coolingEnd,
  createExclusionCheck,
  eligibleAfter,
  findExclusions,
} from '@/lib/engine/eligibility';
import { committedBook } from '@/lib/engine/load';
import { capacityFor, ownCapacity, type RoutingPolicy } from '@/lib/engine/policy';
import type { Csm, Exclusion, ExclusionReason, RoutableAccount } from '@/lib/engine/types';
import { compareCodeUnits, nameKey } from '@/lib/names';
import { policyForDecision } from '@/lib/read-model/csms';

/**
 * Why a CSM receives no account now. An account received in the cooling period and a pending
 * recommendation, which both make the engine's exclusion `cooling`, are told apart.
 */
type UnavailableReason = ExclusionReason | 'reserved';

/** Short labels of the reasons, the same on every page. */
export const unavailableLabels: Readonly<Record<UnavailableReason, string>> = {
  ...exclusionLabels,
  reserved: 'Reserved by a pending recommendation',
};

/** A CSM who is not available now, for one of the reasons. */
export interface UnavailableCsm {
  readonly name: string;
  /** When the reason ends, in epoch milliseconds; null if unknown. */
  readonly until: number | null;
  readonly otherReasons: readonly UnavailableReason[];
}

/** Which CSMs are available for an account now, and why the others are not. */
export interface CsmAvailability {
  /** Active CSMs in the contract view, counting each name once. */
  readonly active: number;
  /** Active CSMs whom no rule excludes from an account of their own class. */
  readonly eligible: number;
  /**
   * Active CSMs by reason, the most frequent reason first, each group sorted by name. A CSM is in the
   * group of each of their reasons.
   */
  readonly excluded: readonly {
    readonly reason: UnavailableReason;
    readonly csms: readonly UnavailableCsm[];
  }[];
  /** Known CSMs who are not active, sorted by name. */
  readonly notActive: readonly string[];
  /** The unavailable CSMs who become available first, sorted by name, and when in epoch milliseconds. */
  readonly next: { readonly csms: readonly string[]; readonly at: number } | null;
  /** CSMs who would be available without their pending recommendations. */
  readonly onlyReserved: number;
  /** Active CSMs over the capacity of their own class with pending recommendations, furthest over first. */
  readonly overCapacity: readonly {
    readonly name: string;
    readonly accounts: number;
    readonly capacity: number;
  }[];
}

/**
 * Applies the engine's eligibility rules to each CSM for an account of their own class. Rules that
 * depend on the account, such as earlier rejections, are not included.
 * @param now epoch milliseconds
 */
export function csmAvailability(
  csms: readonly Csm[],
  policy: RoutingPolicy,
  now: number,
): CsmAvailability {
  // A pending recommendation reserves its CSM in runs, but doesn't prevent its own acceptance.
  const withoutReservations = policyForDecision(policy);
  const active = csms
    .filter((csm) => csm.active)
    .map((csm) => ({
      name: csm.name,
      exclusions: findExclusions(csm, accountInClass(csm), policy, now),
      freeAt: freeAt(csm, policy, now),
      reasons: unavailableReasons(csm, policy, now),
      accounts: committedBook(csm, policy).accounts,
      capacity: ownCapacity(csm, policy),
      isOnlyReserved: bindingExclusion(csm, accountInClass(csm), withoutReservations, now) === null,
    }));
  const unavailable = active.filter(({ exclusions }) => exclusions.length > 0);
  return {
    active: active.length,
    eligible: active.length - unavailable.length,
    excluded: groupByReason(unavailable),
    notActive: csms.flatMap(({ active: isActive, name }) => (isActive ? [] : [name])).sort(),
    next: nextAvailable(unavailable),
    onlyReserved: unavailable.filter(({ isOnlyReserved }) => isOnlyReserved).length,
    overCapacity: active
      .filter(({ accounts, capacity }) => accounts > capacity)
      .map(({ name, accounts, capacity }) => ({ name, accounts, capacity }))
      .sort((a, b) => b.accounts - b.capacity - (a.accounts - a.capacity) || byName(a, b)),
  };
}

/** When a CSM becomes eligible, after a planned leave that starts before then; null if unknown. */
function freeAt(csm: Csm, policy: RoutingPolicy, now: number): number | null {
  const binding = bindingExclusion(csm, accountInClass(csm), policy, now);
  return binding && eligibleAfter(csm, binding);
}

interface ReasonEnd {
  readonly reason: UnavailableReason;
  readonly until: number | null;
}

/** The engine's exclusions of a CSM, with cooling split by its cause. */
function unavailableReasons(csm: Csm, policy: RoutingPolicy, now: number): readonly ReasonEnd[] {
  const ends: readonly ReasonEnd[] = [
    { reason: 'cooling', until: coolingEnd(csm, policyForDecision(policy), now) },
    { reason: 'reserved', until: coolingEnd({ ...csm, lastReceivedAt: null }, policy, now) },
  ];
  return [
    ...findExclusions(csm, accountInClass(csm), policy, now).filter(
      ({ reason }) => reason !== 'cooling',
    ),
    ...ends.filter(({ until }) => until !== null),
  ];
}

function groupByReason(
  unavailable: readonly { readonly name: string; readonly reasons: readonly ReasonEnd[] }[],
): CsmAvailability['excluded'] {
  const groups = new Map<UnavailableReason, UnavailableCsm[]>();
  for (const { name, reasons } of unavailable) {
    for (const { reason, until } of reasons) {
      const otherReasons = reasons.flatMap((each) => (each.reason === reason ? [] : each.reason));
      const group = groups.get(reason) ?? [];
      group.push({ name, until, otherReasons });
      groups.set(reason, group);
    }
  }
  return [...groups]
    .map(([reason, each]) => ({ reason, csms: each.sort(byName) }))
    .sort((a, b) => b.csms.length - a.csms.length || (a.reason < b.reason ? -1 : 1));
}

function nextAvailable(
  unavailable: readonly { readonly name: string; readonly freeAt: number | null }[],
): CsmAvailability['next'] {
  const timed = unavailable.flatMap(({ name, freeAt: at }) => (at === null ? [] : [{ name, at }]));
  const first = Math.min(...timed.map(({ at }) => at));
  const csms = timed.flatMap(({ name, at }) => (at === first ? [name] : [])).sort();
  return csms.length === 0 ? null : { csms, at: first };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareCodeUnits(a.name, b.name);
}

/** The CSMs who are unavailable for a reason, sorted by name. */
export function unavailableFor(
  { excluded }: Pick<CsmAvailability, 'excluded'>,
  wanted: UnavailableReason,
): readonly UnavailableCsm[] {
  return excluded.find(({ reason }) => reason === wanted)?.csms ?? [];
}

/** The number of accounts of a class. */
export interface ClassCount extends AccountClass {
  readonly accounts: number;
}

/**
 * Counts the accounts of the classes for which no CSM is eligible now, also if one is again later.
 * @param now epoch milliseconds
 */
export function countWithoutEligibleCsm(
  classes: readonly ClassCount[],
  csms: readonly Csm[],
  policy: RoutingPolicy,
  now: number,
): number {
  const checks = csms.map((csm) => createExclusionCheck(csm, policy, now));
  return classes
    .filter((each) => checks.every((check) => check(accountInClass(each)).length > 0))
    .reduce((sum, { accounts }) => sum + accounts, 0);
}

/** The account classes that the policy distinguishes. */
const accountClasses = [
  { segment: 'Residential', level: 'Corporate' },
  { segment: 'Residential', level: 'Enterprise' },
  { segment: 'Commercial', level: 'Corporate' },
  { segment: 'Commercial', level: 'Enterprise' },
] as const;

/** A CSM's eligibility for one class of accounts. */
export interface ClassEligibility {
  readonly segment: string | null;
  readonly level: string | null;
  /** The CSM's capacity for accounts of this class. */
  readonly capacity: number;
  /** Longest-lasting first; empty if eligible. */
  readonly exclusions: readonly Exclusion[];
}

/**
 * A CSM's eligibility now for each class they take, or for their own class if the policy doesn't know
 * it. Rules that depend on the account, such as earlier rejections, are not included.
 * @param now epoch milliseconds
 */
export function eligibilityByClass(
  csm: Csm,
  policy: RoutingPolicy,
  now: number,
): readonly ClassEligibility[] {
  const takes = (own: string | null, name: string) =>
    nameKey(own) === null || nameKey(own) === nameKey(name);
  const taken = accountClasses.filter(
    ({ segment, level }) => takes(csm.segment, segment) && takes(csm.level, level),
  );
  const own = { segment: csm.segment, level: csm.level };
  return (taken.length > 0 ? taken : [own]).map((accountClass) => ({
    ...accountClass,
    capacity: capacityFor(csm, accountClass, policy),
    exclusions: findExclusions(csm, accountInClass(accountClass), policy, now),
  }));
}

/** An account of a class with no other data, for checking eligibility. */
export function accountInClass({
  segment,
  level,
}: Pick<RoutableAccount, 'segment' | 'level'>): RoutableAccount {
  return {
    id: '',
    name: '',
    segment,
    level,
    neediness: null,
    health: null,
    color: null,
    revenue: null,
    waitingSince: null,
    rejected: [],
  };
}
