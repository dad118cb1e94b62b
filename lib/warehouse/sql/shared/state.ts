import sql, { raw, type Sql } from 'sql-template-tag';
import { HOUR_MS } from '@/lib/time';
import { t } from '@/lib/warehouse/tables';
import { timestampBind } from './columns';
import type { PolicyLimits } from './policy-limits';

/** The moment `hours` before `now`. */
export function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * HOUR_MS);
}

/**
 * The common table expression `received`, who received what: one row per CSM and account, the newest
 * time, over the last seven days or the cooling period where that is longer. An account counts as
 * received when its recommendation was accepted and when it was assigned, whoever did it.
 */
export function receivedCte(now: Date, { coolingHours }: PolicyLimits): Sql {
  const since = timestampBind(hoursBefore(now, Math.max(24 * 7, coolingHours)));
  return sql`received AS (
  SELECT csm_name, account_id, MAX(received_at) AS received_at
  FROM (
    SELECT recommended_csm AS csm_name, account_id, recommendation_timestamp AS received_at
    FROM ${t.recommendations}
    WHERE was_assigned = TRUE AND recommendation_timestamp > ${since}
    UNION ALL
    SELECT csm_name, account_id, assignment_date AS received_at
    FROM ${t.assignments}
    WHERE assignment_date > ${since}
  ) AS receipts
  GROUP BY csm_name, account_id
)`;
}

/** The common table expression `received_by_csm` of `received`: how much lately, and when last. */
export function receivedByCsmCte(now: Date): Sql {
  return sql`received_by_csm AS (
  SELECT
    csm_name,
    MAX(received_at) AS last_received_at,
    COUNT_IF(received_at > ${timestampBind(hoursBefore(now, 24 * 7))}) AS received_in_week,
    COUNT_IF(received_at > ${timestampBind(hoursBefore(now, 24))}) AS received_in_day
  FROM received
  GROUP BY csm_name
)`;
}

/** Restricts `r`, the recommendations: a row without account, CSM or time recommends nothing. */
export const isValidRecommendation: Sql = sql`r.account_id IS NOT NULL
  AND r.recommended_csm IS NOT NULL
  AND r.recommendation_timestamp IS NOT NULL`;

/** Restricts `r`, the recommendations, to those nobody decided, before their state is known in full. */
export const isUndecided: Sql = sql`COALESCE(r.was_assigned, FALSE) = FALSE
  AND r.actual_assigned_csm IS NULL
  AND ${isValidRecommendation}`;

/**
 * Decisions that stand, neither an undo nor undone, as a table expression.
 * @param columns what is read of a decision `d`; @param scope a condition on `d`
 * @param decisions what is read instead of all decisions, where a statement has read them already
 */
export function decisionsInEffect(columns: Sql, scope: Sql, decisions: Sql = t.decisions): Sql {
  return sql`SELECT ${columns}
  FROM ${decisions} AS d
  LEFT JOIN (SELECT undoes FROM ${t.decisions} WHERE undoes IS NOT NULL) AS u
    ON u.undoes = d.decision_id
  WHERE d.verb <> 'undo' AND u.undoes IS NULL AND ${scope}`;
}

/**
 * The state of a recommendation `s`, beside the decision `d` that stands on it and the newest
 * assignment `x` of its account.
 */
export const recommendationState: Sql = sql`CASE
      WHEN COALESCE(s.was_assigned, FALSE) THEN 'accepted'
      WHEN s.actual_assigned_csm IS NOT NULL THEN 'overridden'
      WHEN d.verb = 'reject' THEN 'rejected'
      WHEN x.assigned_at >= s.recommendation_timestamp THEN 'superseded'
      ELSE 'pending' END`;

/** A segment or level as compared: without case or outer blanks, NULL when nothing is left. */
export function normalizedClass(column: Sql): Sql {
  return sql`NULLIF(LOWER(TRIM(${column})), '')`;
}

/** Most accounts that a CSM may own, given the columns of the account's class and the CSM's own. */
export function capacityExpression(
  limits: PolicyLimits,
  columns: { segment: Sql; level: Sql; own: Sql },
): Sql {
  const { own } = columns;
  const { capacity } = limits;
  const segment = normalizedClass(columns.segment);
  const level = normalizedClass(columns.level);
  return sql`CASE
    WHEN ${own} BETWEEN 0 AND 1e9 THEN ${own}
    WHEN ${segment} = 'residential' AND ${level} = 'corporate' THEN ${capacity.residentialCorporate}
    WHEN ${segment} = 'commercial' AND ${level} = 'corporate' THEN ${capacity.commercialCorporate}
    WHEN ${segment} = 'commercial' AND ${level} = 'enterprise' THEN ${capacity.commercialEnterprise}
    WHEN ${segment} = 'residential' AND ${level} = 'enterprise' THEN ${capacity.residentialEnterprise}
    ELSE ${capacity.otherwise} END`;
}

/**
 * Common table expressions that end in `pending`: the recommendations that wait for a decision,
 * that is, neither decided nor overtaken by an assignment of their account.
 * @param since only those made after this, and so decided after it; all of them when null
 * @param scope a condition on the recommendations `r` to look at
 */
export function pendingCtesSince(since: Date | null, scope: Sql = raw('TRUE')): Sql {
  const recent = (moment: string) =>
    since === null ? raw('TRUE') : sql`${raw(moment)} > ${timestampBind(since)}`;
  return sql`undecided AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE ${isUndecided} AND ${recent('r.recommendation_timestamp')} AND ${scope}
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
  ${decisionsInEffect(
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
export const pendingCtes: Sql = pendingCtesSince(null);
