import { eligibilityFlags } from '@/lib/engine/flags';
import type { PendingWork, QueuedRow } from '@/lib/read-model/pending-work';
import { countQueue } from '@/lib/read-model/queue';
import { isStale } from '@/lib/read-model/stale-rows';

/** A pending recommendation with this score or less counts as low. */
export const LOW_SCORE = 50;

/** Counts of pending recommendations that are not snoozed, as the queue shows them. */
export interface PendingTotals {
  readonly rows: number;
  /** Those that are snoozed, which no other count includes. */
  readonly snoozed: number;
  /** Pending longer than the policy allows. */
  readonly overdue: number;
  /** Those that a refresh places again. */
  readonly stale: number;
  /** When the oldest stale one was made. */
  readonly oldestStaleAt: Date | null;
  /** With a score of `LOW_SCORE` or less. */
  readonly low: number;
  /** For accounts that no longer need a CSM. */
  readonly unneeded: number;
  /** For CSMs who may not receive the account now. */
  readonly ineligible: number;
}

/** Counts pending recommendations. */
export function pendingTotals(work: PendingWork): PendingTotals {
  const { pending: rows, snoozed, overdue, stale } = countQueue(work);
  const shown = work.rows.filter((row) => !row.snoozed);
  const count = (matches: (row: QueuedRow) => boolean) => shown.filter(matches).length;
  const staleTimes = shown
    .filter(isStale)
    .map(({ recommendation }) => recommendation.recommendedAt.getTime());
  return {
    ...{ rows, snoozed, overdue, stale },
    oldestStaleAt: stale > 0 ? new Date(Math.min(...staleTimes)) : null,
    low: count(({ recommendation: { score } }) => score !== null && score <= LOW_SCORE),
    unneeded: count(({ flags }) => flags.includes('no_longer_needed')),
    ineligible: count(({ flags }) => flags.some((flag) => eligibilityFlags.includes(flag))),
  };
}
