import type { QueuePage } from '@/lib/decisions/queue';
import type { RecommendationDetails } from '@/lib/decisions/recommendation-details';

/** A value after a round trip through JSON: dates are strings. */
export type Serialized<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Serialized<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Serialized<Value[Key]> }
      : Value;

export type QueuePageJson = Serialized<QueuePage>;
export type QueueRow = QueuePageJson['rows'][number];
export type Flag = QueueRow['flags'][number];

export type RecommendationDetailsJson = Serialized<RecommendationDetails>;

/** What a decision needs to know, from a queue row or from the recommendation's details. */
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
