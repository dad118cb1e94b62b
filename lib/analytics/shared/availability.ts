import { classKey } from '@/lib/engine/account-class';
import { createExclusionCheck, findExclusions } from '@/lib/engine/eligibility';
import { committedBook } from '@/lib/engine/load';
import { capacityFor, ownCapacity, type RoutingPolicy } from '@/lib/engine/policy';
import type { Csm, Exclusion, ExclusionReason, RoutableAccount } from '@/lib/engine/types';
import { compareCodeUnits, nameKey } from '@/lib/names';
import { policyForDecision } from '@/lib/read-model/csms';

/** A CSM who is not eligible for an account now. */
export interface ExcludedCsm {
  readonly name: string;
  /** When the binding reason ends, in epoch milliseconds; null if unknown. */
  readonly until: number | null;
  /** Further reasons, which end no later than the binding one. */
  readonly otherReasons: readonly ExclusionReason[];
  /** Whether a pending recommendation is the only reason. */
  readonly onlyReserved: boolean;
}

/** Which CSMs are eligible for an account now, and why the others are not. */
export interface CsmAvailability {
  /** Active CSMs in the contract view, counting each name once. */
  readonly active: number;
  readonly eligible: number;
  /** Active CSMs by binding reason, the most frequent reason first, each group sorted by name. */
  readonly excluded: readonly {
    readonly reason: ExclusionReason;
    readonly csms: readonly ExcludedCsm[];
  }[];
  /** Known CSMs who are not active, sorted by name. */
  readonly notActive: readonly string[];
  /** The excluded active CSM who becomes eligible first. */
  readonly next: { readonly name: string; readonly at: number } | null;
  /** CSMs whose only reason is a pending recommendation. */
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
  const evaluated = csms.map((csm) => ({
    csm,
    exclusions: createExclusionCheck(csm, policy, now)(accountInClass(csm)),
    ineligible: createExclusionCheck(csm, withoutReservations, now)(accountInClass(csm)).length > 0,
  }));
  const active = evaluated.filter(({ csm }) => csm.active);
  const groups = new Map<ExclusionReason, ExcludedCsm[]>();
  for (const { csm, exclusions, ineligible } of active) {
    const [binding, ...others] = exclusions;
    if (!binding) continue;
    const excluded = {
      name: csm.name,
      until: binding.until,
      otherReasons: others.map(({ reason }) => reason),
      onlyReserved: !ineligible,
    };
    const group = groups.get(binding.reason);
    if (group) group.push(excluded);
    else groups.set(binding.reason, [excluded]);
  }
  const excluded = [...groups.values()].flat();
  return {
    active: active.length,
    eligible: active.length - excluded.length,
    excluded: [...groups]
      .map(([reason, each]) => ({ reason, csms: each.sort(byName) }))
      .sort((a, b) => b.csms.length - a.csms.length || (a.reason < b.reason ? -1 : 1)),
    notActive: evaluated.flatMap(({ csm }) => (csm.active ? [] : [csm.name])).sort(),
    next: nextAvailable(excluded),
    onlyReserved: excluded.filter(({ onlyReserved }) => onlyReserved).length,
    overCapacity: active
      .map(({ csm }) => ({
        name: csm.name,
        accounts: committedBook(csm, policy).accounts,
        capacity: ownCapacity(csm, policy),
      }))
      .filter(({ accounts, capacity }) => accounts > capacity)
      .sort((a, b) => b.accounts - b.capacity - (a.accounts - a.capacity) || byName(a, b)),
  };
}

function nextAvailable(excluded: readonly ExcludedCsm[]): CsmAvailability['next'] {
  const timed = excluded.flatMap(({ name, until }) =>
    until === null ? [] : [{ name, at: until }],
  );
  return timed.sort((a, b) => a.at - b.at || byName(a, b))[0] ?? null;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** The number of waiting accounts of a class. */
export interface WaitingClass {
  readonly segment: string | null;
  readonly level: string | null;
  readonly accounts: number;
}

/** Waiting accounts and the CSMs who can take them. */
export interface CoolingOutlook {
  /** Accounts that a run may place. */
  readonly waiting: number;
  /** Waiting accounts without an eligible CSM. */
  readonly withoutEligibleCsm: number;
  readonly active: number;
  /** CSMs who may receive a waiting account, or one of their own class if none is waiting. */
  readonly eligible: number;
  /** The CSMs excluded only by cooling or a reservation who become eligible first, and when. */
  readonly next: { readonly csms: readonly string[]; readonly at: Date } | null;
  /** By name, another reason that excludes a CSM beyond cooling. */
  readonly excludedBy: ReadonlyMap<string, ExclusionReason>;
}

/**
 * Applies the engine's rules to count the CSMs who may receive an account now and find who may next.
 * Rejections are not included because they apply to single accounts.
 * @param now epoch milliseconds
 */
export function coolingOutlook(
  csms: readonly Csm[],
  classes: readonly WaitingClass[],
  policy: RoutingPolicy,
  now: number,
): CoolingOutlook {
  const free: { csm: string; at: number }[] = [];
  const excludedBy = new Map<string, ExclusionReason>();
  const servable = new Set<WaitingClass>();
  // Of several reasons, the last one is shown, so the order must not depend on the warehouse.
  const ordered = classes.toSorted((a, b) => compareCodeUnits(classKey(a), classKey(b)));
  for (const csm of csms) {
    const exclusionsFor = createExclusionCheck(csm, policy, now);
    const own = { segment: csm.segment, level: csm.level, accounts: 0 };
    let at = Number.POSITIVE_INFINITY;
    for (const waiting of ordered.length > 0 ? ordered : [own]) {
      const [binding] = exclusionsFor(accountInClass(waiting));
      if (!binding) servable.add(waiting);
      if (!binding) at = now;
      else if (binding.reason === 'cooling') at = Math.min(at, binding.until ?? at);
      else excludedBy.set(csm.name, binding.reason);
    }
    if (Number.isFinite(at)) excludedBy.delete(csm.name);
    free.push({ csm: csm.name, at });
  }
  const later = free.filter(({ at }) => at > now && Number.isFinite(at));
  const first = Math.min(...later.map(({ at }) => at));
  const countAccounts = (of: readonly WaitingClass[]) =>
    of.reduce((total, { accounts }) => total + accounts, 0);
  return {
    waiting: countAccounts(classes),
    withoutEligibleCsm: countAccounts(classes.filter((waiting) => !servable.has(waiting))),
    active: csms.filter(({ active }) => active).length,
    eligible: free.filter(({ at }) => at === now).length,
    next:
      later.length > 0
        ? {
            csms: later.flatMap(({ csm, at }) => (at === first ? [csm] : [])).sort(),
            at: new Date(first),
          }
        : null,
    excludedBy,
  };
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
