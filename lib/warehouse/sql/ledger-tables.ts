import sql, { raw, type Sql } from 'sql-template-tag';
import { at } from './fields';
import { knownAccounts } from './known';
import type { Limits } from './limits';
import { colorOf, plausible } from './plausible';
import { ofClass, type Scope, within } from './scope';
import { t } from './tables';

/** What the ledger is asked for, whatever the scope's team: shares are of everybody. */
export interface LedgerRequest {
  readonly scope: Scope;
  readonly limits: Pick<Limits, 'health'>;
}

/** A run may begin, and so recommend, a little before or after the clock of whoever reads it. */
const slack = 86_400_000;

/** How long before the scope's time a recommendation may be made that is accepted in it. */
const patience = 90 * 86_400_000;

const ofRecommendation = { segment: raw('r.account_segment'), level: raw('r.account_level') };
const ofAccount = { segment: raw('a.account_segment'), level: raw('a.account_level') };

// A recommendation that gave an account to somebody, and the assignment that it led to.
const gave = raw(
  '(r.was_assigned OR r.actual_assigned_csm IS NOT NULL) AND r.account_id IS NOT NULL',
);
const giftsOf = (
  rows: string,
) => sql`SELECT account_id, recommended_csm AS csm_name FROM ${raw(rows)} WHERE was_assigned
    UNION ALL
    SELECT account_id, actual_assigned_csm FROM ${raw(rows)} WHERE actual_assigned_csm IS NOT NULL`;

/**
 * Common table expressions that end in `received` (a row per account that a CSM received
 * in the scope's time, by cause, with the day counted from 1 January 1970), `medians` of it, and
 * `counted`, the same with no score missing.
 */
export function ledgerTables({ scope, limits }: LedgerRequest): Sql {
  const none = sql`CAST(NULL AS VARCHAR)`;
  const figures = (columns: Record<'neediness' | 'health' | 'revenue', Sql>, color: Sql) => sql`
    ${plausible.neediness(columns.neediness)} AS neediness,
    ${plausible.revenue(columns.revenue)} AS revenue,
    ${plausible.health(columns.health)} AS health,
    ${color} AS source_color`;
  // What a run saw stands with its explanation: the recommendation's own columns may have rounded it.
  const kept = {
    neediness: raw('COALESCE(e.neediness, r.neediness_score)'),
    health: raw('COALESCE(e.health, r.health_score)'),
    revenue: raw('COALESCE(e.revenue, r.revenue)'),
  };
  const present = {
    neediness: raw('a.neediness_score'),
    health: raw('a.health_score'),
    revenue: raw('a.revenue'),
  };
  const color = colorOf(limits, {
    color: raw('v.source_color'),
    health: raw('COALESCE(v.health, m.health)'),
  });
  return sql`given AS (
  SELECT
    r.recommendation_id, r.account_id, r.recommended_csm, r.actual_assigned_csm, r.was_assigned,
    r.run_id, r.recommendation_timestamp AS received_at, r.neediness_score, r.health_score,
    r.revenue, r.account_segment, r.account_level
  FROM ${t.recommendations} AS r
  WHERE ${within(raw('r.recommendation_timestamp'), scope)} AND ${gave}
),
assigned AS (
  SELECT account_id, csm_name, assignment_date AS received_at
  FROM ${t.assignments}
  WHERE ${within(raw('assignment_date'), scope)} AND csm_name IS NOT NULL AND account_id IS NOT NULL
),
unexplained AS (
  SELECT x.*
  FROM assigned AS x
  LEFT JOIN (
    ${giftsOf('given')}
  ) AS r ON r.account_id = x.account_id AND r.csm_name = x.csm_name
  WHERE r.account_id IS NULL
),
earlier AS (
  SELECT r.account_id, r.recommended_csm, r.actual_assigned_csm, r.was_assigned
  FROM ${t.recommendations} AS r
  WHERE r.recommendation_timestamp >= ${at(new Date(scope.from.getTime() - patience))}
    AND r.account_id IN (SELECT account_id FROM unexplained) AND ${gave}
),
outside AS (
  SELECT x.*
  FROM unexplained AS x
  LEFT JOIN (
    ${giftsOf('earlier')}
  ) AS r ON r.account_id = x.account_id AND r.csm_name = x.csm_name
  WHERE r.account_id IS NULL
),
received AS (
  SELECT
    CASE WHEN r.was_assigned THEN r.recommended_csm ELSE r.actual_assigned_csm END AS csm_name,
    CASE WHEN r.was_assigned THEN 'engine' ELSE 'override' END AS cause,
    r.run_id, r.received_at,${figures(kept, none)}
  FROM given AS r
  LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = r.recommendation_id
  WHERE ${ofClass(scope, ofRecommendation)}
    AND (r.recommended_csm IS NOT NULL OR COALESCE(r.was_assigned, FALSE) = FALSE)
  UNION ALL
  SELECT x.csm_name, 'outside', NULL, x.received_at,${figures(present, raw('a.health_color'))}
  FROM outside AS x
  LEFT JOIN (
    ${knownAccounts(sql`account_id IN (SELECT account_id FROM outside)`)}
  ) AS a ON a.account_id = x.account_id
  WHERE ${ofClass(scope, ofAccount)}
),
medians AS (
  SELECT MEDIAN(neediness) AS neediness, MEDIAN(health) AS health, MEDIAN(revenue) AS revenue
  FROM received
),
counted AS (
  SELECT
    v.csm_name, v.cause, v.run_id,
    DATEDIFF('day', CAST('1970-01-01' AS TIMESTAMP_NTZ), v.received_at) AS received_day,
    CAST(COALESCE(v.neediness, m.neediness, 0) AS NUMERIC(38, 6)) AS neediness,
    CAST(COALESCE(v.revenue, m.revenue, 0) AS NUMERIC(38, 2)) AS revenue,
    CASE WHEN ${color} = 'red' THEN 1 ELSE 0 END AS red,
    CASE WHEN v.neediness IS NULL THEN 1 ELSE 0 END AS no_neediness,
    CASE WHEN v.revenue IS NULL THEN 1 ELSE 0 END AS no_revenue,
    CASE WHEN v.health IS NULL AND COALESCE(LOWER(v.source_color), '') NOT IN ('red', 'yellow', 'green')
      THEN 1 ELSE 0 END AS no_health
  FROM received AS v
  CROSS JOIN medians AS m
),
runs AS (
  SELECT run_id, unavailable
  FROM ${t.runs}
  WHERE status = 'succeeded' AND dry_run = FALSE AND unavailable IS NOT NULL
    AND started_at >= ${at(new Date(scope.from.getTime() - slack))}
    AND started_at < ${at(new Date(scope.to.getTime() + slack))}
),
by_run AS (
  SELECT
    u.run_id, v.received_day, COUNT(*) AS accounts, SUM(v.neediness) AS neediness,
    SUM(v.revenue) AS revenue, SUM(v.red) AS red
  FROM counted AS v
  LEFT JOIN runs AS u ON u.run_id = v.run_id
  WHERE v.cause = 'engine' AND v.csm_name IN (SELECT csm_name FROM ${t.csms} WHERE is_active)
  GROUP BY u.run_id, v.received_day
)`;
}
