import sql, { raw, type Sql } from 'sql-template-tag';
import { allAccountsDeduped } from './dedupe';
import type { PolicyLimits } from './policy-limits';

/** Expressions that replace implausible scores with NULL. */
export const plausibleScore = {
  /** 0–10 */
  neediness: (column: Sql) => sql`CASE WHEN ${column} BETWEEN 0 AND 10 THEN ${column} END`,
  /** 0–100 */
  health: (column: Sql) => sql`CASE WHEN ${column} BETWEEN 0 AND 100 THEN ${column} END`,
  /** The source's currency per year. */
  revenue: (column: Sql) => sql`CASE WHEN ${column} BETWEEN 0 AND 1e12 THEN ${column} END`,
};

/** The account's health color: the source's if it has one, otherwise by the policy's thresholds. */
export function healthColorOf(
  limits: Pick<PolicyLimits, 'health'>,
  columns: { color: Sql; health: Sql },
): Sql {
  const known = plausibleScore.health(columns.health);
  return sql`CASE
    WHEN LOWER(${columns.color}) IN ('red', 'yellow', 'green') THEN LOWER(${columns.color})
    WHEN ${known} < ${limits.health.redBelow} THEN 'red'
    WHEN ${known} < ${limits.health.yellowBelow} THEN 'yellow'
    WHEN ${known} IS NOT NULL THEN 'green' END`;
}

/**
 * CTE `known_accounts`: each account once, without implausible scores.
 * @param accounts replaces all accounts; a SELECT of `accountsDeduped`
 */
export function knownAccountsCte(
  limits: Pick<PolicyLimits, 'health'>,
  accounts: Sql = allAccountsDeduped(),
): Sql {
  const color = healthColorOf(limits, {
    color: raw('a.health_color'),
    health: raw('a.health_score'),
  });
  return sql`known_accounts AS (
  SELECT
    a.account_id,
    a.account_name,
    a.current_csm,
    a.account_segment,
    a.account_level,
    ${plausibleScore.health(raw('a.health_score'))} AS health,
    ${plausibleScore.neediness(raw('a.neediness_score'))} AS neediness,
    ${plausibleScore.revenue(raw('a.revenue'))} AS revenue,
    ${color} AS color
  FROM (
    ${accounts}
  ) AS a
)`;
}

/** CTEs `known_accounts` and `medians` of the known scores. */
export function bookCtes(limits: Pick<PolicyLimits, 'health'>): Sql {
  return sql`${knownAccountsCte(limits)},
medians AS (
  SELECT
    MEDIAN(neediness) AS neediness, MEDIAN(health) AS health, MEDIAN(revenue) AS revenue
  FROM known_accounts
)`;
}

/**
 * The amounts that an account `a` adds to a book. A missing score counts as the median `m` of all
 * accounts. Decimals make the sums exact; a sum of doubles depends on the order of the rows.
 */
export const bookAmounts = {
  neediness: sql`CAST(COALESCE(a.neediness, m.neediness, 0) AS NUMERIC(38, 6))`,
  revenue: sql`CAST(COALESCE(a.revenue, m.revenue, 0) AS NUMERIC(38, 2))`,
};
