import sql, { raw } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { plausibleScore } from './shared/account-scores';
import { instant, optionalAmount, optionalText, text, timestampBind } from './shared/columns';
import { scopedAccounts } from './shared/dedupe';
import { needTables } from './shared/need';
import type { ScopePolicy } from './shared/routing-scope';
import { isValidRecommendation } from './shared/state';
import { query } from './shared/statement';

const intakeRow = z
  .object({
    account_id: text,
    account_name: optionalText,
    current_csm: optionalText,
    segment: optionalText,
    level: optionalText,
    neediness: optionalAmount,
    health: optionalAmount,
    color: optionalText,
    revenue: optionalAmount,
    needed_at: instant,
  })
  .transform((row) => ({
    id: row.account_id,
    name: row.account_name,
    csm: row.current_csm,
    segment: row.segment,
    level: row.level,
    neediness: row.neediness,
    health: row.health,
    color: row.color?.toLowerCase() ?? null,
    revenue: row.revenue,
    neededAt: row.needed_at,
  }));

/**
 * The accounts in the policy's scope that started to need a CSM since a time, each once, with their
 * current scores. That is when the source says so, or the first recommendation or assignment if the
 * source says nothing or a later time.
 */
export function recordedIntake(since: Date, policy: ScopePolicy): Query<z.infer<typeof intakeRow>> {
  const from = timestampBind(since);
  return query({
    name: 'accounts.recorded-intake',
    tables: ['recommendations', ...needTables],
    row: intakeRow,
    sql: sql`WITH events AS (
  SELECT r.account_id, r.recommendation_timestamp AS happened_at
  FROM ${t.recommendations} AS r
  WHERE ${isValidRecommendation} AND r.recommendation_timestamp >= ${from}
  UNION ALL
  SELECT account_id, assignment_date AS happened_at
  FROM ${t.assignments}
  WHERE account_id IS NOT NULL AND assignment_date >= ${from}
),
first_events AS (
  SELECT account_id, MIN(happened_at) AS happened_at FROM events GROUP BY account_id
),
intake AS (
  SELECT a.*,
    CASE WHEN a.needs_csm_since <= f.happened_at OR f.happened_at IS NULL THEN a.needs_csm_since
      ELSE f.happened_at END AS needed_at
  FROM (
    ${scopedAccounts(policy, raw('in_policy_scope'))}
  ) AS a
  LEFT JOIN first_events AS f ON f.account_id = a.account_id
  WHERE f.account_id IS NOT NULL OR a.needs_csm = TRUE
)
SELECT
  account_id,
  account_name,
  current_csm,
  account_segment AS segment,
  account_level AS level,
  ${plausibleScore.neediness(raw('neediness_score'))} AS neediness,
  ${plausibleScore.health(raw('health_score'))} AS health,
  health_color AS color,
  ${plausibleScore.revenue(raw('revenue'))} AS revenue,
  needed_at
FROM intake
WHERE needed_at >= ${from}
ORDER BY needed_at, account_id`,
  });
}
