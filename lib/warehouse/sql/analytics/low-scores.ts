import sql, { raw } from 'sql-template-tag';
import { z } from 'zod';
import { latestReviews, verdicts } from '@/lib/warehouse/sql/reviews';
import {
  amount,
  id,
  instant,
  optionalAmount,
  optionalText,
  timestampBind,
} from '@/lib/warehouse/sql/shared/columns';
import { recommendationScore } from '@/lib/warehouse/sql/shared/recommendation-score';
import { rowLimit } from '@/lib/warehouse/sql/shared/row-limit';
import {
  decisionsInEffect,
  lastAssigned,
  newestUnassigned,
  recommendationState,
  recommendationStates,
} from '@/lib/warehouse/sql/shared/state';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

const lowScoreRow = z
  .object({
    recommendation_id: id,
    account_id: optionalText,
    recommended_csm: optionalText,
    score: optionalAmount,
    feedback: optionalText,
    verdict: z.enum(verdicts).nullable(),
    recommended_at: instant,
    state: z.enum(recommendationStates).nullable(),
    total: amount,
  })
  .transform((row) => ({
    id: row.recommendation_id,
    accountId: row.account_id,
    csm: row.recommended_csm,
    score: row.score,
    /** Claude's own text. The column starts with the verdict, and is empty while it is hidden. */
    feedback: row.feedback,
    verdict: row.verdict,
    at: row.recommended_at,
    /** Null for a row without an account or a CSM, which recommends nothing. */
    state: row.state,
    total: row.total,
  }));
export type LowScoreRow = z.infer<typeof lowScoreRow>;

const whereFeedback = (column: string) =>
  sql`CASE WHEN NULLIF(TRIM(s.llm_feedback), '') IS NOT NULL THEN ${raw(column)} END`;

/**
 * The recommendations since a time that were not accepted, lowest scores first, ties by id: the data
 * team's query, with the state of each and their total number.
 * @param page null for all of them
 */
export function lowScores(
  since: Date,
  page: { readonly limit: number; readonly offset: number } | null,
): Query<LowScoreRow> {
  const order = raw('ORDER BY optimization_score ASC NULLS LAST, recommendation_id ASC');
  return reportQuery({
    name: 'diagnostics.low-scores',
    tables: ['recommendations', 'explanations', 'assignments', 'decisions', 'reviews'],
    row: lowScoreRow,
    sql: sql`WITH low_scores AS (
  SELECT *, COUNT(*) OVER () AS total, ROW_NUMBER() OVER (${order}) AS place
  FROM ${t.recommendations}
  WHERE was_assigned = FALSE AND recommendation_timestamp >= ${timestampBind(since)}
  ${order}
  ${page ? sql`LIMIT ${rowLimit(page.limit)} OFFSET ${rowLimit(page.offset)}` : raw('')}
),
low_rejected AS (
  ${decisionsInEffect(
    sql`DISTINCT d.recommendation_id, d.verb`,
    sql`d.verb = 'reject' AND d.recommendation_id IN (SELECT recommendation_id FROM low_scores)`,
  )}
),
low_assigned AS (
  ${lastAssigned(sql`account_id IN (SELECT account_id FROM low_scores)`)}
),
low_newest AS (
  ${newestUnassigned(
    sql`r.recommendation_timestamp >= ${timestampBind(since)}
      AND r.account_id IN (SELECT account_id FROM low_scores)`,
  )}
)
SELECT
  s.recommendation_id, s.account_id, s.recommended_csm, ${recommendationScore('s')} AS score,
  ${whereFeedback('COALESCE(n.feedback, s.llm_feedback)')} AS feedback,
  ${whereFeedback('n.verdict')} AS verdict,
  s.recommendation_timestamp AS recommended_at,
  CASE WHEN s.account_id IS NOT NULL AND s.recommended_csm IS NOT NULL THEN ${recommendationState()}
    END AS state,
  s.total
FROM low_scores AS s
LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = s.recommendation_id
LEFT JOIN low_rejected AS d ON d.recommendation_id = s.recommendation_id
LEFT JOIN (
  ${latestReviews(sql`w.recommendation_id IN (SELECT recommendation_id FROM low_scores)`)}
) AS n ON n.recommendation_id = s.recommendation_id
LEFT JOIN low_assigned AS x ON x.account_id = s.account_id
LEFT JOIN low_newest AS y ON y.account_id = s.account_id
ORDER BY s.place`,
  });
}
