import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { answersTo, as } from './answers';
import { knownAccounts } from './known';
import type { Limits } from './limits';
import { colorOf, plausible } from './plausible';
import { shownReview } from './shown-review';
import { standingDecisions, stateOf } from './standing';
import { query } from './statement';
import { t } from './tables';

export interface AccountHistoryAsked {
  readonly accountId: string;
  readonly limits: Limits;
  /** How many events of each kind are told at most, the newest. */
  readonly newest: number;
  /** How many runs that deferred the account are told at most, the newest. */
  readonly newestDeferrals: number;
}

/** More than the longest deferral takes in a run's result. */
const deferralLength = raw('4000');

function questionsOf({ accountId, limits, newest, newestDeferrals }: AccountHistoryAsked) {
  const color = colorOf(limits, { color: raw('a.health_color'), health: raw('a.health_score') });
  // Leads to few results to read; older runs keep no such list, and each of theirs is read.
  const listed = JSON.stringify(accountId);
  // Within a JSON text every quote is escaped, so nothing that somebody named can look like this.
  const needle = `"accountId":${listed}`;
  const deferral = sql`SPLIT_PART(SPLIT_PART(u.result, '"deferrals":', 2), ${needle}, 2)`;
  return answersTo({
    account: {
      columns: {
        name: as.optionalText(raw('a.account_name')),
        csm: as.optionalText(raw('a.current_csm')),
        needsCsm: as.flag(raw('a.needs_csm')),
        since: as.optionalMoment(raw('a.needs_csm_since')),
        neediness: as.optionalNumber(plausible.neediness(raw('a.neediness_score'))),
        health: as.optionalNumber(plausible.health(raw('a.health_score'))),
        color: as.optionalText(color),
        revenue: as.optionalNumber(plausible.revenue(raw('a.revenue'))),
        segment: as.optionalText(raw('a.account_segment')),
        level: as.optionalText(raw('a.account_level')),
        industry: as.optionalText(raw('a.industry')),
      },
      from: sql`FROM (
  ${knownAccounts(sql`account_id = ${accountId}`)}
) AS a`,
    },
    recommended: {
      columns: {
        id: as.optionalText(raw('x.recommendation_id')),
        csm: as.text(raw('x.recommended_csm')),
        at: as.moment(raw('x.recommendation_timestamp')),
        method: as.optionalText(raw('x.assignment_method')),
        score: as.optionalNumber(raw('x.score')),
        state: as.text(raw('x.state')),
        givenTo: as.optionalText(raw('x.actual_assigned_csm')),
        /** Whether a decision of this program stands on it. */
        decidedHere: as.flag(raw('x.decided_here')),
        feedback: as.optionalText(raw('x.own_feedback')),
        runId: as.optionalText(raw('x.run_id')),
        /** Whether the run was made by this program. */
        ours: as.flag(raw('x.ours')),
        byName: as.optionalText(raw('x.started_by_name')),
        total: as.number(raw('x.total')),
      },
      from: newestOf(
        sql`SELECT s.*, COALESCE(e.score, s.optimization_score) AS score,
    CASE WHEN w.recommendation_id IS NULL THEN s.llm_feedback END AS own_feedback,
    u.run_id IS NOT NULL AS ours, u.started_by_name, COUNT(*) OVER () AS total
  FROM judged AS s
  LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = s.recommendation_id
  LEFT JOIN ${t.runs} AS u ON u.run_id = s.run_id
  LEFT JOIN (SELECT DISTINCT recommendation_id FROM reviewed) AS w
    ON w.recommendation_id = s.recommendation_id`,
        sql`s.recommendation_timestamp DESC, s.recommendation_id DESC`,
        newest,
      ),
    },
    reviewed: {
      columns: {
        id: as.text(raw('x.review_id')),
        csm: as.text(raw('x.recommended_csm')),
        at: as.moment(raw('x.reviewed_at')),
        model: as.optionalText(raw('x.review_model')),
        withheld: as.flag(raw('x.withheld')),
        verdict: as.optionalText(raw('x.verdict')),
        confidence: as.optionalNumber(raw('x.confidence')),
        suggestedCsm: as.optionalText(raw('x.suggested_csm')),
        feedback: as.optionalText(raw('x.feedback')),
        total: as.number(raw('x.total')),
      },
      from: newestOf(
        sql`SELECT j.recommended_csm, ${shownReview},
    COUNT(*) OVER () AS total
  FROM reviewed AS n
  JOIN judged AS j ON j.recommendation_id = n.recommendation_id`,
        sql`n.reviewed_at DESC, n.review_id DESC`,
        newest,
      ),
    },
    decided: {
      columns: {
        id: as.text(raw('x.decision_id')),
        verb: as.text(raw('x.verb')),
        recommendedCsm: as.optionalText(raw('x.recommended_csm')),
        csm: as.optionalText(raw('x.csm_name')),
        reason: as.optionalText(raw('x.reason')),
        note: as.optionalText(raw('x.note')),
        setAside: as.optionalText(raw('x.set_aside')),
        undoes: as.optionalText(raw('x.undoes')),
        before: as.optionalText(raw('x.assignment_before')),
        byName: as.text(raw('x.decided_by_name')),
        at: as.moment(raw('x.decided_at')),
        total: as.number(raw('x.total')),
      },
      from: newestOf(
        sql`SELECT d.*, COUNT(*) OVER () AS total
  FROM decided AS d`,
        sql`d.decided_at DESC, d.decision_id DESC`,
        newest,
      ),
    },
    assigned: {
      columns: {
        csm: as.optionalText(raw('a.csm_name')),
        at: as.optionalMoment(raw('COALESCE(a.assignment_date, a.last_updated)')),
        method: as.optionalText(raw('a.assignment_method')),
        feedback: as.optionalText(raw('a.llm_review_feedback')),
      },
      from: sql`FROM ${t.assignments} AS a WHERE a.account_id = ${accountId}`,
    },
    deferred: {
      columns: {
        runId: as.text(raw('x.run_id')),
        at: as.moment(raw('x.ended_at')),
        byName: as.text(raw('x.started_by_name')),
        /** What follows the account's id in the run's deferral of it. */
        found: as.text(raw('x.found')),
        total: as.number(raw('x.total')),
      },
      from: newestOf(
        sql`SELECT u.run_id, u.started_by_name, COALESCE(u.finished_at, u.started_at) AS ended_at,
    LEFT(${deferral}, ${deferralLength}) AS found, COUNT(*) OVER () AS total
  FROM ${t.runs} AS u
  WHERE u.deferred > 0 AND u.dry_run = FALSE
    AND (u.deferred_accounts IS NULL OR CONTAINS(u.deferred_accounts, ${listed}))
    AND CONTAINS(u.result, ${needle}) AND NULLIF(${deferral}, '') IS NOT NULL`,
        sql`ended_at DESC, run_id DESC`,
        newestDeferrals,
      ),
    },
  });
}

/** The newest rows of what `selects` answers, each with how many there are as `total`. */
function newestOf(selects: Sql, order: Sql, limit: number): Sql {
  return sql`FROM (
  ${selects}
  ORDER BY ${order}
  LIMIT ${limit}
) AS x`;
}

/** A row that answers one of the questions about an account. */
export type AccountAnswer = z.infer<ReturnType<typeof questionsOf>['row']>;

/** Answers how an account stands and everything that is known to have happened to it. */
export function accountHistory(asked: AccountHistoryAsked): Query<AccountAnswer> {
  const { accountId } = asked;
  const questions = questionsOf(asked);
  return query(
    'accounts.history',
    // The embedded engine finds rows by an index where a condition on no other column comes down to
    // the table; what is said of two columns at once does not.
    sql`WITH of_account AS (
  SELECT r.* FROM ${t.recommendations} AS r WHERE r.account_id = ${accountId}
),
reviewed AS (
  SELECT w.* FROM ${t.reviews} AS w WHERE w.account_id = ${accountId}
),
decided AS (
  SELECT d.* FROM ${t.decisions} AS d WHERE d.account_id = ${accountId}
),
standing AS (
  ${standingDecisions(sql`d.recommendation_id, d.verb`, raw('TRUE'), raw('decided'))}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY d.recommendation_id ORDER BY d.decided_at DESC, d.decision_id DESC
  ) = 1
),
last_assigned AS (
  SELECT account_id, MAX(assignment_date) AS assigned_at
  FROM ${t.assignments}
  WHERE account_id = ${accountId}
  GROUP BY account_id
),
scoped AS (
  SELECT r.*
  FROM of_account AS r
  WHERE NOT (r.recommended_csm IS NULL OR r.recommendation_timestamp IS NULL)
),
judged AS (
  SELECT s.*, ${stateOf} AS state, d.recommendation_id IS NOT NULL AS decided_here
  FROM scoped AS s
  LEFT JOIN standing AS d ON d.recommendation_id = s.recommendation_id
  LEFT JOIN last_assigned AS x ON x.account_id = s.account_id
)
${questions.select}`,
    questions.row,
  );
}
