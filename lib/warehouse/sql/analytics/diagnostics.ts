import sql, { raw, type Sql } from 'sql-template-tag';
import { reviewKinds } from '@/lib/warehouse/sql/review-calls';
import { recommendationStates } from '@/lib/warehouse/sql/rule-warnings';
import { type BatchRow, batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { recentAssignmentsSelect } from '@/lib/warehouse/sql/shared/recent-assignments';
import {
  decisionsInEffect,
  receivedCte,
  recommendationState,
} from '@/lib/warehouse/sql/shared/state';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

export type DiagnosticsFigure = BatchRow<ReturnType<typeof diagnosticsQueries>>;

/**
 * Answers what the page of diagnostics tells beside what is known of the company: how many accounts
 * need a CSM and who is active by the data team's count; what CSMs received lately; what was not
 * accepted since a moment, the lowest scores first (the data team's query, ties by id); runs and
 * reviews that went wrong lately, and the last of each; the schema's version.
 */
export function diagnosticsFigures(request: DiagnosticsRequest): Query<DiagnosticsFigure> {
  const { now, limits, lowSince, troubleSince } = request;
  const figures = batchQuery(diagnosticsQueries(request));
  return query({
    name: 'diagnostics.figures',
    tables: [
      'recommendations',
      'assignments',
      'activeCsms',
      'onboarding',
      'runs',
      'decisions',
      'reviewCalls',
      'schemaVersions',
    ],
    row: figures.row,
    sql: sql`WITH ${receivedCte(now, limits)},
low AS (
  SELECT *
  FROM ${t.recommendations}
  WHERE was_assigned = FALSE AND recommendation_timestamp >= ${timestampBind(lowSince)}
  ORDER BY optimization_score ASC NULLS LAST, recommendation_id ASC
  LIMIT ${raw(String(LIST_LIMITS.low))}
),
low_rejected AS (
  ${decisionsInEffect(
    sql`DISTINCT d.recommendation_id, d.verb`,
    sql`d.verb = 'reject' AND d.recommendation_id IN (SELECT recommendation_id FROM low)`,
  )}
),
low_assigned AS (
  SELECT account_id, MAX(assignment_date) AS assigned_at
  FROM ${t.assignments}
  WHERE account_id IN (SELECT account_id FROM low)
  GROUP BY account_id
),
last_run AS (
  SELECT * FROM ${t.runs} WHERE dry_run = FALSE ORDER BY started_at DESC, run_id DESC LIMIT 1
),
run_troubles AS (
  SELECT *, COUNT(*) OVER () AS rows_counted
  FROM ${t.runs}
  WHERE status IN ('failed', 'cancelled') AND started_at >= ${timestampBind(troubleSince)}
  ORDER BY started_at DESC, run_id DESC
  LIMIT ${raw(String(LIST_LIMITS.runs))}
),
review_troubles AS (
  SELECT *, COUNT(*) OVER () AS rows_counted
  FROM ${t.reviewCalls}
  WHERE status = 'failed' AND started_at >= ${timestampBind(troubleSince)}
  ORDER BY started_at DESC, call_id DESC
  LIMIT ${raw(String(LIST_LIMITS.reviews))}
),
last_review AS (
  SELECT * FROM ${t.reviewCalls} ORDER BY started_at DESC, call_id DESC LIMIT 1
)
${figures.select}`,
  });
}

/** How much of each list is answered; how many there are in all stands beside it. */
const LIST_LIMITS = { low: 10, runs: 10, reviews: 5 } as const;

/** What diagnostics are asked for. */
interface DiagnosticsRequest {
  readonly now: Date;
  readonly limits: PolicyLimits;
  /** From when on a recommendation may be among those with the lowest scores. */
  readonly lowSince: Date;
  /** From when on runs and reviews that failed are told. */
  readonly troubleSince: Date;
  /** The time over which the tokens of reviews are summed. */
  readonly month: { readonly from: Date; readonly to: Date };
}

const col = (name: string) => raw(name);
const countIf = (condition: Sql) => sql`COALESCE(COUNT_IF(${condition}), 0)`;

const listQueries = {
  low: {
    columns: {
      id: columnAs.text(col('s.recommendation_id')),
      accountId: columnAs.optionalText(col('s.account_id')),
      csm: columnAs.optionalText(col('s.recommended_csm')),
      score: columnAs.optionalNumber(col('s.optimization_score')),
      feedback: columnAs.optionalText(col('s.llm_feedback')),
      at: columnAs.moment(col('s.recommendation_timestamp')),
      /** Null for a row that recommends nothing: it has no account or no CSM. */
      state: columnAs.optionalOneOf(recommendationStates)(
        sql`CASE WHEN s.account_id IS NOT NULL AND s.recommended_csm IS NOT NULL THEN ${recommendationState} END`,
      ),
    },
    from: sql`FROM low AS s
LEFT JOIN low_rejected AS d ON d.recommendation_id = s.recommendation_id
LEFT JOIN low_assigned AS x ON x.account_id = s.account_id`,
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
  runTroubles: {
    columns: {
      id: columnAs.text(col('run_id')),
      mode: columnAs.oneOf(['single', 'batch'])(col('mode')),
      dryRun: columnAs.flag(col('dry_run')),
      accountId: columnAs.optionalText(col('account_id')),
      batchSize: columnAs.optionalNumber(col('batch_size')),
      status: columnAs.oneOf(['failed', 'cancelled'])(col('status')),
      failureCode: columnAs.optionalText(col('failure_code')),
      failure: columnAs.optionalText(col('failure')),
      startedByName: columnAs.text(col('started_by_name')),
      startedAt: columnAs.moment(col('started_at')),
      inAll: columnAs.number(col('rows_counted')),
    },
    from: sql`FROM run_troubles`,
  },
  reviewTroubles: {
    columns: {
      id: columnAs.text(col('call_id')),
      runId: columnAs.text(col('run_id')),
      failureCode: columnAs.optionalText(col('failure_code')),
      failure: columnAs.optionalText(col('failure')),
      asked: columnAs.optionalNumber(col('asked')),
      reviewed: columnAs.optionalNumber(col('reviewed')),
      startedAt: columnAs.moment(col('started_at')),
      inAll: columnAs.number(col('rows_counted')),
    },
    from: sql`FROM review_troubles`,
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

/**
 * The questions of diagnostics. `received`, `low`, `low_rejected`, `low_assigned`, `last_run`,
 * `run_troubles`, `review_troubles` and `last_review` come before.
 */
function diagnosticsQueries({ now, month }: DiagnosticsRequest) {
  const tokens = ['input_tokens', 'cache_write_tokens', 'cache_read_tokens', 'output_tokens']
    .map((column) => `COALESCE(${column}, 0)`)
    .join(' + ');
  return {
    ...listQueries,
    receipts: recentAssignmentsSelect({ now }),
    /** What is one figure each, in one row. */
    totals: {
      columns: {
        /** The guide's `needs_csm_count`. */
        onboardingRows: columnAs.number(col('o.listed')),
        onboardingUnnamed: columnAs.number(col('o.unnamed')),
        onboardingAccounts: columnAs.number(col('o.named')),
        /** The guide's `eligible_csm_count`. */
        activeRows: columnAs.number(col('l.listed')),
        activeUnnamed: columnAs.number(col('l.unnamed')),
        activeCsms: columnAs.number(col('l.named')),
        recommendedAt: columnAs.optionalMoment(col('r.recommended_at')),
        schemaVersion: columnAs.optionalNumber(col('v.version')),
        schemaAppliedAt: columnAs.optionalMoment(col('v.applied_at')),
        tokens: columnAs.number(col('k.tokens')),
      },
      from: sql`FROM (
  SELECT COUNT(*) AS listed, ${countIf(raw('account_id_ob IS NULL'))} AS unnamed,
    COUNT(DISTINCT account_id_ob) AS named
  FROM ${t.onboarding}
  WHERE success_transition_status_ob = 'Needs CSM'
) AS o
CROSS JOIN (
  SELECT COUNT(*) AS listed, ${countIf(raw('active_csm IS NULL'))} AS unnamed,
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
