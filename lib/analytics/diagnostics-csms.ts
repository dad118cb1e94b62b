import { ownCapacity } from '@/lib/routing/capacity';
import { screenOf } from '@/lib/routing/eligibility';
import type { Csm, ExclusionReason, RoutingPolicy } from '@/lib/routing/types';
import { accountOfClass } from './account-of-class';

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
export function availabilityOf(
  csms: readonly Csm[],
  policy: RoutingPolicy,
  now: number,
): CsmAvailability {
  // What waits for a decision keeps its CSM from runs, but not from that very decision.
  const deciding = { ...policy, pendingReserves: false };
  const judged = csms.map((csm) => ({
    csm,
    exclusions: screenOf(csm, policy, now)(accountOfClass(csm)),
    undecided: screenOf(csm, deciding, now)(accountOfClass(csm)).length > 0,
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
    next: soonest(kept),
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

function soonest(kept: readonly ExcludedCsm[]): CsmAvailability['next'] {
  const timed = kept.flatMap(({ name, until }) => (until === null ? [] : [{ name, at: until }]));
  return timed.sort((a, b) => a.at - b.at || byName(a, b))[0] ?? null;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
