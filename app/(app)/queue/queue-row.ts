import type { Serialized } from '@/app/(app)/_shared/serialized';
import type { QueuePage } from '@/lib/decisions/queue';
import type { RecommendationDetails } from '@/lib/decisions/recommendation-details';

export type QueuePageJson = Serialized<QueuePage>;
export type QueueRow = QueuePageJson['rows'][number];
export type Flag = QueueRow['flags'][number];

export type RecommendationDetailsJson = Serialized<RecommendationDetails>;

/** What the record's header and a decision need, from a queue row or from the recommendation's details. */
export type DecisionTarget = Pick<
  QueueRow,
  | 'id'
  | 'accountId'
  | 'accountName'
  | 'recommendedCsm'
  | 'state'
  | 'score'
  | 'feedback'
  | 'flags'
  | 'coolingUntil'
  | 'awayUntil'
  | 'review'
  | 'neediness'
  | 'health'
  | 'color'
  | 'revenue'
  | 'segment'
  | 'level'
  | 'industry'
  | 'waitingSince'
  | 'currentCsm'
  | 'readiness'
  | 'overdue'
  | 'snoozed'
>;

/** The account's name, or its id if it has none. */
export function accountLabel(row: Pick<DecisionTarget, 'accountId' | 'accountName'>): string {
  return row.accountName || row.accountId;
}

/** Adds the review from the details if it arrived after the row was listed. */
export function withNewestReview(
  row: QueueRow,
  latest: RecommendationDetailsJson['recommendation'] | undefined,
): DecisionTarget {
  if (row.review || !latest?.review || latest.id !== row.id) return row;
  return { ...row, review: latest.review, feedback: latest.feedback };
}
