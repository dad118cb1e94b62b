import { eligibilityFlags } from '@/lib/engine/flags';
import type { QueuedRow } from '@/lib/read-model/pending-work';
import { isStale } from '@/lib/read-model/stale-rows';

/** A pending recommendation with this score or less counts as low. */
export const LOW_SCORE = 50;

/** Counts of pending recommendations, as the queue shows them. */
export interface PendingTotals {
  readonly rows: number;
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

interface PendingRecommendation
  extends Pick<QueuedRow, 'flags' | 'overdue' | 'readiness' | 'snoozed'> {
  readonly recommendation: Pick<QueuedRow['recommendation'], 'recommendedAt' | 'score'>;
}

/** Counts pending recommendations. */
export function pendingTotals(pending: readonly PendingRecommendation[]): PendingTotals {
  const count = (matches: (row: PendingRecommendation) => boolean) =>
    pending.filter(matches).length;
  const stale = pending.filter(isStale);
  const staleTimes = stale.map(({ recommendation }) => recommendation.recommendedAt.getTime());
  return {
    rows: pending.length,
    overdue: count(({ overdue }) => overdue),
    stale: stale.length,
    oldestStaleAt: stale.length > 0 ? new Date(Math.min(...staleTimes)) : null,
    low: count(({ recommendation: { score } }) => score !== null && score <= LOW_SCORE),
    unneeded: count(({ flags }) => flags.includes('no_longer_needed')),
    ineligible: count(({ flags }) => flags.some((flag) => eligibilityFlags.includes(flag))),
  };
}
