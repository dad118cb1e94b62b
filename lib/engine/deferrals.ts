import { compareCodeUnits } from '@/lib/names';
import { HOUR_MS } from '@/lib/time';
import { classKey } from './account-class';
import { eligibleAfter } from './eligibility';
import { type AccountKind, kindAt, type PairMatrix } from './pair-matrix';
import type { AssessedAccount } from './prepare-input';
import {
  type Csm,
  type Deferral,
  type ExclusionReason,
  exclusionReasons,
  type UntakenClass,
} from './types';

/** What a run says about the accounts that it did not place. */
export interface Deferrals {
  readonly deferrals: readonly Deferral[];
  readonly deferred: number;
  readonly left: number;
  readonly untaken: readonly UntakenClass[];
}

/**
 * Explains why accounts were not placed, from the pairs before the run. Those that some CSM takes come
 * first, then the overdue, the urgent, and those that have waited longest.
 * @param indexes the accounts that were not placed
 * @param isBatchFull whether the batch had no room for another account
 */
export function explainDeferrals(
  pairs: PairMatrix,
  indexes: readonly number[],
  isBatchFull: boolean,
): Deferrals {
  const accountAt = (i: number) => pairs.accounts[i] as AssessedAccount;
  const isLeft = (i: number) => isBatchFull && kindAt(pairs, i).exclusions.includes(null);
  const deferred = indexes.filter((i) => !isLeft(i));
  const rank = (i: number) => {
    const { overdue, urgent } = accountAt(i);
    return (kindAt(pairs, i).isTaken ? 4 : 0) + (overdue ? 2 : 0) + (urgent ? 1 : 0);
  };
  const sorted = deferred.toSorted(
    (a, b) => rank(b) - rank(a) || accountAt(b).waitingDays - accountAt(a).waitingDays || a - b,
  );
  const whys = new Map<AccountKind, ReturnType<typeof explainKind>>();
  const whyOf = (kind: AccountKind) => {
    const why = whys.get(kind) ?? explainKind(pairs, kind);
    whys.set(kind, why);
    return why;
  };
  return {
    deferrals: sorted.map((i) => ({
      accountId: accountAt(i).account.id,
      ...whyOf(kindAt(pairs, i)),
    })),
    deferred: deferred.length,
    left: indexes.length - deferred.length,
    untaken: untakenClasses(
      deferred.filter((i) => !kindAt(pairs, i).isTaken).map((i) => accountAt(i)),
    ),
  };
}

/**
 * If any CSM was eligible, the run gave them all other accounts: `max_per_run`. Otherwise, the reason
 * is the one that excludes the most active CSMs. `until` is the earliest time at which one
 * may become eligible.
 */
function explainKind(pairs: PairMatrix, kind: AccountKind): Omit<Deferral, 'accountId'> {
  const { policy, now } = pairs.objective;
  const counts: Partial<Record<ExclusionReason, number>> = {};
  let until: number | null = null;
  const keepEarliest = (time: number | null) => {
    if (time !== null && (until === null || time < until)) until = time;
  };
  for (const [j, exclusion] of kind.exclusions.entries()) {
    const reason = exclusion?.reason ?? 'max_per_run';
    counts[reason] = (counts[reason] ?? 0) + 1;
    if (exclusion !== null) keepEarliest(eligibleAfter(pairs.csms[j] as Csm, exclusion));
    // This run's recommendation reserves the CSM for the cooling period.
    else if (policy.pendingReserves) keepEarliest(now + policy.coolingHours * HOUR_MS);
  }
  return { reason: bindingReason(counts), until, counts };
}

function bindingReason(counts: Partial<Record<ExclusionReason, number>>): ExclusionReason {
  if (counts.max_per_run) return 'max_per_run';
  let binding: ExclusionReason = 'not_active';
  for (const reason of exclusionReasons) {
    if ((counts[reason] ?? 0) > (counts[binding] ?? 0)) binding = reason;
  }
  return binding;
}

function untakenClasses(accounts: readonly AssessedAccount[]): UntakenClass[] {
  const classes = new Map<string, AssessedAccount['account'][]>();
  for (const { account } of accounts) {
    const key = classKey(account);
    const members = classes.get(key);
    if (members) members.push(account);
    else classes.set(key, [account]);
  }
  return [...classes]
    .sort(([a], [b]) => compareCodeUnits(a, b))
    .map(([, members]) => ({
      segment: members[0]?.segment ?? null,
      level: members[0]?.level ?? null,
      accounts: members.length,
      waitingSince: earliest(members.map(({ waitingSince }) => waitingSince)),
    }));
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
