import sql, { join, type Sql } from 'sql-template-tag';
import type { Command } from '../types';
import { numberId } from './fields';
import { fitText, room } from './fit';
import { standingDecisions, undecided } from './standing';
import { command } from './statement';
import { t } from './tables';
import { valuesTable } from './values';

/** What may be advised of a recommendation. */
export const verdicts = ['approve', 'caution', 'reassign'] as const;
export type Verdict = (typeof verdicts)[number];

/** What Claude said of one recommendation, ready to be written; never changed afterwards. */
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
  /** Not to be shown before the recommendation is decided. */
  readonly hidden: boolean;
}

/** The review of a run that reviews came of. */
export interface ReviewOrigin {
  readonly callId: string;
  readonly runId: string;
  readonly model: string;
  readonly promptVersion: number;
  readonly at: Date;
}

/** Writes reviews in one statement; at least one. */
export function insertReviews(origin: ReviewOrigin, reviews: readonly NewReview[]): Command {
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
  return command(
    'reviews.insert',
    sql`INSERT INTO ${t.reviews} (
  review_id, recommendation_id, run_id, account_id, call_id, verdict, confidence, feedback, issues,
  suggested_csm, dropped_suggestion, model, prompt_version, hidden, reviewed_at
)
SELECT * FROM ${rows} AS v`,
  );
}

/**
 * Puts feedback that may be shown into the data team's table, where the recommendation is still
 * undecided; at least one.
 */
export function writeFeedback(
  reviews: readonly Pick<NewReview, 'recommendationId' | 'feedback'>[],
): Command {
  const rows = valuesTable(reviews, [
    { name: 'recommendation_id', type: 'BIGINT', value: (row) => row.recommendationId },
    { name: 'feedback', type: 'VARCHAR', value: (row) => fitText(row.feedback, room.feedback) },
  ]);
  const ids = reviews.map((review) => numberId(review.recommendationId));
  const rejected = standingDecisions(
    sql`d.recommendation_id`,
    sql`d.verb = 'reject' AND d.recommendation_id IN (${join(ids)})`,
  );
  return command(
    'reviews.write-feedback',
    sql`MERGE INTO ${t.recommendations} AS r
USING (
  SELECT v.recommendation_id, v.feedback
  FROM ${rows} AS v
  WHERE v.recommendation_id NOT IN (${rejected})
) AS w
ON r.recommendation_id = w.recommendation_id AND ${undecided}
WHEN MATCHED THEN UPDATE SET llm_feedback = w.feedback`,
  );
}

/**
 * The newest review of each recommendation, as a table expression with the table's columns.
 * @param scope a condition on a review `w`, such as its recommendation being among those asked for
 */
export function newestReviews(scope: Sql): Sql {
  return sql`SELECT w.*
  FROM ${t.reviews} AS w
  WHERE ${scope}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY w.recommendation_id ORDER BY w.reviewed_at DESC, w.review_id DESC
  ) = 1`;
}
