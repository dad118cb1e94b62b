import sql, { raw, type Sql } from 'sql-template-tag';
import { latestSchemaVersion } from '@/lib/warehouse/schema/setup';
import { reviewKinds } from '@/lib/warehouse/sql/review-calls';
import { latestReviews, verdicts } from '@/lib/warehouse/sql/reviews';
import { runModes } from '@/lib/warehouse/sql/runs';
import { type BatchRow, batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { recommendationScore } from '@/lib/warehouse/sql/shared/recommendation-score';
import { rowLimit } from '@/lib/warehouse/sql/shared/row-limit';
import {
  decisionsInEffect,
  lastAssigned,
  newestUnassigned,
  recommendationState,
  recommendationStates,
} from '@/lib/warehouse/sql/shared/state';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

export type DiagnosticsFigure = BatchRow<ReturnType<typeof diagnosticsQueries>>;

/**
 * What the Diagnostics page shows besides open work: the data team's counts of accounts, by status, and active
 * CSMs, recommendations not accepted since a time (the data team's query, lowest scores first, ties by
 * id), recent failed runs and reviews, the last of each, and the schema
 * version.
 */
export function diagnosticsFigures(request: DiagnosticsRequest): Query<DiagnosticsFigure> {
  const { lowScoresSince, failuresSince } = request;
  const figures = batchQuery(diagnosticsQueries(request));
  return query({
    name: 'diagnostics.figures',
    tables: [
      'recommendations',
      'explanations',
      'assignments',
      'activeCsms',
      'onboarding',
      'runs',
      'decisions',
      'reviews',
      'reviewCalls',
      'schemaVersions',
    ],
    row: figures.row,
    sql: sql`WITH low_scores AS (
  SELECT *
  FROM ${t.recommendations}
  WHERE was_assigned = FALSE AND recommendation_timestamp >= ${timestampBind(lowScoresSince)}
  ORDER BY optimization_score ASC NULLS LAST, recommendation_id ASC
  LIMIT ${rowLimit(LIST_LIMITS.lowScores)}
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
    sql`r.recommendation_timestamp >= ${timestampBind(lowScoresSince)}
      AND r.account_id IN (SELECT account_id FROM low_scores)`,
  )}
),
last_run AS (
  SELECT * FROM ${t.runs} WHERE dry_run = FALSE ORDER BY started_at DESC, run_id DESC LIMIT 1
),
failed_runs AS (
  SELECT *, COUNT(*) OVER () AS total
  FROM ${t.runs}
  WHERE status IN ('failed', 'cancelled') AND started_at >= ${timestampBind(failuresSince)}
  ORDER BY started_at DESC, run_id DESC
  LIMIT ${rowLimit(LIST_LIMITS.runs)}
),
failed_reviews AS (
  SELECT *, COUNT(*) OVER () AS total
  FROM ${t.reviewCalls}
  WHERE status = 'failed' AND started_at >= ${timestampBind(failuresSince)}
  ORDER BY started_at DESC, call_id DESC
  LIMIT ${rowLimit(LIST_LIMITS.reviews)}
),
last_review AS (
  SELECT * FROM ${t.reviewCalls} ORDER BY started_at DESC, call_id DESC LIMIT 1
)
${figures.select}`,
  });
}

/** Maximum rows of each list. */
const LIST_LIMITS = { lowScores: 10, runs: 10, reviews: 5 } as const;

interface DiagnosticsRequest {
  /** Recommendations made before this are not among the lowest scores. */
  readonly lowScoresSince: Date;
  /** Runs and reviews that started before this are not among the failed ones. */
  readonly failuresSince: Date;
  /** The range in which review tokens are summed. */
  readonly month: { readonly from: Date; readonly to: Date };
}

const col = (name: string) => raw(name);
const countIf = (condition: Sql) => sql`COALESCE(COUNT_IF(${condition}), 0)`;

const whereFeedback = (column: string) =>
  sql`CASE WHEN NULLIF(TRIM(s.llm_feedback), '') IS NOT NULL THEN ${raw(column)} END`;

const listQueries = {
  /** The spellings on the active list, with their rows. */
  listedNames: {
    columns: {
      name: columnAs.exactText(col('active_csm')),
      rows: columnAs.number(col('COUNT(*)')),
    },
    from: sql`FROM ${t.activeCsms} GROUP BY active_csm`,
  },
  statuses: {
    columns: {
      status: columnAs.optionalText(col('success_transition_status_ob')),
      rows: columnAs.number(col('COUNT(*)')),
    },
    from: sql`FROM ${t.onboarding} GROUP BY success_transition_status_ob`,
  },
  lowScores: {
    columns: {
      id: columnAs.text(col('s.recommendation_id')),
      accountId: columnAs.optionalText(col('s.account_id')),
      csm: columnAs.optionalText(col('s.recommended_csm')),
      score: columnAs.optionalNumber(recommendationScore('s')),
      /** Claude's own text. The column starts with the verdict, and is empty while it is hidden. */
      feedback: columnAs.optionalText(whereFeedback('COALESCE(n.feedback, s.llm_feedback)')),
      verdict: columnAs.optionalOneOf(verdicts)(whereFeedback('n.verdict')),
      at: columnAs.moment(col('s.recommendation_timestamp')),
      /** Null for a row without an account or a CSM, which recommends nothing. */
      state: columnAs.optionalOneOf(recommendationStates)(
        sql`CASE WHEN s.account_id IS NOT NULL AND s.recommended_csm IS NOT NULL THEN ${recommendationState()} END`,
      ),
    },
    from: sql`FROM low_scores AS s
LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = s.recommendation_id
LEFT JOIN low_rejected AS d ON d.recommendation_id = s.recommendation_id
LEFT JOIN (
  ${latestReviews(sql`w.recommendation_id IN (SELECT recommendation_id FROM low_scores)`)}
) AS n ON n.recommendation_id = s.recommendation_id
LEFT JOIN low_assigned AS x ON x.account_id = s.account_id
LEFT JOIN low_newest AS y ON y.account_id = s.account_id`,
  },
  lastRun: {
    columns: {
      id: columnAs.text(col('run_id')),
      status: columnAs.oneOf(['running', 'succeeded', 'failed', 'cancelled'])(col('status')),
      failureCode: columnAs.optionalText(col('failure_code')),
      failure: columnAs.optionalText(col('failure')),
      startedAt: columnAs.moment(col('started_at')),
    },
    from: sql`FROM last_run`,
  },
  failedRuns: {
    columns: {
      id: columnAs.text(col('run_id')),
      mode: columnAs.oneOf(runModes)(col('mode')),
      dryRun: columnAs.flag(col('dry_run')),
      accountId: columnAs.optionalText(col('account_id')),
      batchSize: columnAs.optionalNumber(col('batch_size')),
      status: columnAs.oneOf(['failed', 'cancelled'])(col('status')),
      failureCode: columnAs.optionalText(col('failure_code')),
      failure: columnAs.optionalText(col('failure')),
      startedByName: columnAs.text(col('started_by_name')),
      startedAt: columnAs.moment(col('started_at')),
      total: columnAs.number(col('total')),
    },
    from: sql`FROM failed_runs`,
  },
  failedReviews: {
    columns: {
      id: columnAs.text(col('call_id')),
      runId: columnAs.text(col('run_id')),
      failureCode: columnAs.optionalText(col('failure_code')),
      failure: columnAs.optionalText(col('failure')),
      asked: columnAs.optionalNumber(col('asked')),
      reviewed: columnAs.optionalNumber(col('reviewed')),
      startedAt: columnAs.moment(col('started_at')),
      total: columnAs.number(col('total')),
    },
    from: sql`FROM failed_reviews`,
  },
  lastReview: {
    columns: {
      runId: columnAs.text(col('run_id')),
      kind: columnAs.oneOf(reviewKinds)(col('kind')),
      status: columnAs.oneOf(['started', 'waiting', 'done', 'failed'])(col('status')),
      failure: columnAs.optionalText(col('failure')),
      asked: columnAs.optionalNumber(col('asked')),
      reviewed: columnAs.optionalNumber(col('reviewed')),
      startedAt: columnAs.moment(col('started_at')),
      expiresAt: columnAs.moment(col('expires_at')),
      endedAt: columnAs.optionalMoment(col('ended_at')),
    },
    from: sql`FROM last_review`,
  },
} as const;

function diagnosticsQueries({ month }: DiagnosticsRequest) {
  const tokens = ['input_tokens', 'cache_write_tokens', 'cache_read_tokens', 'output_tokens']
    .map((column) => `COALESCE(${column}, 0)`)
    .join(' + ');
  return {
    ...listQueries,
    totals: {
      columns: {
        /** The guide's `needs_csm_count`. */
        onboardingRows: columnAs.number(col('o.listed')),
        onboardingWithoutId: columnAs.number(col('o.without_id')),
        onboardingAccounts: columnAs.number(col('o.named')),
        /** The guide's `eligible_csm_count`. */
        activeRows: columnAs.number(col('l.listed')),
        activeWithoutName: columnAs.number(col('l.without_name')),
        activeCsms: columnAs.number(col('l.named')),
        recommendedAt: columnAs.optionalMoment(col('r.recommended_at')),
        schemaVersion: columnAs.optionalNumber(col('v.version')),
        requiredSchemaVersion: columnAs.number(sql`${latestSchemaVersion()}`),
        schemaAppliedAt: columnAs.optionalMoment(col('v.applied_at')),
        tokens: columnAs.number(col('k.tokens')),
      },
      from: sql`FROM (
  SELECT COUNT(*) AS listed, ${countIf(raw('account_id_ob IS NULL'))} AS without_id,
    COUNT(DISTINCT account_id_ob) AS named
  FROM ${t.onboarding}
  WHERE success_transition_status_ob = 'Needs CSM'
) AS o
CROSS JOIN (
  SELECT COUNT(*) AS listed, ${countIf(raw('active_csm IS NULL'))} AS without_name,
    COUNT(DISTINCT active_csm) AS named
  FROM ${t.activeCsms}
) AS l
CROSS JOIN (
  SELECT MAX(recommendation_timestamp) AS recommended_at FROM ${t.recommendations}
) AS r
CROSS JOIN (
  SELECT MAX(version) AS version, MAX(applied_at) AS applied_at FROM ${t.schemaVersions}
) AS v
CROSS JOIN (
  SELECT COALESCE(SUM(${raw(tokens)}), 0) AS tokens
  FROM ${t.reviewCalls}
  WHERE started_at >= ${timestampBind(month.from)} AND started_at < ${timestampBind(month.to)}
) AS k`,
    },
  } as const;
}
