import { eligibilityFlags } from '@/lib/engine/flags';
import type { QueuedRow } from '@/lib/read-model/pending-work';

/** A pending recommendation with this score or less counts as low. */
export const LOW_SCORE = 50;

/** Counts of pending recommendations, by the flags that the queue shows. */
export interface PendingTotals {
  readonly rows: number;
  readonly oldestAt: Date | null;
  /** More than a day old. */
  readonly dayOld: number;
  /** Pending longer than the policy allows. */
  readonly overdue: number;
  /** With a score of `LOW_SCORE` or less. */
  readonly low: number;
  /** For accounts that no longer need a CSM. */
  readonly unneeded: number;
  /** For CSMs who may not receive the account now. */
  readonly ineligible: number;
}

interface PendingRecommendation extends Pick<QueuedRow, 'flags' | 'overdue'> {
  readonly recommendation: Pick<QueuedRow['recommendation'], 'recommendedAt' | 'score'>;
}

/** Counts pending recommendations. */
export function pendingTotals(pending: readonly PendingRecommendation[]): PendingTotals {
  const count = (matches: (row: PendingRecommendation) => boolean) =>
    pending.filter(matches).length;
  const oldest = pending.reduce<number | null>(
    (first, { recommendation }) =>
      Math.min(first ?? Number.POSITIVE_INFINITY, recommendation.recommendedAt.getTime()),
    null,
  );
  return {
    rows: pending.length,
    oldestAt: oldest === null ? null : new Date(oldest),
    dayOld: count(({ flags }) => flags.includes('stale')),
    overdue: count(({ overdue }) => overdue),
    low: count(({ recommendation: { score } }) => score !== null && score <= LOW_SCORE),
    unneeded: count(({ flags }) => flags.includes('no_longer_needed')),
    ineligible: count(({ flags }) => flags.some((flag) => eligibilityFlags.includes(flag))),
  };
}
