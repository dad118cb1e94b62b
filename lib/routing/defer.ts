import type { AssessedAccount } from './assess-account';
import { hour } from './hours';
import type { Pairs } from './pairs';
import { type Deferral, type ExclusionReason, exclusionReasons } from './types';

/**
 * Why the i-th account could not be placed, by the pairs as they were before the run. Where some
 * CSM was eligible, the run used them all up: `max_per_run`. Else the reason that keeps most active
 * CSMs, ties by the order of the closed list. `until` is the earliest time a CSM comes free.
 */
export function deferralOf(pairs: Pairs, i: number): Deferral {
  const { policy, now } = pairs.objective;
  const counts: Partial<Record<ExclusionReason, number>> = {};
  let until: number | null = null;
  const mayChange = (time: number | null) => {
    if (time !== null && (until === null || time < until)) until = time;
  };
  for (let j = 0; j < pairs.csms.length; j++) {
    const exclusion = pairs.exclusions[i * pairs.csms.length + j] ?? null;
    const reason = exclusion?.reason ?? 'max_per_run';
    counts[reason] = (counts[reason] ?? 0) + 1;
    if (exclusion !== null) mayChange(exclusion.until);
    // What this run recommends reserves the CSM for the cooling period.
    else if (policy.pendingReserves) mayChange(now + policy.coolingHours * hour);
  }
  const account = pairs.accounts[i] as AssessedAccount;
  return { accountId: account.account.id, reason: bindingOf(counts), until, counts };
}

function bindingOf(counts: Partial<Record<ExclusionReason, number>>): ExclusionReason {
  if (counts.max_per_run) return 'max_per_run';
  let binding: ExclusionReason = 'not_active';
  for (const reason of exclusionReasons) {
    if ((counts[reason] ?? 0) > (counts[binding] ?? 0)) binding = reason;
  }
  return binding;
}
