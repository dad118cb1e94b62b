import sql, { raw, type Sql } from 'sql-template-tag';
import { as } from './answers';
import { at } from './fields';
import { states } from './flagged';
import { receiptsQuestion } from './lately';
import type { Limits } from './limits';
import { reviewKinds } from './review-calls';
import { stateOf } from './standing';
import { t } from './tables';

/** How much of each list is answered; how many there are in all stands beside it. */
export const listed = { low: 10, runs: 10, reviews: 5 } as const;

/** What diagnostics are asked for. */
export interface DiagnosticsRequest {
  readonly now: Date;
  readonly limits: Limits;
  /** From when on a recommendation may be among those with the lowest scores. */
  readonly lowSince: Date;
  /** From when on runs and reviews that failed are told. */
  readonly troubleSince: Date;
  /** The time over which the tokens of reviews are summed. */
  readonly month: { readonly from: Date; readonly to: Date };
}

const col = (name: string) => raw(name);
const countIf = (condition: Sql) => sql`COALESCE(COUNT_IF(${condition}), 0)`;

const questions = {
  low: {
    columns: {
      id: as.text(col('s.recommendation_id')),
      accountId: as.optionalText(col('s.account_id')),
      csm: as.optionalText(col('s.recommended_csm')),
      score: as.optionalNumber(col('s.optimization_score')),
      feedback: as.optionalText(col('s.llm_feedback')),
      at: as.moment(col('s.recommendation_timestamp')),
      /** Null for a row that recommends nothing: it has no account or no CSM. */
      state: as.optionalOneOf(states)(
        sql`CASE WHEN s.account_id IS NOT NULL AND s.recommended_csm IS NOT NULL THEN ${stateOf} END`,
      ),
    },
    from: sql`FROM low AS s
LEFT JOIN low_rejected AS d ON d.recommendation_id = s.recommendation_id
LEFT JOIN low_assigned AS x ON x.account_id = s.account_id`,
  },
  lastRun: {
    columns: {
      id: as.text(col('run_id')),
      status: as.oneOf(['running', 'succeeded', 'failed', 'cancelled'])(col('status')),
      failureCode: as.optionalText(col('failure_code')),
      failure: as.optionalText(col('failure')),
      startedAt: as.moment(col('started_at')),
    },
    from: sql`FROM last_run`,
  },
  runTroubles: {
    columns: {
      id: as.text(col('run_id')),
      mode: as.oneOf(['single', 'batch'])(col('mode')),
      dryRun: as.flag(col('dry_run')),
      accountId: as.optionalText(col('account_id')),
      batchSize: as.optionalNumber(col('batch_size')),
      status: as.oneOf(['failed', 'cancelled'])(col('status')),
      failureCode: as.optionalText(col('failure_code')),
      failure: as.optionalText(col('failure')),
      startedByName: as.text(col('started_by_name')),
      startedAt: as.moment(col('started_at')),
      inAll: as.number(col('rows_counted')),
    },
    from: sql`FROM run_troubles`,
  },
  reviewTroubles: {
    columns: {
      id: as.text(col('call_id')),
      runId: as.text(col('run_id')),
      failureCode: as.optionalText(col('failure_code')),
      failure: as.optionalText(col('failure')),
      asked: as.optionalNumber(col('asked')),
      reviewed: as.optionalNumber(col('reviewed')),
      startedAt: as.moment(col('started_at')),
      inAll: as.number(col('rows_counted')),
    },
    from: sql`FROM review_troubles`,
  },
  lastReview: {
    columns: {
      runId: as.text(col('run_id')),
      kind: as.oneOf(reviewKinds)(col('kind')),
      status: as.oneOf(['started', 'waiting', 'done', 'failed'])(col('status')),
      failure: as.optionalText(col('failure')),
      asked: as.optionalNumber(col('asked')),
      reviewed: as.optionalNumber(col('reviewed')),
      startedAt: as.moment(col('started_at')),
      expiresAt: as.moment(col('expires_at')),
      endedAt: as.optionalMoment(col('ended_at')),
    },
    from: sql`FROM last_review`,
  },
} as const;

/**
 * The questions of diagnostics. `received`, `low`, `low_rejected`, `low_assigned`, `last_run`,
 * `run_troubles`, `review_troubles` and `last_review` come before.
 */
export function diagnosticsQuestions({ now, month }: DiagnosticsRequest) {
  const tokens = ['input_tokens', 'cache_write_tokens', 'cache_read_tokens', 'output_tokens']
    .map((column) => `COALESCE(${column}, 0)`)
    .join(' + ');
  return {
    ...questions,
    receipts: receiptsQuestion({ now }),
    /** What is one figure each, in one row. */
    totals: {
      columns: {
        /** The guide's `needs_csm_count`. */
        onboardingRows: as.number(col('o.listed')),
        onboardingUnnamed: as.number(col('o.unnamed')),
        onboardingAccounts: as.number(col('o.named')),
        /** The guide's `eligible_csm_count`. */
        activeRows: as.number(col('l.listed')),
        activeUnnamed: as.number(col('l.unnamed')),
        activeCsms: as.number(col('l.named')),
        recommendedAt: as.optionalMoment(col('r.recommended_at')),
        schemaVersion: as.optionalNumber(col('v.version')),
        schemaAppliedAt: as.optionalMoment(col('v.applied_at')),
        tokens: as.number(col('k.tokens')),
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
  WHERE started_at >= ${at(month.from)} AND started_at < ${at(month.to)}
) AS k`,
    },
  } as const;
}
