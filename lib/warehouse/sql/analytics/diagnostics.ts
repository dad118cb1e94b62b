import sql, { raw, type Sql } from 'sql-template-tag';
import { latestSchemaVersion } from '@/lib/warehouse/schema/setup';
import { isExpired, reviewKinds } from '@/lib/warehouse/sql/review-calls';
import { type BatchRow, batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

export type DiagnosticsFigure = BatchRow<ReturnType<typeof diagnosticsQueries>>;

/**
 * What the Diagnostics page shows besides open work and its lists: the data team's counts of accounts, by
 * status, and active CSMs, the last run and review, and the schema version.
 */
export function diagnosticsFigures(request: DiagnosticsRequest): Query<DiagnosticsFigure> {
  const figures = batchQuery(diagnosticsQueries(request));
  return reportQuery({
    name: 'diagnostics.figures',
    tables: [
      'recommendations',
      'activeCsms',
      'onboarding',
      'runs',
      'reviewCalls',
      'schemaVersions',
    ],
    row: figures.row,
    sql: sql`WITH last_run AS (
  SELECT * FROM ${t.runs} WHERE dry_run = FALSE ORDER BY started_at DESC, run_id DESC LIMIT 1
),
last_review AS (
  SELECT * FROM ${t.reviewCalls} ORDER BY started_at DESC, call_id DESC LIMIT 1
)
${figures.select}`,
  });
}

interface DiagnosticsRequest {
  /** The range in which review tokens are summed. */
  readonly month: { readonly from: Date; readonly to: Date };
}

const col = (name: string) => raw(name);
const countIf = (condition: Sql) => sql`COALESCE(COUNT_IF(${condition}), 0)`;

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
  lastReview: {
    columns: {
      runId: columnAs.text(col('run_id')),
      kind: columnAs.oneOf(reviewKinds)(col('kind')),
      status: columnAs.oneOf(['started', 'waiting', 'done', 'failed'])(col('status')),
      failure: columnAs.optionalText(col('failure')),
      asked: columnAs.optionalNumber(col('asked')),
      reviewed: columnAs.optionalNumber(col('reviewed')),
      startedAt: columnAs.moment(col('started_at')),
      isExpired: columnAs.flag(isExpired),
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
