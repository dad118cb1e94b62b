import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '../types';
import { accountStatesOf, routable } from './accounts';
import { type Answer, answersTo, as } from './answers';
import { at } from './fields';
import { states } from './flagged';
import { reviewKinds } from './review-calls';
import { hoursBefore, stateOf } from './standing';
import { query } from './statement';
import { t } from './tables';

/** How much of each list is answered; how many there are in all stands beside it. */
const listed = { low: 10, runs: 10, reviews: 5 } as const;

/** What diagnostics are asked for. */
export interface DiagnosticsRequest {
  readonly now: Date;
  /** From when on a recommendation may be among those with the lowest scores. */
  readonly lowSince: Date;
  /** A pending recommendation of this score or less counts as low. */
  readonly lowScore: number;
  /** From when on runs and reviews that failed are told. */
  readonly troubleSince: Date;
  /** The time over which the tokens of reviews are summed. */
  readonly month: { readonly from: Date; readonly to: Date };
}

const oneOf = <const Word extends string>(words: readonly Word[]) => {
  const field = z.enum(words);
  return {
    always: (expression: Sql) => ({ ...as.text(expression), field }),
    perhaps: (expression: Sql) => ({ ...as.optionalText(expression), field: field.nullable() }),
  };
};
const troubleStatus = oneOf(['failed', 'cancelled']);
const runStatus = oneOf(['running', 'succeeded', 'failed', 'cancelled']);
const runMode = oneOf(['single', 'batch']);
const callStatus = oneOf(['started', 'waiting', 'done', 'failed']);
const state = oneOf(states);

const col = (name: string) => raw(name);
const countIf = (condition: Sql) => as.number(sql`COALESCE(COUNT_IF(${condition}), 0)`);

const questions = {
  onboarding: {
    columns: {
      rows: as.number(raw('COUNT(*)')),
      unnamed: countIf(raw('account_id_ob IS NULL')),
      accounts: as.number(raw('COUNT(DISTINCT account_id_ob)')),
    },
    from: sql`FROM ${t.onboarding} WHERE success_transition_status_ob = 'Needs CSM'`,
  },
  activeList: {
    columns: {
      rows: as.number(raw('COUNT(*)')),
      unnamed: countIf(raw('active_csm IS NULL')),
      csms: as.number(raw('COUNT(DISTINCT active_csm)')),
    },
    from: sql`FROM ${t.activeCsms}`,
  },
  accounts: {
    columns: {
      needing: as.number(raw('COUNT(*)')),
      routable: countIf(routable),
      pending: countIf(raw('has_pending')),
      assignedSince: countIf(raw('assigned_since AND NOT has_pending')),
      waitingSince: as.optionalMoment(sql`MIN(CASE WHEN ${routable} THEN needs_csm_since END)`),
      withoutClass: countIf(
        sql`${routable} AND (NULLIF(TRIM(segment), '') IS NULL OR NULLIF(TRIM(level), '') IS NULL)`,
      ),
      withoutScore: countIf(
        sql`${routable} AND (neediness IS NULL OR health IS NULL OR revenue IS NULL)`,
      ),
    },
    from: sql`FROM account_states`,
  },
  low: {
    columns: {
      id: as.text(col('s.recommendation_id')),
      accountId: as.optionalText(col('s.account_id')),
      csm: as.optionalText(col('s.recommended_csm')),
      score: as.optionalNumber(col('s.optimization_score')),
      feedback: as.optionalText(col('s.llm_feedback')),
      at: as.moment(col('s.recommendation_timestamp')),
      /** Null for a row that recommends nothing: it has no account or no CSM. */
      state: state.perhaps(
        sql`CASE WHEN s.account_id IS NOT NULL AND s.recommended_csm IS NOT NULL THEN ${stateOf} END`,
      ),
    },
    from: sql`FROM low AS s
LEFT JOIN (
  SELECT DISTINCT recommendation_id, 'reject' AS verb
  FROM rejected
  WHERE recommendation_id IN (SELECT recommendation_id FROM low)
) AS d ON d.recommendation_id = s.recommendation_id
LEFT JOIN assigned AS x ON x.account_id = s.account_id`,
  },
  newest: {
    columns: { recommendedAt: as.optionalMoment(raw('MAX(recommendation_timestamp)')) },
    from: sql`FROM ${t.recommendations}`,
  },
  lastRun: {
    columns: {
      id: as.text(col('run_id')),
      status: runStatus.always(col('status')),
      failureCode: as.optionalText(col('failure_code')),
      failure: as.optionalText(col('failure')),
      startedAt: as.moment(col('started_at')),
    },
    from: sql`FROM last_run`,
  },
  runTroubles: {
    columns: {
      id: as.text(col('run_id')),
      mode: runMode.always(col('mode')),
      dryRun: as.flag(col('dry_run')),
      accountId: as.optionalText(col('account_id')),
      batchSize: as.optionalNumber(col('batch_size')),
      status: troubleStatus.always(col('status')),
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
      kind: oneOf(reviewKinds).always(col('kind')),
      status: callStatus.always(col('status')),
      failure: as.optionalText(col('failure')),
      asked: as.optionalNumber(col('asked')),
      reviewed: as.optionalNumber(col('reviewed')),
      startedAt: as.moment(col('started_at')),
      expiresAt: as.moment(col('expires_at')),
      endedAt: as.optionalMoment(col('ended_at')),
    },
    from: sql`FROM last_review`,
  },
  schema: {
    columns: {
      version: as.optionalNumber(raw('MAX(version)')),
      appliedAt: as.optionalMoment(raw('MAX(applied_at)')),
    },
    from: sql`FROM ${t.schemaVersions}`,
  },
} as const;

function questionsOf({ now, lowScore, month }: DiagnosticsRequest) {
  const tokens = ['input_tokens', 'cache_write_tokens', 'cache_read_tokens', 'output_tokens']
    .map((column) => `COALESCE(${column}, 0)`)
    .join(' + ');
  return {
    ...questions,
    /** What waits for a decision, by the CSM who is recommended. */
    pending: {
      columns: {
        csm: as.text(col('p.recommended_csm')),
        rows: as.number(raw('COUNT(*)')),
        oldestAt: as.moment(raw('MIN(p.recommendation_timestamp)')),
        dayOld: countIf(sql`p.recommendation_timestamp < ${at(hoursBefore(now, 24))}`),
        low: countIf(sql`p.optimization_score <= ${lowScore}`),
        /** Of accounts that do not need a CSM, or no longer. */
        unneeded: countIf(raw('a.account_id IS NULL')),
      },
      from: sql`FROM pending AS p
LEFT JOIN account_states AS a ON a.account_id = p.account_id
GROUP BY p.recommended_csm`,
    },
    tokens: {
      columns: { month: as.number(sql`COALESCE(SUM(${raw(tokens)}), 0)`) },
      from: sql`FROM ${t.reviewCalls}
WHERE started_at >= ${at(month.from)} AND started_at < ${at(month.to)}`,
    },
  } as const;
}

export type DiagnosticsFigure = Answer<ReturnType<typeof questionsOf>>;

/**
 * Answers what the page of diagnostics tells but for the CSMs: how many accounts need one, by the
 * data team's count and by ours; what waits for a decision and what speaks against it; what was not
 * accepted since a moment, the lowest scores first (the data team's query, ties by id); runs and
 * reviews that went wrong lately, and the last of each; the schema's version.
 */
export function diagnosticsFigures(request: DiagnosticsRequest): Query<DiagnosticsFigure> {
  const { lowSince, troubleSince } = request;
  const figures = answersTo(questionsOf(request));
  return query(
    'diagnostics.figures',
    sql`WITH ${accountStatesOf(raw('account_id IS NOT NULL AND needs_csm = TRUE'))},
low AS (
  SELECT *
  FROM ${t.recommendations}
  WHERE was_assigned = FALSE AND recommendation_timestamp >= ${at(lowSince)}
  ORDER BY optimization_score ASC NULLS LAST, recommendation_id ASC
  LIMIT ${raw(String(listed.low))}
),
last_run AS (
  SELECT * FROM ${t.runs} WHERE dry_run = FALSE ORDER BY started_at DESC, run_id DESC LIMIT 1
),
run_troubles AS (
  SELECT *, COUNT(*) OVER () AS rows_counted
  FROM ${t.runs}
  WHERE status IN ('failed', 'cancelled') AND started_at >= ${at(troubleSince)}
  ORDER BY started_at DESC, run_id DESC
  LIMIT ${raw(String(listed.runs))}
),
review_troubles AS (
  SELECT *, COUNT(*) OVER () AS rows_counted
  FROM ${t.reviewCalls}
  WHERE status = 'failed' AND started_at >= ${at(troubleSince)}
  ORDER BY started_at DESC, call_id DESC
  LIMIT ${raw(String(listed.reviews))}
),
last_review AS (
  SELECT * FROM ${t.reviewCalls} ORDER BY started_at DESC, call_id DESC LIMIT 1
)
${figures.select}`,
    figures.row,
  );
}
