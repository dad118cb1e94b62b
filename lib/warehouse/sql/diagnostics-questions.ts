import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { routable } from './accounts';
import { as } from './answers';
import { at } from './fields';
import { states } from './flagged';
import type { Limits } from './limits';
import { reviewKinds } from './review-calls';
import { hoursBefore, stateOf } from './standing';
import { ownedAccounts, standingCsms } from './standing-csms';
import { t } from './tables';

/** How much of each list is answered; how many there are in all stands beside it. */
export const listed = { low: 10, runs: 10, reviews: 5 } as const;

/** What diagnostics are asked for. */
export interface DiagnosticsRequest {
  readonly now: Date;
  readonly limits: Limits;
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
LEFT JOIN low_rejected AS d ON d.recommendation_id = s.recommendation_id
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

/**
 * The questions of diagnostics. `accounts`, `account_states` and what that takes, `received`, `low`,
 * `low_rejected`, `last_run`, `run_troubles`, `review_troubles` and `last_review` come before.
 */
export function diagnosticsQuestions({ now, limits, lowScore, month }: DiagnosticsRequest) {
  const tokens = ['input_tokens', 'cache_write_tokens', 'cache_read_tokens', 'output_tokens']
    .map((column) => `COALESCE(${column}, 0)`)
    .join(' + ');
  return {
    ...questions,
    csms: standingCsms({ now, limits }),
    owned: ownedAccounts,
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
