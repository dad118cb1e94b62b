import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { visibleReviewColumns } from '@/lib/warehouse/sql/reviews';
import { healthColorOf, plausibleScore } from '@/lib/warehouse/sql/shared/account-scores';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { scopedAccounts } from '@/lib/warehouse/sql/shared/dedupe';
import { openMarks } from '@/lib/warehouse/sql/shared/marked-accounts';
import { needTables } from '@/lib/warehouse/sql/shared/need';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { recommendationScore } from '@/lib/warehouse/sql/shared/recommendation-score';
import { rowLimit } from '@/lib/warehouse/sql/shared/row-limit';
import { type Spellings, spelled } from '@/lib/warehouse/sql/shared/spellings';
import {
  currentDecisions,
  isValidByIndex,
  lastAssigned,
  newestUnassigned,
  recommendationState,
} from '@/lib/warehouse/sql/shared/state';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

export interface AccountHistoryRequest {
  readonly accountId: string;
  readonly limits: PolicyLimits;
  readonly spellings: Spellings;
  /** Maximum events of each kind, newest first. */
  readonly maxEvents: number;
}

/** Longer than any deferral in a run's result. */
const MAX_DEFERRAL_LENGTH = raw('4000');

function accountHistoryQueries({ accountId, limits, spellings, maxEvents }: AccountHistoryRequest) {
  const color = healthColorOf(limits, {
    color: raw('a.health_color'),
    health: raw('a.health_score'),
  });
  const name = (column: string) => spelled(raw(column), spellings);
  const jsonId = JSON.stringify(accountId);
  // Quotes inside JSON strings are escaped, so a name can never contain this text.
  const needle = `"accountId":${jsonId}`;
  const afterId = (deferrals: Sql) => sql`SPLIT_PART(${deferrals}, ${needle}, 2)`;
  // Earlier runs stored their deferrals in the result.
  const ofResult = afterId(sql`SPLIT_PART(u.result, '"deferrals":', 2)`);
  return batchQuery({
    account: {
      columns: {
        name: columnAs.optionalText(raw('a.account_name')),
        csm: columnAs.optionalText(name('a.current_csm')),
        inScope: columnAs.flag(raw('a.in_policy_scope')),
        needsCsm: columnAs.flag(raw('a.needs_csm')),
        since: columnAs.optionalMoment(raw('a.needs_csm_since')),
        assignedSince: columnAs.flag(raw('a.assigned_since')),
        neediness: columnAs.optionalNumber(plausibleScore.neediness(raw('a.neediness_score'))),
        health: columnAs.optionalNumber(plausibleScore.health(raw('a.health_score'))),
        color: columnAs.optionalText(color),
        revenue: columnAs.optionalNumber(plausibleScore.revenue(raw('a.revenue'))),
        segment: columnAs.optionalText(raw('a.account_segment')),
        level: columnAs.optionalText(raw('a.account_level')),
        industry: columnAs.optionalText(raw('a.industry')),
      },
      from: sql`FROM (
  ${scopedAccounts(limits, sql`account_id = ${accountId}`)}
) AS a`,
    },
    recommended: {
      columns: {
        id: columnAs.optionalText(raw('x.recommendation_id')),
        csm: columnAs.text(sql`COALESCE(${name('x.recommended_csm')}, x.recommended_csm)`),
        at: columnAs.moment(raw('x.recommendation_timestamp')),
        method: columnAs.optionalText(raw('x.assignment_method')),
        score: columnAs.optionalNumber(raw('x.score')),
        state: columnAs.text(raw('x.state')),
        givenTo: columnAs.optionalText(name('x.actual_assigned_csm')),
        /** Whether a decision of this app is in effect. */
        decidedHere: columnAs.flag(raw('x.decided_here')),
        feedback: columnAs.optionalText(raw('x.own_feedback')),
        runId: columnAs.optionalText(raw('x.run_id')),
        /** Whether this app made the run. */
        ours: columnAs.flag(raw('x.ours')),
        byName: columnAs.optionalText(raw('x.started_by_name')),
        total: columnAs.number(raw('x.total')),
      },
      from: newestOf(
        sql`SELECT s.*, ${recommendationScore('s')} AS score,
    CASE WHEN w.recommendation_id IS NULL THEN s.llm_feedback END AS own_feedback,
    u.run_id IS NOT NULL AS ours, u.started_by_name, COUNT(*) OVER () AS total
  FROM with_state AS s
  LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = s.recommendation_id
  LEFT JOIN ${t.runs} AS u ON u.run_id = s.run_id
  LEFT JOIN (SELECT DISTINCT recommendation_id FROM reviewed) AS w
    ON w.recommendation_id = s.recommendation_id`,
        sql`s.recommendation_timestamp DESC, s.recommendation_id DESC`,
        maxEvents,
      ),
    },
    reviewed: {
      columns: {
        id: columnAs.text(raw('x.review_id')),
        recommendationId: columnAs.text(raw('x.recommendation_id')),
        csm: columnAs.text(sql`COALESCE(${name('x.recommended_csm')}, x.recommended_csm)`),
        at: columnAs.moment(raw('x.reviewed_at')),
        model: columnAs.optionalText(raw('x.review_model')),
        blinded: columnAs.flag(raw('x.withheld')),
        verdict: columnAs.optionalText(raw('x.verdict')),
        confidence: columnAs.optionalNumber(raw('x.confidence')),
        suggestedCsm: columnAs.optionalText(name('x.suggested_csm')),
        feedback: columnAs.optionalText(raw('x.feedback')),
        total: columnAs.number(raw('x.total')),
      },
      from: newestOf(
        sql`SELECT j.recommended_csm, j.recommendation_id, ${visibleReviewColumns},
    COUNT(*) OVER () AS total
  FROM reviewed AS n
  JOIN with_state AS j ON j.recommendation_id = n.recommendation_id`,
        sql`n.reviewed_at DESC, n.review_id DESC`,
        maxEvents,
      ),
    },
    decided: {
      columns: {
        id: columnAs.text(raw('x.decision_id')),
        recommendationId: columnAs.text(raw('x.recommendation_id')),
        verb: columnAs.text(raw('x.verb')),
        recommendedCsm: columnAs.optionalText(name('x.recommended_csm')),
        csm: columnAs.optionalText(name('x.csm_name')),
        reason: columnAs.optionalText(raw('x.reason')),
        note: columnAs.optionalText(raw('x.note')),
        acknowledgedRules: columnAs.optionalText(raw('x.set_aside')),
        undoes: columnAs.optionalText(raw('x.undoes')),
        assignmentBefore: columnAs.optionalText(raw('x.assignment_before')),
        byName: columnAs.text(raw('x.decided_by_name')),
        at: columnAs.moment(raw('x.decided_at')),
        total: columnAs.number(raw('x.total')),
      },
      from: newestOf(
        sql`SELECT d.*, COUNT(*) OVER () AS total
  FROM decided AS d`,
        sql`d.decided_at DESC, d.decision_id DESC`,
        maxEvents,
      ),
    },
    marked: {
      columns: {
        marked: columnAs.flag(raw('x.is_marked')),
        byName: columnAs.text(raw('x.marked_by_name')),
        at: columnAs.moment(raw('x.marked_at')),
        reason: columnAs.optionalText(raw('x.reason')),
        /** Whether this mark is why the account needs a CSM. */
        inEffect: columnAs.flag(raw('k.mark_of IS NOT NULL')),
        total: columnAs.number(raw('x.total')),
      },
      from: sql`${newestOf(
        sql`SELECT n.*, COUNT(*) OVER () AS total
  FROM ${t.markedAccounts} AS n
  WHERE n.account_id = ${accountId}`,
        sql`n.marked_at DESC`,
        maxEvents,
      )}
LEFT JOIN (
  ${openMarks}
) AS k ON k.mark_of = x.account_id AND k.mark_at = x.marked_at`,
    },
    noted: {
      columns: {
        id: columnAs.text(raw('x.note_id')),
        note: columnAs.text(raw('x.note')),
        byName: columnAs.text(raw('x.created_by_name')),
        at: columnAs.moment(raw('x.created_at')),
        total: columnAs.number(raw('x.total')),
      },
      from: newestOf(
        sql`SELECT n.*, COUNT(*) OVER () AS total
  FROM ${t.notes} AS n
  WHERE n.account_id = ${accountId}`,
        sql`n.created_at DESC, n.note_id DESC`,
        maxEvents,
      ),
    },
    assigned: {
      columns: {
        csm: columnAs.optionalText(name('a.csm_name')),
        at: columnAs.optionalMoment(raw('COALESCE(a.assignment_date, a.last_updated)')),
        method: columnAs.optionalText(raw('a.assignment_method')),
        feedback: columnAs.optionalText(raw('a.llm_review_feedback')),
      },
      from: sql`FROM ${t.assignments} AS a WHERE a.account_id = ${accountId}`,
    },
    deferred: {
      columns: {
        runId: columnAs.text(raw('x.run_id')),
        at: columnAs.moment(raw('x.ended_at')),
        byName: columnAs.text(raw('x.started_by_name')),
        /** The JSON text after the account's id in the run's deferrals. */
        jsonAfterId: columnAs.text(raw('x.json_after_id')),
        total: columnAs.number(raw('x.total')),
      },
      from: newestOf(
        sql`SELECT d.*, COUNT(*) OVER () AS total
  FROM (
    SELECT u.run_id, u.started_by_name, COALESCE(u.finished_at, u.started_at) AS ended_at,
      LEFT(${afterId(raw('p.deferrals'))}, ${MAX_DEFERRAL_LENGTH}) AS json_after_id
    FROM ${t.runs} AS u
    JOIN ${t.runDeferrals} AS p ON p.run_id = u.run_id
    WHERE u.dry_run = FALSE AND CONTAINS(p.account_ids, ${jsonId}) AND CONTAINS(p.deferrals, ${needle})
    UNION ALL
    SELECT u.run_id, u.started_by_name, COALESCE(u.finished_at, u.started_at),
      LEFT(${ofResult}, ${MAX_DEFERRAL_LENGTH})
    FROM ${t.runs} AS u
    WHERE u.deferred > 0 AND u.dry_run = FALSE
      AND (u.deferred_accounts IS NULL OR CONTAINS(u.deferred_accounts, ${jsonId}))
      AND CONTAINS(u.result, ${needle}) AND NULLIF(${ofResult}, '') IS NOT NULL
  ) AS d`,
        sql`ended_at DESC, run_id DESC`,
        maxEvents,
      ),
    },
  });
}

/** The first rows of a SELECT in an order; the SELECT counts all rows as `total`. */
function newestOf(select: Sql, order: Sql, limit: number): Sql {
  return sql`FROM (
  ${select}
  ORDER BY ${order}
  LIMIT ${rowLimit(limit)}
) AS x`;
}

export type AccountHistoryRow = z.infer<ReturnType<typeof accountHistoryQueries>['row']>;

/** An account's current data and everything that happened to it. */
export function accountHistory(request: AccountHistoryRequest): Query<AccountHistoryRow> {
  const { accountId } = request;
  const { select, row } = accountHistoryQueries(request);
  return reportQuery({
    name: 'accounts.history',
    tables: [
      ...needTables,
      'recommendations',
      'runs',
      'runDeferrals',
      'explanations',
      'reviews',
      'notes',
    ],
    row,
    sql: sql`WITH account_recommendations AS (
  SELECT r.* FROM ${t.recommendations} AS r WHERE r.account_id = ${accountId}
),
reviewed AS (
  SELECT w.* FROM ${t.reviews} AS w WHERE w.account_id = ${accountId}
),
decided AS (
  SELECT d.* FROM ${t.decisions} AS d WHERE d.account_id = ${accountId}
),
current_decisions AS (
  ${currentDecisions(sql`d.recommendation_id, d.verb`, raw('TRUE'), raw('decided'))}
),
last_assigned AS (
  ${lastAssigned(sql`account_id = ${accountId}`)}
),
valid AS (
  SELECT r.*
  FROM account_recommendations AS r
  WHERE ${isValidByIndex}
),
newest_unassigned AS (
  ${newestUnassigned(raw('TRUE'), raw('valid'))}
),
with_state AS (
  SELECT s.*, ${recommendationState()} AS state, d.recommendation_id IS NOT NULL AS decided_here
  FROM valid AS s
  LEFT JOIN current_decisions AS d ON d.recommendation_id = s.recommendation_id
  LEFT JOIN last_assigned AS x ON x.account_id = s.account_id
  LEFT JOIN newest_unassigned AS y ON y.account_id = s.account_id
)
${select}`,
  });
}
