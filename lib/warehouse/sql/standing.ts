import sql, { type Sql } from 'sql-template-tag';

import { at } from './fields';
import type { Limits } from './limits';
import { t } from './tables';

const hour = 3_600_000;

/** The moment `hours` before `now`. */
export function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * hour);
}

/**
 * Common table expressions on who received what: `received` (one row per CSM and account, the
 * newest time, over the last seven days) and `received_by_csm`. An account counts as received
 * when its recommendation was accepted and when it was assigned, whoever did it.
 */
export function receivedTables(now: Date): Sql {
  const since = at(hoursBefore(now, 24 * 7));
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
),
received_by_csm AS (
  SELECT
    csm_name,
    MAX(received_at) AS last_received_at,
    COUNT(*) AS received_in_week,
    COUNT_IF(received_at > ${at(hoursBefore(now, 24))}) AS received_in_day
  FROM received
  GROUP BY csm_name
)`;
}

/** Decisions that stand: neither an undo nor undone. */
export const standingDecisions: Sql = sql`standing AS (
  SELECT d.*
  FROM ${t.decisions} AS d
  LEFT JOIN (SELECT undoes FROM ${t.decisions} WHERE undoes IS NOT NULL) AS u
    ON u.undoes = d.decision_id
  WHERE d.verb <> 'undo' AND u.undoes IS NULL
)`;

/** Most accounts that a CSM may own, given the columns of the account's class and the CSM's own. */
export function capacityOf(limits: Limits, columns: { segment: Sql; level: Sql; own: Sql }): Sql {
  const { segment, level, own } = columns;
  const { capacity } = limits;
  return sql`COALESCE(${own}, CASE
    WHEN ${segment} = 'Residential' AND ${level} = 'Corporate' THEN ${capacity.residentialCorporate}
    WHEN ${segment} = 'Commercial' AND ${level} = 'Corporate' THEN ${capacity.commercialCorporate}
    WHEN ${segment} = 'Commercial' AND ${level} = 'Enterprise' THEN ${capacity.commercialEnterprise}
    WHEN ${segment} = 'Residential' AND ${level} = 'Enterprise' THEN ${capacity.residentialEnterprise}
    ELSE ${capacity.otherwise} END)`;
}
