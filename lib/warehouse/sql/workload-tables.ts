import sql, { raw, type Sql } from 'sql-template-tag';
import { bookTables } from './csms';
import { at } from './fields';
import { knownCsms } from './known';
import type { Limits } from './limits';
import { type LocalClock, localDay } from './local-time';
import { colorOf, plausible } from './plausible';
import { ofClass, ofTeam, type Scope, within } from './scope';
import { hoursBefore } from './standing';
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

/**
 * `owners`: every CSM of the team and whoever else owns accounts, with what counts of their book;
 * `recent` and `reserved`: what may keep them from receiving more.
 */
export function ownerTables({ scope, now, limits }: WorkloadRequest): Sql {
  const counts = ofClass(scope, {
    segment: raw('a.account_segment'),
    level: raw('a.account_level'),
  });
  return sql`${bookTables(limits)},
counted_books AS (
  SELECT
    a.current_csm AS csm_name,
    COUNT(*) AS owned,
    COUNT_IF(a.counts) AS accounts,
    SUM(CASE WHEN a.counts
      THEN CAST(COALESCE(a.neediness, m.neediness, 0) AS NUMERIC(38, 6)) ELSE 0 END) AS neediness,
    SUM(CASE WHEN a.counts
      THEN CAST(COALESCE(a.revenue, m.revenue, 0) AS NUMERIC(38, 2)) ELSE 0 END) AS revenue,
    COUNT_IF(a.counts AND a.color = 'red') AS red,
    COUNT_IF(a.counts AND a.color = 'yellow') AS yellow,
    COUNT_IF(a.counts AND a.color = 'green') AS green,
    COUNT_IF(a.counts AND a.neediness >= ${limits.neediness.needyFrom}) AS needy
  FROM (SELECT a.*, ${counts} AS counts FROM known_accounts AS a) AS a
  CROSS JOIN medians AS m
  WHERE a.current_csm IS NOT NULL
  GROUP BY a.current_csm
),
known_csms AS (
  ${knownCsms}
),
owners AS (
  SELECT
    COALESCE(c.csm_name, b.csm_name) AS name,
    COALESCE(c.is_active, FALSE) AS active,
    c.tenure_months, c.segment, c.account_level, c.capacity, c.away_until,
    COALESCE(b.owned, 0) AS owned,
    COALESCE(b.accounts, 0) AS accounts,
    COALESCE(b.neediness, 0) AS neediness,
    COALESCE(b.revenue, 0) AS revenue,
    COALESCE(b.red, 0) AS red,
    COALESCE(b.yellow, 0) AS yellow,
    COALESCE(b.green, 0) AS green,
    COALESCE(b.needy, 0) AS needy
  FROM known_csms AS c
  FULL OUTER JOIN counted_books AS b ON b.csm_name = c.csm_name
  WHERE ${ofTeam(scope, raw('COALESCE(c.csm_name, b.csm_name)'))}
),
recent AS (
  SELECT
    csm_name,
    MAX(received_at) AS last_received_at,
    LISTAGG(CASE WHEN received_at > ${at(hoursBefore(now, 24 * 7))}
      THEN CAST(DATEDIFF('millisecond', received_at, ${at(now)}) AS VARCHAR) END, ',')
      AS received_ages
  FROM received
  GROUP BY csm_name
),
reserved AS (
  SELECT recommended_csm AS csm_name, MAX(recommendation_timestamp) AS reserved_at
  FROM pending
  GROUP BY recommended_csm
)`;
}

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

/** `matched`: who received an account, as far as the rules of tenure need it; after `ownerTables`. */
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
