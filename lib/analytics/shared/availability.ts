import { createExclusionCheck, findExclusions } from '@/lib/engine/eligibility';
import {
  capacityFor,
  normalizeClassName,
  ownCapacity,
  type RoutingPolicy,
} from '@/lib/engine/policy';
import type { Csm, Exclusion, ExclusionReason, RoutableAccount } from '@/lib/engine/types';
import { HOUR_MS } from '@/lib/time';

/** A CSM who may not receive an account now. */
export interface ExcludedCsm {
  readonly name: string;
  /** Epoch milliseconds from which on they may, where that is known. */
  readonly until: number | null;
  /** What else keeps them, and no longer than the first reason does. */
  readonly also: readonly ExclusionReason[];
  /** Whether only a pending recommendation keeps them. */
  readonly reserved: boolean;
}

/** Who may receive an account now and what keeps the others. */
export interface CsmAvailability {
  /** Active by the contract view, each name once. */
  readonly active: number;
  readonly eligible: number;
  /** Active CSMs by the reason that binds: the reason with the most first, each by name. */
  readonly excluded: readonly {
    readonly reason: ExclusionReason;
    readonly csms: readonly ExcludedCsm[];
  }[];
  /** Known by name and not active, by name. */
  readonly notActive: readonly string[];
  /** The active CSM who may receive an account next, of those who may not now. */
  readonly next: { readonly name: string; readonly at: number } | null;
  /** How many wait only until a recommendation of them is decided. */
  readonly reserved: number;
  /** Active CSMs who own more than they may by their own class, the fullest first. */
  readonly overCapacity: readonly {
    readonly name: string;
    readonly accounts: number;
    readonly capacity: number;
  }[];
  /** Whether a recommendation of this CSM breaks a rule by now; unknown CSMs are not active. */
  readonly mayNotBeGiven: (name: string) => boolean;
}

/**
 * Puts CSMs to the engine's own rules, for an account of the class that each of them takes and for
 * which nobody was rejected: what depends on the account is left out.
 * @param now epoch milliseconds
 */
export function csmAvailability(
  csms: readonly Csm[],
  policy: RoutingPolicy,
  now: number,
): CsmAvailability {
  // What waits for a decision keeps its CSM from runs, but not from that very decision.
  const deciding = { ...policy, pendingReserves: false };
  const judged = csms.map((csm) => ({
    csm,
    exclusions: createExclusionCheck(csm, policy, now)(accountInClass(csm)),
    undecided: createExclusionCheck(csm, deciding, now)(accountInClass(csm)).length > 0,
  }));
  const active = judged.filter(({ csm }) => csm.active);
  const groups = new Map<ExclusionReason, ExcludedCsm[]>();
  for (const { csm, exclusions, undecided } of active) {
    const [binding, ...others] = exclusions;
    if (!binding) continue;
    const excluded = {
      name: csm.name,
      until: binding.until,
      also: others.map(({ reason }) => reason),
      reserved: !undecided,
    };
    const group = groups.get(binding.reason);
    if (group) group.push(excluded);
    else groups.set(binding.reason, [excluded]);
  }
  const kept = [...groups.values()].flat();
  const barred = new Map(judged.map(({ csm, undecided }) => [csm.name, undecided]));
  return {
    active: active.length,
    eligible: active.length - kept.length,
    excluded: [...groups]
      .map(([reason, each]) => ({ reason, csms: each.sort(byName) }))
      .sort((a, b) => b.csms.length - a.csms.length || (a.reason < b.reason ? -1 : 1)),
    notActive: judged.flatMap(({ csm }) => (csm.active ? [] : [csm.name])).sort(),
    next: nextAvailable(kept),
    reserved: kept.filter(({ reserved }) => reserved).length,
    overCapacity: active
      .map(({ csm }) => ({
        name: csm.name,
        accounts: csm.book.accounts,
        capacity: ownCapacity(csm, policy),
      }))
      .filter(({ accounts, capacity }) => accounts > capacity)
      .sort((a, b) => b.accounts - b.capacity - (a.accounts - a.capacity) || byName(a, b)),
    mayNotBeGiven: (name) => barred.get(name) ?? true,
  };
}

function nextAvailable(kept: readonly ExcludedCsm[]): CsmAvailability['next'] {
  const timed = kept.flatMap(({ name, until }) => (until === null ? [] : [{ name, at: until }]));
  return timed.sort((a, b) => a.at - b.at || byName(a, b))[0] ?? null;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** A class of accounts that wait, and how many do. */
export interface WaitingClass {
  readonly segment: string | null;
  readonly level: string | null;
  readonly accounts: number;
}

/** How the accounts that wait and the CSMs who may receive them stand at a moment. */
export interface CoolingOutlook {
  /** Accounts that a run may place. */
  readonly waiting: number;
  /** Of these, how many there is no eligible CSM for. */
  readonly stuck: number;
  readonly active: number;
  /** CSMs who may receive one of the accounts that wait, or one of their own class where none does. */
  readonly eligible: number;
  /** Who comes free first of those that only cooling or a reservation keeps, and when. */
  readonly next: { readonly csms: readonly string[]; readonly at: Date } | null;
  /** What else keeps a CSM who is not among the next, by name. */
  readonly keptBy: ReadonlyMap<string, ExclusionReason>;
}

/**
 * Tells by the engine's own rules how many CSMs may receive an account at `now`, and who may next.
 * Rejections are left out, since they are of single accounts.
 */
export function coolingOutlook(
  csms: readonly Csm[],
  classes: readonly WaitingClass[],
  policy: RoutingPolicy,
  now: number,
): CoolingOutlook {
  const free: { csm: string; at: number }[] = [];
  const keptBy = new Map<string, ExclusionReason>();
  const servable = new Set<WaitingClass>();
  for (const csm of csms) {
    const screen = createExclusionCheck(csm, policy, now);
    const own = { segment: csm.segment, level: csm.level, accounts: 0 };
    let at = Number.POSITIVE_INFINITY;
    for (const waiting of classes.length > 0 ? classes : [own]) {
      const [binding] = screen(accountInClass(waiting));
      if (!binding) servable.add(waiting);
      if (!binding) at = now;
      else if (binding.reason === 'cooling') at = Math.min(at, binding.until ?? at);
      else keptBy.set(csm.name, binding.reason);
    }
    if (Number.isFinite(at)) keptBy.delete(csm.name);
    free.push({ csm: csm.name, at });
  }
  const later = free.filter(({ at }) => at > now && Number.isFinite(at));
  const first = Math.min(...later.map(({ at }) => at));
  const sum = (some: readonly WaitingClass[]) =>
    some.reduce((total, { accounts }) => total + accounts, 0);
  return {
    waiting: sum(classes),
    stuck: sum(classes.filter((waiting) => !servable.has(waiting))),
    active: csms.filter(({ active }) => active).length,
    eligible: free.filter(({ at }) => at === now).length,
    next:
      later.length > 0
        ? {
            csms: later.flatMap(({ csm, at }) => (at === first ? [csm] : [])).sort(),
            at: new Date(first),
          }
        : null,
    keptBy,
  };
}

/** When who received or was reserved at a moment comes free. */
export function coolingEnd(
  since: Date,
  { coolingHours }: Pick<RoutingPolicy, 'coolingHours'>,
): Date {
  return new Date(since.getTime() + coolingHours * HOUR_MS);
}

/** The classes of account that a policy tells apart. */
const accountClasses = [
  { segment: 'Residential', level: 'Corporate' },
  { segment: 'Residential', level: 'Enterprise' },
  { segment: 'Commercial', level: 'Corporate' },
  { segment: 'Commercial', level: 'Enterprise' },
] as const;

/** Whether a CSM may receive an account of a class now. */
export interface ClassEligibility {
  readonly segment: string | null;
  readonly level: string | null;
  /** Most accounts the CSM may own when receiving one of this class. */
  readonly capacity: number;
  /** Everything that keeps one from them, the longest-lasting first; none when eligible. */
  readonly exclusions: readonly Exclusion[];
}

/**
 * Whether a CSM may receive an account now, for each class of account that they take; their own
 * class alone where a policy does not know it. What depends on one account, such as an earlier
 * rejection, is not in it.
 */
export function eligibilityByClass(
  csm: Csm,
  policy: RoutingPolicy,
  now: number,
): readonly ClassEligibility[] {
  const fits = (own: string | null, word: string) =>
    normalizeClassName(own) === null || normalizeClassName(own) === normalizeClassName(word);
  const taken = accountClasses.filter(
    ({ segment, level }) => fits(csm.segment, segment) && fits(csm.level, level),
  );
  const own = { segment: csm.segment, level: csm.level };
  return (taken.length > 0 ? taken : [own]).map((of) => ({
    ...of,
    capacity: capacityFor(csm, of, policy),
    exclusions: findExclusions(csm, accountInClass(of), policy, now),
  }));
}

/** An account of a class, of which nothing else is known, to put the rules of eligibility to. */
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
    rejected: [],
  };
}
