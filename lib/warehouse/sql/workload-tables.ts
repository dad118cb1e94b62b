import sql, { raw, type Sql } from 'sql-template-tag';
import { at } from './fields';
import type { Limits } from './limits';
import { type LocalClock, localDay } from './local-time';
import { colorOf, plausible } from './plausible';
import { ofClass, ofTeam, type Scope, within } from './scope';
import { t } from './tables';

/** What the page on workload is asked for. */
export interface WorkloadRequest {
  readonly scope: Scope;
  readonly now: Date;
  readonly limits: Limits & {
    readonly neediness: { readonly needyFrom: number };
    readonly experience: { readonly redMonths: number; readonly needyMonths: number };
  };
  /** From when on recommendations are counted. */
  readonly recommendedFrom: Date;
  /** From when on the last run of each day is read, and the clock that days are cut by. */
  readonly quarter: { readonly from: Date; readonly clock: LocalClock };
}

/** The mean length of a month, in days. */
const month = 30.4375;

/** `recommended`: a row per CSM, and one for the recommendations that name nobody. */
export function recommendedTables({ scope, recommendedFrom }: WorkloadRequest): Sql {
  const averaged = (column: string) => sql`AVG(CASE WHEN r.was_assigned THEN ${raw(column)} END)`;
  return sql`recommended AS (
  SELECT
    r.recommended_csm,
    COUNT(*) AS total,
    SUM(CASE WHEN r.was_assigned THEN 1 ELSE 0 END) AS accepted,
    AVG(r.optimization_score) AS score,
    ${averaged('r.optimization_score')} AS accepted_score,
    ${averaged('r.neediness_score')} AS neediness,
    ${averaged('r.health_score')} AS health,
    ${averaged('r.revenue')} AS revenue
  FROM ${t.recommendations} AS r
  WHERE r.recommendation_timestamp >= ${at(recommendedFrom)}
    AND ${ofClass(scope, { segment: raw('r.account_segment'), level: raw('r.account_level') })}
    AND ${ofTeam(scope, raw('r.recommended_csm'))}
  GROUP BY r.recommended_csm
)`;
}

/** `matched`: who received an account, as far as the rules of tenure need it; after `known_csms`. */
export function matchedTables({ scope, now, limits }: WorkloadRequest): Sql {
  const health = sql`COALESCE(e.health, r.health_score)`;
  return sql`given AS (
  SELECT
    COALESCE(r.actual_assigned_csm, CASE WHEN r.was_assigned THEN r.recommended_csm END) AS csm_name,
    DATEDIFF('day', r.recommendation_timestamp, ${at(now)}) / ${month} AS months_ago,
    ${plausible.neediness(sql`COALESCE(e.neediness, r.neediness_score)`)} AS neediness,
    ${colorOf(limits, { color: raw('CAST(NULL AS VARCHAR)'), health })} AS color
  FROM ${t.recommendations} AS r
  LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = r.recommendation_id
  WHERE ${within(raw('r.recommendation_timestamp'), scope)}
    AND (r.was_assigned OR r.actual_assigned_csm IS NOT NULL)
    AND ${ofClass(scope, { segment: raw('r.account_segment'), level: raw('r.account_level') })}
),
matched AS (
  SELECT
    g.color,
    COALESCE(g.neediness >= ${limits.neediness.needyFrom}, FALSE) AS needy,
    c.tenure_months - g.months_ago AS tenure,
    c.tenure_months - g.months_ago >= ${limits.experience.needyMonths} AS for_needy,
    c.tenure_months - g.months_ago >= ${limits.experience.redMonths} AS for_red,
    c.tenure_months - g.months_ago < ${limits.velocity.newCsmTenureMonths} AS is_new
  FROM given AS g
  LEFT JOIN known_csms AS c ON c.csm_name = g.csm_name
  WHERE ${ofTeam(scope, raw('g.csm_name'))}
)`;
}

/** `last_runs`: of those that kept how things stood, the last of each day that changed anything. */
export function runTables({ quarter }: WorkloadRequest): Sql {
  // The ids of runs sort by time, so that a day's greatest is its last.
  return sql`days AS (
  SELECT local_day, MAX(run_id) AS run_id
  FROM (
    SELECT run_id, ${localDay(raw('started_at'), quarter.clock)} AS local_day
    FROM ${t.runs}
    WHERE status = 'succeeded' AND dry_run = FALSE AND fairness IS NOT NULL
      AND started_at >= ${at(quarter.from)}
  ) AS real_runs
  GROUP BY local_day
),
last_runs AS (
  SELECT d.local_day, r.run_id, r.fairness
  FROM days AS d
  JOIN ${t.runs} AS r ON r.run_id = d.run_id
)`;
}
