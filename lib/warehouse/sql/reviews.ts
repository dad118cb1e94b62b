import sql, { join, raw, type Sql } from 'sql-template-tag';
import { t } from '@/lib/warehouse/tables';
import type { Command } from '@/lib/warehouse/types';
import { inBatches } from './shared/batches';
import { columnLimits, truncateText } from './shared/column-limits';
import { idBind } from './shared/columns';
import { decisionsInEffect, isUnassigned, isValidRecommendation } from './shared/state';
import { type CommandParts, valuesTable } from './shared/statement';

/** Claude's possible verdicts on a recommendation. */
export const verdicts = ['approve', 'caution', 'reassign'] as const;
export type Verdict = (typeof verdicts)[number];

/** Claude's review of one recommendation, to insert. Append-only. */
export interface NewReview {
  readonly id: string;
  readonly recommendationId: string;
  readonly accountId: string;
  readonly verdict: Verdict;
  /** 0–100 */
  readonly confidence: number;
  readonly feedback: string;
  /** From the closed list of issues. */
  readonly issues: readonly string[];
  readonly suggestedCsm: string | null;
  readonly droppedSuggestion: string | null;
  /** Blinded: hidden until the recommendation is decided. */
  readonly hidden: boolean;
}

/** The review call that produced the reviews. */
export interface ReviewOrigin {
  readonly callId: string;
  readonly runId: string;
  readonly model: string;
  readonly promptVersion: number;
  readonly at: Date;
}

/** Inserts reviews. */
export function insertReviews(
  origin: ReviewOrigin,
  reviews: readonly NewReview[],
): readonly Command[] {
  return inBatches(reviews, (rows) => insertBatch(origin, rows));
}

function insertBatch(origin: ReviewOrigin, reviews: readonly NewReview[]): CommandParts {
  const { callId, runId, model, promptVersion, at } = origin;
  const rows = valuesTable(reviews, [
    { name: 'review_id', type: 'VARCHAR', value: (row) => row.id },
    { name: 'recommendation_id', type: 'BIGINT', value: (row) => row.recommendationId },
    { name: 'run_id', type: 'VARCHAR', value: () => runId },
    { name: 'account_id', type: 'VARCHAR', value: (row) => row.accountId },
    { name: 'call_id', type: 'VARCHAR', value: () => callId },
    { name: 'verdict', type: 'VARCHAR', value: (row) => row.verdict },
    { name: 'confidence', type: 'INTEGER', value: (row) => row.confidence },
    { name: 'feedback', type: 'VARCHAR', value: (row) => row.feedback },
    { name: 'issues', type: 'VARCHAR', value: (row) => row.issues.join(' ') || null },
    { name: 'suggested_csm', type: 'VARCHAR', value: (row) => row.suggestedCsm },
    { name: 'dropped_suggestion', type: 'VARCHAR', value: (row) => row.droppedSuggestion },
    { name: 'model', type: 'VARCHAR', value: () => model },
    { name: 'prompt_version', type: 'INTEGER', value: () => promptVersion },
    { name: 'hidden', type: 'BOOLEAN', value: (row) => row.hidden },
    { name: 'reviewed_at', type: 'TIMESTAMP_NTZ', value: () => at.toISOString() },
  ]);
  return {
    name: 'reviews.insert',
    tables: ['reviews'],
    sql: sql`INSERT INTO ${t.reviews} (
  review_id, recommendation_id, run_id, account_id, call_id, verdict, confidence, feedback, issues,
  suggested_csm, dropped_suggestion, model, prompt_version, hidden, reviewed_at
)
SELECT * FROM ${rows} AS v`,
  };
}

/** The part of a review that the data team's tables store, as one text. */
export type FeedbackParts = Pick<NewReview, 'verdict' | 'suggestedCsm' | 'feedback'>;

/** The words that the data team's reports count with `LIKE '%approved%'` and `LIKE '%rejected%'`. */
const reportWords: Readonly<Record<Verdict, string>> = {
  approve: 'approved',
  caution: 'caution',
  reassign: 'rejected',
};

/**
 * The text for the data team's feedback columns: the verdict, the suggested CSM, and the feedback,
 * such as `rejected, reassign to Ana Diaz: Would own 68 of 70 accounts.` At most 500 code points.
 */
export function reportedFeedback({ verdict, suggestedCsm, feedback }: FeedbackParts): string {
  const target = verdict === 'reassign' && suggestedCsm ? `, reassign to ${suggestedCsm}` : '';
  // Claude may use the reports' words too. Capitalized they don't count, because LIKE is
  // case-sensitive, and the text says the same.
  const rest = `${target}: ${feedback}`.replace(
    /approved|rejected/g,
    (word) => word.charAt(0).toUpperCase() + word.slice(1),
  );
  return truncateText(`${reportWords[verdict]}${rest}`, columnLimits.feedback);
}

type Feedback = FeedbackParts & Pick<NewReview, 'recommendationId'>;

/** Writes visible feedback to the data team's table for recommendations that are still undecided. */
export function writeFeedback(reviews: readonly Feedback[]): readonly Command[] {
  return inBatches(reviews, writeFeedbackBatch);
}

function writeFeedbackBatch(reviews: readonly Feedback[]): CommandParts {
  const rows = valuesTable(reviews, [
    { name: 'recommendation_id', type: 'BIGINT', value: (row) => row.recommendationId },
    { name: 'feedback', type: 'VARCHAR', value: reportedFeedback },
  ]);
  const ids = reviews.map((review) => idBind(review.recommendationId));
  const rejected = decisionsInEffect(
    sql`d.recommendation_id`,
    sql`d.verb = 'reject' AND d.recommendation_id IN (${join(ids)})`,
  );
  return {
    name: 'reviews.write-feedback',
    tables: ['recommendations', 'decisions'],
    sql: sql`MERGE INTO ${t.recommendations} AS r
USING (
  SELECT v.recommendation_id, v.feedback
  FROM ${rows} AS v
  WHERE v.recommendation_id NOT IN (${rejected})
) AS w
ON r.recommendation_id = w.recommendation_id AND ${isUnassigned()}
  AND ${isValidRecommendation}
WHEN MATCHED THEN UPDATE SET llm_feedback = w.feedback`,
  };
}

/**
 * SELECT of the newest review of each recommendation, with all columns of the table.
 * @param scope condition on a review `w`
 */
export function latestReviews(scope: Sql): Sql {
  return sql`SELECT w.*
  FROM ${t.reviews} AS w
  WHERE ${scope}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY w.recommendation_id ORDER BY w.reviewed_at DESC, w.review_id DESC
  ) = 1`;
}

// Blinded until the first decision. After an undo the review stays visible: llm_feedback shows it
// anyway.
const isBlinded = sql`(COALESCE(n.hidden, FALSE) AND j.state = 'pending'
    AND NULLIF(TRIM(j.llm_feedback), '') IS NULL)`;
const blindedColumns = ['verdict', 'confidence', 'issues', 'suggested_csm'];

/**
 * Columns of the newest review `n` for a recommendation `j`, which has a state and llm_feedback. A
 * blinded review yields NULL.
 */
export const visibleReviewColumns: Sql = sql`n.review_id,
  n.model AS review_model,
  n.prompt_version,
  n.reviewed_at,
  n.hidden AS blind,
  ${isBlinded} AS withheld,
  ${join(
    blindedColumns.map(
      (column) => sql`CASE WHEN NOT ${isBlinded} THEN ${raw(`n.${column}`)} END AS ${raw(column)}`,
    ),
    ',\n  ',
  )},
  CASE WHEN NOT ${isBlinded} THEN COALESCE(n.feedback, j.llm_feedback) END AS feedback`;
