import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { healthColorOf, plausibleScore } from '@/lib/warehouse/sql/shared/account-scores';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { csmsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import { type LocalClock, localDay } from '@/lib/warehouse/sql/shared/local-time';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import {
  recentAssignmentsSelect,
  reservationsSelect,
} from '@/lib/warehouse/sql/shared/recent-assignments';
import { inClasses, inPeriod, inTeams, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { hoursBefore, pendingCtesSince, receivedCte } from '@/lib/warehouse/sql/shared/state';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

const col = raw;

const scopeQueries = {
  /** What was recommended to a CSM, as the data team's guide counts it. */
  recommended: {
    columns: {
      csm: columnAs.optionalText(col('g.recommended_csm')),
      total: columnAs.number(col('g.total')),
      accepted: columnAs.number(col('g.accepted')),
      score: columnAs.optionalNumber(col('g.score')),
      acceptedScore: columnAs.optionalNumber(col('g.accepted_score')),
      neediness: columnAs.optionalNumber(col('g.neediness')),
      health: columnAs.optionalNumber(col('g.health')),
      revenue: columnAs.optionalNumber(col('g.revenue')),
      stillActive: columnAs.flag(col('a.active_csm IS NOT NULL')),
    },
    from: sql`FROM recommended AS g
LEFT JOIN (SELECT DISTINCT active_csm FROM ${t.activeCsms}) AS a
  ON a.active_csm = g.recommended_csm`,
  },
  /** Accounts received in the scope's time that stand alike before every rule of tenure. */
  received: {
    columns: {
      accounts: columnAs.number(col('COUNT(*)')),
      /** One that stands for all of them; NULL where nobody knows. */
      tenureMonths: columnAs.optionalNumber(col('MIN(m.tenure)')),
      color: columnAs.optionalText(col('m.color')),
      needy: columnAs.flag(col('m.needy')),
    },
    from: sql`FROM matched AS m
GROUP BY m.color, m.needy, m.for_needy, m.for_red, m.is_new`,
  },
  /** The last run of a day that was not dry, with the fairness it found. */
  runs: {
    columns: {
      day: columnAs.day(col('l.local_day')),
      runId: columnAs.text(col('l.run_id')),
      /** As JSON text; lib/runs parses it. */
      fairness: columnAs.text(col('l.fairness')),
    },
    from: sql`FROM last_runs AS l`,
  },
} as const;

function workloadQueries({ now, limits }: WorkloadRequest) {
  return batchQuery({
    ...scopeQueries,
    receipts: recentAssignmentsSelect({ now }),
    reservations: reservationsSelect({ now, limits }),
  });
}

export type WorkloadRow = z.infer<ReturnType<typeof workloadQueries>['row']>;

/**
 * Answers, of one moment, who received what lately, what was recommended to whom, how well the
 * accounts received in the scope's time were matched, and the last run of each day.
 */
export function workloadFigures(request: WorkloadRequest): Query<WorkloadRow> {
  const { now, limits } = request;
  const { select, row } = workloadQueries(request);
  return query(
    'workload.figures',
    sql`WITH ${pendingCtesSince(hoursBefore(now, limits.coolingHours))},
${receivedCte(now, limits)},
known_csms AS (
  ${csmsDeduped}
),
${recommendedCte(request)},
${matchedCtes(request)},
${lastRunCtes(request)}
${select}`,
    row,
  );
}

/** What the page on workload is asked for. */
interface WorkloadRequest {
  readonly scope: Scope;
  readonly now: Date;
  readonly limits: PolicyLimits & {
    readonly neediness: { readonly needyFrom: number };
    readonly experience: { readonly redMonths: number; readonly needyMonths: number };
  };
  /** From when on recommendations are counted. */
  readonly recommendedFrom: Date;
  /** From when on the last run of each day is read, and the clock that days are cut by. */
  readonly quarter: { readonly from: Date; readonly clock: LocalClock };
}

/** The mean length of a month, in days. */
const DAYS_PER_MONTH = 30.4375;

/** `recommended`: a row per CSM, and one for the recommendations that name nobody. */
function recommendedCte({ scope, recommendedFrom }: WorkloadRequest): Sql {
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
  WHERE r.recommendation_timestamp >= ${timestampBind(recommendedFrom)}
    AND ${inClasses(scope, { segment: raw('r.account_segment'), level: raw('r.account_level') })}
    AND ${inTeams(scope, raw('r.recommended_csm'))}
  GROUP BY r.recommended_csm
)`;
}

/** `matched`: who received an account, as far as the rules of tenure need it; after `known_csms`. */
function matchedCtes({ scope, now, limits }: WorkloadRequest): Sql {
  const health = sql`COALESCE(e.health, r.health_score)`;
  return sql`given AS (
  SELECT
    COALESCE(r.actual_assigned_csm, CASE WHEN r.was_assigned THEN r.recommended_csm END) AS csm_name,
    DATEDIFF('day', r.recommendation_timestamp, ${timestampBind(now)}) / ${DAYS_PER_MONTH} AS months_ago,
    ${plausibleScore.neediness(sql`COALESCE(e.neediness, r.neediness_score)`)} AS neediness,
    ${healthColorOf(limits, { color: raw('CAST(NULL AS VARCHAR)'), health })} AS color
  FROM ${t.recommendations} AS r
  LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = r.recommendation_id
  WHERE ${inPeriod(raw('r.recommendation_timestamp'), scope)}
    AND (r.was_assigned OR r.actual_assigned_csm IS NOT NULL)
    AND ${inClasses(scope, { segment: raw('r.account_segment'), level: raw('r.account_level') })}
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
  WHERE ${inTeams(scope, raw('g.csm_name'))}
)`;
}

/** `last_runs`: of those that kept how things stood, the last of each day that changed anything. */
function lastRunCtes({ quarter }: WorkloadRequest): Sql {
  // The ids of runs sort by time, so that a day's greatest is its last.
  return sql`days AS (
  SELECT local_day, MAX(run_id) AS run_id
  FROM (
    SELECT run_id, ${localDay(raw('started_at'), quarter.clock)} AS local_day
    FROM ${t.runs}
    WHERE status = 'succeeded' AND dry_run = FALSE AND fairness IS NOT NULL
      AND started_at >= ${timestampBind(quarter.from)}
  ) AS real_runs
  GROUP BY local_day
),
last_runs AS (
  SELECT d.local_day, r.run_id, r.fairness
  FROM days AS d
  JOIN ${t.runs} AS r ON r.run_id = d.run_id
)`;
}
