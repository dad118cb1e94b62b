import type { Warehouse } from '@/lib/warehouse/types';

/**
 * The queries from the data team's guide to the output tables, verbatim. They must keep working on
 * our tables with the same meaning.
 */
export const guideQueries = {
  recommendationsToday: `-- Get all recommendations for today
SELECT *
FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
WHERE DATE(recommendation_timestamp) = CURRENT_DATE()
ORDER BY recommendation_timestamp DESC;`,

  recommendationsForAccount: `-- Get recommendations for a specific account
SELECT *
FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
WHERE account_id = 'YOUR_ACCOUNT_ID'
ORDER BY recommendation_timestamp DESC;`,

  acceptedRecommendations: `-- Get all accepted assignments
SELECT *
FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
WHERE was_assigned = TRUE
ORDER BY recommendation_timestamp DESC;`,

  workloadDistribution: `-- Get CSM workload distribution
SELECT
    recommended_csm,
    COUNT(*) as total_recommendations,
    SUM(CASE WHEN was_assigned = TRUE THEN 1 ELSE 0 END) as accepted_assignments,
    AVG(optimization_score) as avg_score
FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
WHERE recommendation_timestamp >= DATEADD(day, -7, CURRENT_DATE())
GROUP BY recommended_csm
ORDER BY accepted_assignments DESC;`,

  assignmentForAccount: `-- Get current assignment for an account
SELECT *
FROM DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE
WHERE account_id = 'YOUR_ACCOUNT_ID';`,

  assignmentsOfCsm: `-- Get all accounts assigned to a specific CSM
SELECT *
FROM DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE
WHERE csm_name = 'John Smith'
ORDER BY assignment_date DESC;`,

  recentAssignments: `-- Get recent assignments
SELECT *
FROM DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE
WHERE assignment_date >= DATEADD(day, -7, CURRENT_DATE())
ORDER BY assignment_date DESC;`,

  accountsNeedingCsm: `-- Find accounts that need CSM assignment
SELECT
    account_id_ob as account_id,
    tenant_id,
    success_transition_status_ob
FROM DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL
WHERE success_transition_status_ob = 'Needs CSM'
    AND account_id_ob IS NOT NULL
LIMIT 10;`,

  activeCsms: `-- Check CSMs in the active list
SELECT
    active_csm,
    COUNT(*) OVER() as total_eligible_csms
FROM DSV_WAREHOUSE.DATA_SCIENCE.resi_corp_active_csms
ORDER BY active_csm;`,

  latestRun: `-- Check the recommendation that was just made
SELECT *
FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
WHERE run_id = (
    SELECT MAX(run_id)
    FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
)
ORDER BY optimization_score DESC;`,

  assignmentsJustMade: `-- Check if recommendation was accepted and assigned
SELECT *
FROM DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE
WHERE last_updated >= DATEADD(minute, -10, CURRENT_TIMESTAMP());`,

  csmPerformance: `-- Analyze CSM assignment patterns
WITH csm_stats AS (
    SELECT
        recommended_csm,
        COUNT(*) as total_assigned,
        AVG(neediness_score) as avg_neediness,
        AVG(health_score) as avg_health,
        AVG(revenue) as avg_revenue,
        AVG(optimization_score) as avg_optimization_score
    FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
    WHERE was_assigned = TRUE
        AND recommendation_timestamp >= DATEADD(day, -30, CURRENT_DATE())
    GROUP BY recommended_csm
)
SELECT
    cs.*,
    rac.active_csm IS NOT NULL as is_still_active
FROM csm_stats cs
LEFT JOIN DSV_WAREHOUSE.DATA_SCIENCE.resi_corp_active_csms rac
    ON cs.recommended_csm = rac.active_csm
ORDER BY total_assigned DESC;`,

  acceptanceRate: `-- Check recommendation acceptance rate
SELECT
    assignment_method,
    COUNT(*) as total_recommendations,
    SUM(CASE WHEN was_assigned = TRUE THEN 1 ELSE 0 END) as accepted,
    ROUND(100.0 * SUM(CASE WHEN was_assigned = TRUE THEN 1 ELSE 0 END) / COUNT(*), 2) as acceptance_rate
FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
WHERE recommendation_timestamp >= DATEADD(day, -30, CURRENT_DATE())
GROUP BY assignment_method;`,

  coolingCheck: `-- Check recent assignments to respect cooling period
SELECT
    recommended_csm,
    MAX(recommendation_timestamp) as last_assignment_time,
    DATEDIFF(hour, MAX(recommendation_timestamp), CURRENT_TIMESTAMP()) as hours_since_last_assignment
FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
WHERE was_assigned = TRUE
GROUP BY recommended_csm
HAVING hours_since_last_assignment < 4  -- 4-hour cooling period
ORDER BY last_assignment_time DESC;`,

  accountsNeedingCsmCount: `-- Check if there are eligible accounts
SELECT COUNT(*) as needs_csm_count
FROM DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL
WHERE success_transition_status_ob = 'Needs CSM';`,

  activeCsmCount: `-- Check if there are eligible CSMs
SELECT COUNT(*) as eligible_csm_count
FROM DSV_WAREHOUSE.DATA_SCIENCE.resi_corp_active_csms;`,

  notAssigned: `-- Check recommendations with low scores
SELECT
    account_id,
    recommended_csm,
    optimization_score,
    llm_feedback
FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
WHERE was_assigned = FALSE
    AND recommendation_timestamp >= DATEADD(day, -1, CURRENT_DATE())
ORDER BY optimization_score ASC
LIMIT 10;`,
} as const;

/**
 * Runs a query from the guide as of `now`, which replaces the engine's clock. Returns its rows with
 * column names in lower case and bigint values as numbers.
 */
export async function runGuideQueryAt(
  warehouse: Warehouse,
  name: keyof typeof guideQueries,
  now: Date,
): Promise<Record<string, unknown>[]> {
  const moment = now.toISOString();
  const text = guideQueries[name]
    .replaceAll('CURRENT_DATE()', `CAST('${moment.slice(0, 10)}' AS DATE)`)
    .replaceAll('CURRENT_TIMESTAMP()', `CAST('${moment}' AS TIMESTAMP_NTZ)`);
  const { columns, rows } = await warehouse.script(text);
  return rows.map((row) =>
    Object.fromEntries(
      columns.map((column, index) => [column.toLowerCase(), toNumber(row[index])]),
    ),
  );
}

function toNumber(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

/** The guide's queries for the recommendations and the assignment of one account. */
export function accountQueries(accountId: string): [string, string] {
  const forAccount = (query: string) => query.replace('YOUR_ACCOUNT_ID', accountId);
  return [
    forAccount(guideQueries.recommendationsForAccount),
    forAccount(guideQueries.assignmentForAccount),
  ];
}
