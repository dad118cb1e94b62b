import sql, { raw, type Sql } from 'sql-template-tag';
import { at } from './fields';
import { standingDecisions, undecided } from './standing';
import { t } from './tables';

/**
 * Common table expressions that end in `pending`: the recommendations that wait for a decision,
 * that is, neither decided nor overtaken by an assignment of their account.
 * @param since only those made after this, and so decided after it; all of them when null
 * @param scope a condition on the recommendations `r` to look at
 */
export function pendingSince(since: Date | null, scope: Sql = raw('TRUE')): Sql {
  const recent = (moment: string) =>
    since === null ? raw('TRUE') : sql`${raw(moment)} > ${at(since)}`;
  return sql`undecided AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE ${undecided} AND ${recent('r.recommendation_timestamp')} AND ${scope}
),
assigned AS (
  SELECT account_id, MAX(assignment_date) AS assigned_at
  FROM ${t.assignments}
  WHERE ${recent('assignment_date')}
  GROUP BY account_id
),
not_overtaken AS (
  SELECT r.*
  FROM undecided AS r
  LEFT JOIN assigned AS x
    ON x.account_id = r.account_id AND x.assigned_at >= r.recommendation_timestamp
  WHERE x.account_id IS NULL
),
rejected AS (
  ${standingDecisions(
    sql`d.recommendation_id`,
    sql`d.verb = 'reject' AND ${recent('d.decided_at')}
      AND d.recommendation_id IN (SELECT recommendation_id FROM not_overtaken)`,
  )}
),
pending AS (
  SELECT r.*
  FROM not_overtaken AS r
  LEFT JOIN rejected AS d ON d.recommendation_id = r.recommendation_id
  WHERE d.recommendation_id IS NULL
)`;
}

/** The same of all recommendations, however old. */
export const pendingTables: Sql = pendingSince(null);
