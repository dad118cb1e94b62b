import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { DAYS_PER_MONTH, HOUR_MS } from '@/lib/time';
import { healthColorOf, plausibleScore } from '@/lib/warehouse/sql/shared/account-scores';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { csmsDeduped, tenureMonthsAt } from '@/lib/warehouse/sql/shared/dedupe';
import { isEarlierReassignment } from '@/lib/warehouse/sql/shared/earlier-program';
import { type LocalClock, localDay } from '@/lib/warehouse/sql/shared/local-time';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { inClasses, inPeriod, inTeams, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { spelled } from '@/lib/warehouse/sql/shared/spellings';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { receivedCtes } from './ledger';

const col = raw;

const workloadQueries = batchQuery({
  /** Recommendations per CSM, counted as in the data team's guide. */
  recommended: {
    columns: {
      csm: columnAs.optionalText(col('g.recommended_csm')),
      total: columnAs.number(col('g.total')),
      accepted: columnAs.number(col('g.accepted')),
      /** Of these, those that the earlier program reassigned without a manager's decision. */
      reassigned: columnAs.number(col('g.reassigned')),
      reassignedAccepted: columnAs.number(col('g.reassigned_accepted')),
      score: columnAs.optionalNumber(col('g.score')),
      acceptedScore: columnAs.optionalNumber(col('g.accepted_score')),
      neediness: columnAs.optionalNumber(col('g.neediness')),
      health: columnAs.optionalNumber(col('g.health')),
      revenue: columnAs.optionalNumber(col('g.revenue')),
      stillActive: columnAs.flag(col('a.active_csm IS NOT NULL')),
    },
    from: sql`FROM recommended AS g
LEFT JOIN listed AS a ON a.active_csm = g.recommended_csm`,
  },
  /** Accounts received in the period, grouped by everything that the tenure rules look at. */
  received: {
    columns: {
      accounts: columnAs.number(col('COUNT(*)')),
      /** Representative tenure of the group; NULL if unknown. */
      tenureMonths: columnAs.optionalNumber(col('MIN(m.tenure)')),
      color: columnAs.optionalText(col('m.color')),
      needy: columnAs.flag(col('m.needy')),
    },
    from: sql`FROM matched AS m
GROUP BY m.color, m.needy, m.for_needy, m.for_red, m.is_new`,
  },
  /** Accounts received in the period, as the ledger counts them. */
  receipts: {
    columns: {
      csm: columnAs.text(col('x.csm_name')),
      accounts: columnAs.number(col('COUNT(*)')),
    },
    from: sql`FROM received AS x
GROUP BY x.csm_name`,
  },
  /** How full CSMs were at a few times in the period. */
  samples: {
    columns: {
      at: columnAs.moment(col('s.started_at')),
      /** JSON text, parsed by runBooksSchema. */
      books: columnAs.text(col('s.books')),
    },
    from: sql`FROM sampled_runs AS s`,
  },
  /** The last real run of each day, with the fairness before it. */
  runs: {
    columns: {
      day: columnAs.day(col('l.local_day')),
      runId: columnAs.text(col('l.run_id')),
      /** JSON text, parsed by runFairnessSchema. */
      fairness: columnAs.text(col('l.fairness')),
    },
    from: sql`FROM last_runs AS l`,
  },
});

export type WorkloadRow = z.infer<typeof workloadQueries.row>;

/**
 * Recommendations per CSM, accounts received in the period and how they match, how full CSMs were, and
 * the last run of each day, all from one snapshot.
 */
export function workloadFigures(request: WorkloadRequest): Query<WorkloadRow> {
  const { select, row } = workloadQueries;
  const { spellings } = request.scope;
  return reportQuery({
    name: 'workload.figures',
    tables: [
      'recommendations',
      'assignments',
      'accounts',
      'activeCsms',
      'csms',
      'csmDetails',
      'runs',
      'explanations',
    ],
    row,
    sql: sql`WITH known_csms AS (
  SELECT csm_name, MAX(tenure_months) AS tenure_months
  FROM (
    SELECT ${spelled(col('c.csm_name'), spellings)} AS csm_name,
      ${tenureMonthsAt('c', request.now)} AS tenure_months
    FROM (
      ${csmsDeduped}
    ) AS c
  ) AS c
  GROUP BY csm_name
),
listed AS (
  SELECT DISTINCT ${spelled(col('active_csm'), spellings)} AS active_csm FROM ${t.activeCsms}
),
${recommendedCte(request)},
${matchedCtes(request)},
${receivedCtes(request.scope)},
${sampledRunCtes(request)},
${lastRunCtes(request)}
${select}`,
  });
}

interface WorkloadRequest {
  readonly scope: Scope;
  readonly now: Date;
  readonly limits: PolicyLimits & {
    readonly neediness: { readonly needyFrom: number };
    readonly experience: { readonly redMonths: number; readonly needyMonths: number };
  };
  /** End of the recommendations that count, which start with the period. */
  readonly recommendedTo: Date;
  /** The period of the daily runs, and the time zone in which days start. */
  readonly trendPeriod: { readonly from: Date; readonly clock: LocalClock };
}

/** `recommended`: a row per CSM, and one for recommendations without a CSM. */
function recommendedCte({ scope, recommendedTo }: WorkloadRequest): Sql {
  const reassigned = isEarlierReassignment(raw('r.assignment_method'));
  const averageIfAccepted = (column: string) =>
    sql`AVG(CASE WHEN r.was_assigned THEN ${raw(column)} END)`;
  return sql`recommended AS (
  SELECT
    r.csm_name AS recommended_csm,
    COUNT(*) AS total,
    SUM(CASE WHEN r.was_assigned THEN 1 ELSE 0 END) AS accepted,
    COALESCE(COUNT_IF(${reassigned}), 0) AS reassigned,
    COALESCE(COUNT_IF(${reassigned} AND r.was_assigned), 0) AS reassigned_accepted,
    AVG(r.optimization_score) AS score,
    ${averageIfAccepted('r.optimization_score')} AS accepted_score,
    ${averageIfAccepted('r.neediness_score')} AS neediness,
    ${averageIfAccepted('r.health_score')} AS health,
    ${averageIfAccepted('r.revenue')} AS revenue
  FROM (
    SELECT r.*, ${spelled(raw('r.recommended_csm'), scope.spellings)} AS csm_name
    FROM ${t.recommendations} AS r
  ) AS r
  WHERE ${inPeriod(raw('r.recommendation_timestamp'), { from: scope.from, to: recommendedTo })}
    AND ${inClasses(scope, { segment: raw('r.account_segment'), level: raw('r.account_level') })}
    AND ${inTeams(scope, raw('r.recommended_csm'))}
  GROUP BY r.csm_name
)`;
}

/** `matched`: each received account with what the tenure rules need. Reads `known_csms`. */
function matchedCtes({ scope, now, limits }: WorkloadRequest): Sql {
  const health = sql`COALESCE(e.health, r.health_score)`;
  return sql`placements AS (
  SELECT
    ${spelled(
      raw('COALESCE(r.actual_assigned_csm, CASE WHEN r.was_assigned THEN r.recommended_csm END)'),
      scope.spellings,
    )} AS csm_name,
    DATEDIFF('day', r.recommendation_timestamp, ${timestampBind(now)}) / ${raw(String(DAYS_PER_MONTH))} AS months_ago,
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
  FROM placements AS g
  LEFT JOIN known_csms AS c ON c.csm_name = g.csm_name
  WHERE ${inTeams(scope, raw('g.csm_name'))}
)`;
}

/** How many parts of the period have a sample. */
const SAMPLES = 12;

/** `sampled_runs`: the first real run of each part of the period, and its last one. */
function sampledRunCtes({ scope: { from, to } }: WorkloadRequest): Sql {
  const hours = (to.getTime() - from.getTime()) / HOUR_MS;
  // Run ids sort by time.
  return sql`period_runs AS (
  SELECT run_id, started_at, books,
    FLOOR(DATEDIFF('hour', ${timestampBind(from)}, started_at) / ${raw(String(hours / SAMPLES))}) AS part
  FROM ${t.runs}
  WHERE status = 'succeeded' AND dry_run = FALSE AND books IS NOT NULL
    AND ${inPeriod(raw('started_at'), { from, to })}
),
sampled_runs AS (
  SELECT started_at, books
  FROM period_runs
  QUALIFY ROW_NUMBER() OVER (PARTITION BY part ORDER BY run_id) = 1
    OR ROW_NUMBER() OVER (ORDER BY run_id DESC) = 1
)`;
}

/** `last_runs`: the last real run of each day with stored fairness. */
function lastRunCtes({ trendPeriod }: WorkloadRequest): Sql {
  // Run ids sort by time, so the greatest id of a day is its last run.
  return sql`days AS (
  SELECT local_day, MAX(run_id) AS run_id
  FROM (
    SELECT run_id, ${localDay(raw('started_at'), trendPeriod.clock)} AS local_day
    FROM ${t.runs}
    WHERE status = 'succeeded' AND dry_run = FALSE AND fairness IS NOT NULL
      AND started_at >= ${timestampBind(trendPeriod.from)}
  ) AS real_runs
  GROUP BY local_day
),
last_runs AS (
  SELECT d.local_day, r.run_id, r.fairness
  FROM days AS d
  JOIN ${t.runs} AS r ON r.run_id = d.run_id
)`;
}
