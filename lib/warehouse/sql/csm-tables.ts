import sql, { raw, type Sql } from 'sql-template-tag';
import { accountTable } from './book-tables';
import { at } from './fields';
import type { Limits } from './limits';
import { type LocalClock, localWeek } from './local-time';
import { within } from './scope';
import { hoursBefore, receivedTable, standingDecisions, stateOf } from './standing';
import { t } from './tables';

/** A decision or an assignment comes at most so long after its recommendation, as a rule. */
const lag = 7 * 24;

/**
 * Common table expressions on one CSM: `about` (the period's decisions of whom they are a part),
 * `judged` (recommendations of them or given to them lately or in the period, with their state),
 * `got` (what they received in the period, by how it came about); and on all: `received` and
 * `known_accounts`. What is older than any of that is not read: with years of
 * history, that is nearly all.
 */
export function csmTables(input: {
  readonly name: string;
  readonly now: Date;
  readonly limits: Limits;
  readonly period: { readonly from: Date; readonly to: Date; readonly clock: LocalClock };
}): Sql {
  const { name, now, limits, period } = input;
  const recent = hoursBefore(now, limits.coolingHours).getTime();
  const since = at(hoursBefore(new Date(Math.min(recent, period.from.getTime())), lag));
  return sql`${receivedTable(now, limits)},
${accountTable(limits)},
about AS (
  SELECT d.*
  FROM ${t.decisions} AS d
  WHERE ${within(raw('d.decided_at'), period)}
    AND (d.recommended_csm = ${name} OR d.csm_name = ${name})
),
scoped AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE r.recommendation_timestamp >= ${since}
    AND (r.recommended_csm = ${name} OR r.actual_assigned_csm = ${name})
),
standing AS (
  ${standingDecisions(
    sql`d.recommendation_id, d.verb`,
    sql`d.decided_at >= ${since} AND d.recommendation_id IN (SELECT recommendation_id FROM scoped)`,
  )}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY d.recommendation_id ORDER BY d.decided_at DESC, d.decision_id DESC
  ) = 1
),
last_assigned AS (
  SELECT account_id, MAX(assignment_date) AS assigned_at
  FROM ${t.assignments}
  WHERE account_id IN (SELECT account_id FROM scoped)
  GROUP BY account_id
),
judged AS (
  SELECT s.*, ${stateOf} AS state, COALESCE(s.recommended_csm = ${name}, FALSE) AS theirs
  FROM scoped AS s
  LEFT JOIN standing AS d ON d.recommendation_id = s.recommendation_id
  LEFT JOIN last_assigned AS x ON x.account_id = s.account_id
),
given AS (
  SELECT account_id, recommendation_timestamp AS received_at, state AS cause
  FROM judged
  WHERE (state = 'accepted' AND theirs)
    OR (state = 'overridden' AND actual_assigned_csm = ${name})
),
got AS (
  SELECT cause, ${localWeek(raw('received_at'), period.clock)} AS week
  FROM (
    SELECT cause, received_at FROM given
    UNION ALL
    SELECT 'outside' AS cause, assignment_date AS received_at
    FROM ${t.assignments}
    WHERE csm_name = ${name}
      AND account_id NOT IN (
        SELECT account_id FROM given WHERE account_id IS NOT NULL
        UNION ALL
        SELECT account_id FROM about WHERE csm_name = ${name}
      )
  ) AS receipts
  WHERE ${within(raw('received_at'), period)}
)`;
}
