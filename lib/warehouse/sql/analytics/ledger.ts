import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { DAY_MS } from '@/lib/time';
import { healthColorOf, plausibleScore } from '@/lib/warehouse/sql/shared/account-scores';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import { isEarlierReassignment } from '@/lib/warehouse/sql/shared/earlier-program';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { inClasses, inPeriod, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { spelled } from '@/lib/warehouse/sql/shared/spellings';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

const col = raw;
const sum = (column: string) => columnAs.number(sql`SUM(${raw(column)})`);

const { select, row } = batchQuery({
  /** Amounts per CSM, cause, and class of account, and how many scores were missing. */
  received: {
    columns: {
      csm: columnAs.text(col('csm_name')),
      cause: columnAs.text(col('cause')),
      segment: columnAs.optionalText(col('segment')),
      level: columnAs.optionalText(col('account_level')),
      accounts: columnAs.number(col('COUNT(*)')),
      neediness: sum('neediness'),
      revenue: sum('revenue'),
      red: sum('red'),
      noNeediness: sum('no_neediness'),
      noRevenue: sum('no_revenue'),
      noHealth: sum('no_health'),
      /** First day with a received account, in days since 1970-01-01. */
      firstDay: columnAs.number(col('MIN(received_day)')),
    },
    from: sql`FROM counted GROUP BY csm_name, cause, segment, account_level`,
  },
  /**
   * Amounts the engine placed per run and class of account. Runs without a record of availability are
   * merged by day.
   */
  placed: {
    columns: {
      unavailable: columnAs.optionalText(col('u.unavailable')),
      /** Days since 1970-01-01. */
      day: columnAs.number(col('g.received_day')),
      segment: columnAs.optionalText(col('g.segment')),
      level: columnAs.optionalText(col('g.account_level')),
      accounts: columnAs.number(col('g.accounts')),
      neediness: columnAs.number(col('g.neediness')),
      revenue: columnAs.number(col('g.revenue')),
      red: columnAs.number(col('g.red')),
    },
    from: sql`FROM by_run AS g LEFT JOIN runs AS u ON u.run_id = g.run_id`,
  },
});
export type LedgerRow = z.infer<typeof row>;

/**
 * What each CSM received in the period and why, and what the engine placed in each run and which
 * CSMs were unavailable, all from one snapshot.
 */
export function ledgerFigures(request: LedgerRequest): Query<LedgerRow> {
  return reportQuery({
    name: 'ledger.figures',
    tables: ['recommendations', 'assignments', 'accounts', 'csms', 'runs', 'explanations'],
    row,
    sql: sql`WITH ${ledgerCtes(request)}
${select}`,
  });
}

/** The scope's team is ignored: shares are among all active CSMs. */
interface LedgerRequest {
  readonly scope: Scope;
  readonly limits: Pick<PolicyLimits, 'health'>;
}

/** Allows for clocks that differ between a run's server and this one. */
const CLOCK_SKEW_MS = DAY_MS;

/** How far back to look for the recommendation behind an assignment in the period. */
const MAX_DECISION_DELAY_MS = 90 * DAY_MS;

const recommendationClass = { segment: raw('r.account_segment'), level: raw('r.account_level') };
const accountClass = { segment: raw('a.account_segment'), level: raw('a.account_level') };

// Accepted or overridden, here or by another program.
const wasGiven = raw(
  '(r.was_assigned OR r.actual_assigned_csm IS NOT NULL) AND r.account_id IS NOT NULL',
);

/**
 * Common table expressions that end in `received`: a row per account that a CSM received in the period,
 * with its cause, its class, and its scores at that time.
 */
export function receivedCtes(scope: Scope): Sql {
  const { spellings } = scope;
  const none = sql`CAST(NULL AS VARCHAR)`;
  const scores = (columns: Record<'neediness' | 'health' | 'revenue', Sql>, color: Sql) => sql`
    ${plausibleScore.neediness(columns.neediness)} AS neediness,
    ${plausibleScore.revenue(columns.revenue)} AS revenue,
    ${plausibleScore.health(columns.health)} AS health,
    ${color} AS source_color`;
  // Explanations keep the exact scores; the recommendation's columns may be rounded.
  const atRun = {
    neediness: raw('COALESCE(e.neediness, r.neediness_score)'),
    health: raw('COALESCE(e.health, r.health_score)'),
    revenue: raw('COALESCE(e.revenue, r.revenue)'),
  };
  const current = {
    neediness: raw('a.neediness_score'),
    health: raw('a.health_score'),
    revenue: raw('a.revenue'),
  };
  const earliestRecommendation = new Date(scope.from.getTime() - MAX_DECISION_DELAY_MS);
  return sql`given AS (
  SELECT
    r.recommendation_id, r.account_id, ${spelled(raw('r.recommended_csm'), spellings)} AS recommended_csm,
    ${spelled(raw('r.actual_assigned_csm'), spellings)} AS actual_assigned_csm, r.was_assigned,
    r.run_id, r.recommendation_timestamp AS received_at, r.neediness_score, r.health_score,
    r.revenue, r.account_segment, r.account_level, r.assignment_method
  FROM ${t.recommendations} AS r
  WHERE ${inPeriod(raw('r.recommendation_timestamp'), scope)} AND ${wasGiven}
),
outside AS (
  SELECT x.account_id, x.csm_name, x.received_at
  FROM (
    SELECT account_id, ${spelled(raw('csm_name'), spellings)} AS csm_name, assignment_date AS received_at
    FROM ${t.assignments}
    WHERE ${inPeriod(raw('assignment_date'), scope)} AND account_id IS NOT NULL
  ) AS x
  LEFT JOIN (
    SELECT
      r.account_id,
      ${spelled(
        raw('CASE WHEN c.is_recommended THEN r.recommended_csm ELSE r.actual_assigned_csm END'),
        spellings,
      )} AS csm_name
    FROM ${t.recommendations} AS r
    CROSS JOIN (SELECT TRUE AS is_recommended UNION ALL SELECT FALSE) AS c
    WHERE r.recommendation_timestamp >= ${timestampBind(earliestRecommendation)} AND ${wasGiven}
      AND CASE
        WHEN c.is_recommended THEN r.was_assigned
        ELSE COALESCE(r.was_assigned, FALSE) = FALSE
          OR r.actual_assigned_csm IS DISTINCT FROM r.recommended_csm END
  ) AS r ON r.account_id = x.account_id AND r.csm_name = x.csm_name
  WHERE x.csm_name IS NOT NULL AND r.account_id IS NULL
),
received AS (
  SELECT
    CASE WHEN r.was_assigned THEN r.recommended_csm ELSE r.actual_assigned_csm END AS csm_name,
    CASE WHEN ${isEarlierReassignment(raw('r.assignment_method'))} THEN 'outside'
      WHEN r.was_assigned THEN 'engine' ELSE 'override' END AS cause,
    r.run_id, r.received_at, r.account_segment AS segment, r.account_level,${scores(atRun, none)}
  FROM given AS r
  LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = r.recommendation_id
  WHERE ${inClasses(scope, recommendationClass)}
    AND CASE WHEN r.was_assigned THEN r.recommended_csm ELSE r.actual_assigned_csm END IS NOT NULL
  UNION ALL
  SELECT x.csm_name, 'outside', CAST(NULL AS VARCHAR), x.received_at, a.account_segment,
    a.account_level,${scores(current, raw('a.health_color'))}
  FROM outside AS x
  LEFT JOIN (
    ${accountsDeduped(sql`account_id IN (SELECT account_id FROM outside)`)}
  ) AS a ON a.account_id = x.account_id
  WHERE ${inClasses(scope, accountClass)}
)`;
}

/**
 * Common table expressions that end in `counted`: the received accounts, with missing scores replaced by
 * the medians. Each CTE is read as few times as possible, because Snowflake scans its tables again for
 * every reader.
 */
function ledgerCtes({ scope, limits }: LedgerRequest): Sql {
  const color = healthColorOf(limits, {
    color: raw('v.source_color'),
    health: raw('COALESCE(v.health, v.median_health)'),
  });
  return sql`${receivedCtes(scope)},
valued AS (
  SELECT
    w.*,
    MEDIAN(w.neediness) OVER () AS median_neediness,
    MEDIAN(w.health) OVER () AS median_health,
    MEDIAN(w.revenue) OVER () AS median_revenue
  FROM received AS w
),
counted AS (
  SELECT
    v.csm_name, v.cause, v.run_id, v.segment, v.account_level,
    DATEDIFF('day', CAST('1970-01-01' AS TIMESTAMP_NTZ), v.received_at) AS received_day,
    CAST(COALESCE(v.neediness, v.median_neediness, 0) AS NUMERIC(38, 6)) AS neediness,
    CAST(COALESCE(v.revenue, v.median_revenue, 0) AS NUMERIC(38, 2)) AS revenue,
    CASE WHEN ${color} = 'red' THEN 1 ELSE 0 END AS red,
    CASE WHEN v.neediness IS NULL THEN 1 ELSE 0 END AS no_neediness,
    CASE WHEN v.revenue IS NULL THEN 1 ELSE 0 END AS no_revenue,
    CASE WHEN v.health IS NULL AND COALESCE(LOWER(v.source_color), '') NOT IN ('red', 'yellow', 'green')
      THEN 1 ELSE 0 END AS no_health
  FROM valued AS v
),
runs AS (
  SELECT run_id, unavailable
  FROM ${t.runs}
  WHERE status = 'succeeded' AND dry_run = FALSE AND unavailable IS NOT NULL
    AND started_at >= ${timestampBind(new Date(scope.from.getTime() - CLOCK_SKEW_MS))}
    AND started_at < ${timestampBind(new Date(scope.to.getTime() + CLOCK_SKEW_MS))}
),
by_run AS (
  SELECT
    u.run_id, v.received_day, v.segment, v.account_level, COUNT(*) AS accounts, SUM(v.neediness) AS neediness,
    SUM(v.revenue) AS revenue, SUM(v.red) AS red
  FROM counted AS v
  LEFT JOIN runs AS u ON u.run_id = v.run_id
  WHERE v.cause = 'engine' AND v.csm_name IN (
    SELECT ${spelled(raw('csm_name'), scope.spellings)} FROM ${t.csms} WHERE is_active
  )
  GROUP BY u.run_id, v.received_day, v.segment, v.account_level
)`;
}
