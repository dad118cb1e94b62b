import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { hoursBefore } from '@/lib/time';
import { normalizedClass } from '@/lib/warehouse/sql/shared/policy-limits';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { latestReviews } from './reviews';
import {
  amount,
  flag,
  id,
  instant,
  optionalAmount,
  optionalInstant,
  optionalText,
  text,
  timestampBind,
} from './shared/columns';
import { accountsDeduped, scopedAccountRows } from './shared/dedupe';
import { needTables } from './shared/need';
import { type Spellings, spelled } from './shared/spellings';
import { decisionsInEffect, isValidRecommendation, pendingCtes } from './shared/state';
import { query } from './shared/statement';

/** A scope with every account. */
const everyAccount = { scope: { classes: null, statuses: null } };

/** Condition: review `w` is of one of the run's recommendations. */
const ofRun = (runId: string): Sql => sql`w.run_id = ${runId}`;

const reviewInputRow = z
  .object({
    recommendation_id: id,
    account_id: text,
    account_name: optionalText,
    neediness: optionalAmount,
    health: optionalAmount,
    revenue: optionalAmount,
    segment: optionalText,
    level: optionalText,
    industry: optionalText,
    needs_csm_since: optionalInstant,
    explanation: text,
  })
  .transform((row) => ({
    recommendationId: row.recommendation_id,
    accountId: row.account_id,
    accountName: row.account_name ?? row.account_id,
    neediness: row.neediness,
    health: row.health,
    revenue: row.revenue,
    segment: row.segment,
    level: row.level,
    industry: row.industry,
    /** Null if unknown. */
    needsCsmSince: row.needs_csm_since,
    /** As JSON text; lib/runs parses it. */
    explanation: row.explanation,
  }));
export type ReviewInputRow = z.infer<typeof reviewInputRow>;

/**
 * Recommendations of a run without a review, with their explanations, ordered by id.
 * @param among `pending`, or `all` because some may be decided while a batch is in progress
 */
export function unreviewedRecommendations(
  runId: string,
  among: 'pending' | 'all',
): Query<ReviewInputRow> {
  const [tables, source] =
    among === 'pending' ? [sql`${pendingCtes()},`, sql`pending`] : [sql``, t.recommendations];
  return query({
    name: 'review-inputs.unreviewed',
    tables: ['recommendations', 'explanations', 'reviews', ...needTables],
    row: reviewInputRow,
    sql: sql`WITH ${tables}
scoped AS (
  SELECT r.* FROM ${source} AS r WHERE r.run_id = ${runId} AND ${isValidRecommendation}
),
newest AS (
  ${latestReviews(ofRun(runId))}
),
known_accounts AS (
  ${accountsDeduped(
    sql`account_id IN (SELECT account_id FROM scoped)`,
    sql`(${scopedAccountRows(everyAccount)}) AS a`,
  )}
)
SELECT
  s.recommendation_id,
  s.account_id,
  a.account_name,
  COALESCE(e.neediness, s.neediness_score) AS neediness,
  COALESCE(e.health, s.health_score) AS health,
  COALESCE(e.revenue, s.revenue) AS revenue,
  s.account_segment AS segment,
  s.account_level AS level,
  a.industry,
  a.needs_csm_since,
  e.explanation
FROM scoped AS s
JOIN ${t.explanations} AS e ON e.recommendation_id = s.recommendation_id
LEFT JOIN known_accounts AS a ON a.account_id = s.account_id
LEFT JOIN newest AS n ON n.recommendation_id = s.recommendation_id
WHERE n.recommendation_id IS NULL
ORDER BY s.recommendation_id`,
  });
}

const similarDecisionRow = z
  .object({
    asked_id: id,
    verb: z.enum(['override', 'reject']),
    recommended_csm: text,
    csm_name: optionalText,
    reason: optionalText,
    note: optionalText,
    decided_at: instant,
    same_account: flag,
  })
  .transform((row) => ({
    recommendationId: row.asked_id,
    verb: row.verb,
    csm: row.recommended_csm,
    to: row.csm_name,
    reason: row.reason,
    note: row.note,
    at: row.decided_at,
    sameAccount: row.same_account,
  }));

/** Lookback for decisions on similar pairs, in hours. */
const LOOKBACK_HOURS = 90 * 24;
/** Maximum per recommendation. */
const MAX_SIMILAR_DECISIONS = 5;

/**
 * Overrides and rejections in effect from the last 90 days on pairs similar to those of a run: the
 * same account, or the same recommended CSM with an account of the same class. The newest few for
 * each recommendation, those of the same account first.
 */
export function similarDecisions(
  runId: string,
  now: Date,
  spellings: Spellings,
): Query<z.infer<typeof similarDecisionRow>> {
  const name = (column: string) => spelled(raw(column), spellings);
  const word = (column: string) => sql`COALESCE(${normalizedClass(column)}, '')`;
  return query({
    name: 'review-inputs.similar-decisions',
    tables: ['recommendations', 'decisions'],
    row: similarDecisionRow,
    sql: sql`WITH run_recommendations AS (
  SELECT r.recommendation_id, r.account_id, ${name('r.recommended_csm')} AS recommended_csm,
    ${word('r.account_segment')} AS segment, ${word('r.account_level')} AS level
  FROM ${t.recommendations} AS r
  WHERE r.run_id = ${runId} AND ${isValidRecommendation}
),
decided AS (
  ${decisionsInEffect(
    sql`d.recommendation_id, d.account_id, d.verb, ${name('d.recommended_csm')} AS recommended_csm,
    ${name('d.csm_name')} AS csm_name, d.reason, d.note,
    d.decided_at, d.decision_id`,
    sql`d.verb IN ('override', 'reject') AND ${name('d.recommended_csm')} IS NOT NULL
      AND d.decided_at > ${timestampBind(hoursBefore(now, LOOKBACK_HOURS))}
      AND (d.account_id IN (SELECT account_id FROM run_recommendations)
        OR ${name('d.recommended_csm')} IN (SELECT recommended_csm FROM run_recommendations))`,
  )}
),
alike AS (
  SELECT a.recommendation_id AS asked_id, d.*, TRUE AS same_account
  FROM run_recommendations AS a
  JOIN decided AS d ON d.account_id = a.account_id
    AND d.recommendation_id <> a.recommendation_id
  UNION ALL
  SELECT a.recommendation_id AS asked_id, d.*, FALSE AS same_account
  FROM decided AS d
  JOIN ${t.recommendations} AS r ON r.recommendation_id = d.recommendation_id
  JOIN run_recommendations AS a ON a.recommended_csm = d.recommended_csm
    AND a.segment = ${word('r.account_segment')} AND a.level = ${word('r.account_level')}
    AND a.account_id <> d.account_id
)
SELECT asked_id, verb, recommended_csm, csm_name, reason, note, decided_at, same_account
FROM alike
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY asked_id ORDER BY same_account DESC, decided_at DESC, decision_id DESC
) <= ${MAX_SIMILAR_DECISIONS}
ORDER BY asked_id, same_account DESC, decided_at DESC, decision_id DESC`,
  });
}

const countsRow = z.object({
  recommendations: amount,
  approve: amount,
  caution: amount,
  reassign: amount,
  hidden: amount,
  unreviewed: amount,
});

/**
 * Number of a run's recommendations per verdict, blinded, and pending without a review. One row.
 */
export function reviewCounts(runId: string): Query<z.infer<typeof countsRow>> {
  return query({
    name: 'review-inputs.counts',
    tables: ['recommendations', 'assignments', 'decisions', 'reviews'],
    row: countsRow,
    sql: sql`WITH ${pendingCtes()},
newest AS (
  ${latestReviews(ofRun(runId))}
),
run_rows AS (
  SELECT
    CASE
      WHEN n.hidden = TRUE AND p.recommendation_id IS NOT NULL THEN 'hidden'
      WHEN n.verdict IS NOT NULL THEN n.verdict
      WHEN p.recommendation_id IS NOT NULL THEN 'unreviewed'
      ELSE 'decided' END AS state
  FROM ${t.recommendations} AS r
  LEFT JOIN newest AS n ON n.recommendation_id = r.recommendation_id
  LEFT JOIN pending AS p ON p.recommendation_id = r.recommendation_id
  WHERE r.run_id = ${runId} AND ${isValidRecommendation}
)
SELECT
  COUNT(*) AS recommendations,
  COALESCE(COUNT_IF(state = 'approve'), 0) AS approve,
  COALESCE(COUNT_IF(state = 'caution'), 0) AS caution,
  COALESCE(COUNT_IF(state = 'reassign'), 0) AS reassign,
  COALESCE(COUNT_IF(state = 'hidden'), 0) AS hidden,
  COALESCE(COUNT_IF(state = 'unreviewed'), 0) AS unreviewed
FROM run_rows`,
  });
}
