import type { QueuePage } from '@/lib/decisions/queue';
import type { RecommendationDetails } from '@/lib/decisions/recommendation-details';

/** A row of the queue. */
export type QueueRow = QueuePage['rows'][number];
export type Flag = QueueRow['flags'][number];

/** A value as JSON brings it over: times are text. */
export type Serialized<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Serialized<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Serialized<Value[Key]> }
      : Value;

/** The record of a recommendation as the browser has it. */
export type RecommendationDetailsJson = Serialized<RecommendationDetails>;

/** What a decision must know of a recommendation, from the queue or from its record. */
export type DecisionTarget = Pick<
  QueueRow,
  'id' | 'accountId' | 'accountName' | 'recommendedCsm' | 'state' | 'score' | 'feedback'
> & {
  readonly flags: readonly Flag[];
  readonly coolingUntil: Date | string | null;
  readonly awayUntil: Date | string | null;
  readonly review: QueueRow['review'] | RecommendationDetailsJson['recommendation']['review'];
};

/** What an account is called: its name, or its id where it has none. */
export function accountLabel(row: Pick<DecisionTarget, 'accountId' | 'accountName'>): string {
  return row.accountName || row.accountId;
}

/** A row with Claude's review, which may have come since the row was listed. */
export function withNewestReview(
  row: QueueRow,
  read: RecommendationDetailsJson['recommendation'] | undefined,
): DecisionTarget {
  if (row.review || !read?.review || read.id !== row.id) return row;
  return { ...row, review: read.review, feedback: read.feedback };
}
