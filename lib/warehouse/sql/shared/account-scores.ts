import sql, { raw, type Sql } from 'sql-template-tag';
import { allAccountsDeduped } from './dedupe';
import type { PolicyLimits } from './policy-limits';

/** Scores outside these ranges are absurd and count as missing. */
export const plausibleScore = {
  /** 0–10 */
  neediness: (column: Sql) => sql`CASE WHEN ${column} BETWEEN 0 AND 10 THEN ${column} END`,
  /** 0–100 */
  health: (column: Sql) => sql`CASE WHEN ${column} BETWEEN 0 AND 100 THEN ${column} END`,
  /** The source's currency per year. */
  revenue: (column: Sql) => sql`CASE WHEN ${column} BETWEEN 0 AND 1e12 THEN ${column} END`,
};

/** The account's colour: the source's where it gives one, by the thresholds otherwise. */
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
 * `known_accounts`: each account once, with what is plausible of its scores.
 * @param rows what is read instead of all accounts, as `accountRows` has them
 */
export function knownAccountsCte(limits: Pick<PolicyLimits, 'health'>, rows?: Sql): Sql {
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
    ${allAccountsDeduped(rows)}
  ) AS a
)`;
}

/** The same, and `medians` of what is known of their scores. */
export function bookCtes(limits: Pick<PolicyLimits, 'health'>, rows?: Sql): Sql {
  return sql`${knownAccountsCte(limits, rows)},
medians AS (
  SELECT MEDIAN(neediness) AS neediness, MEDIAN(revenue) AS revenue FROM known_accounts
)`;
}

/**
 * What an account `a` counts for in a book, beside the medians `m`: a missing score counts with the
 * median of all accounts. Sums of these are exact; sums of doubles depend on the order in which an
 * engine reads.
 */
export const bookAmounts = {
  neediness: sql`CAST(COALESCE(a.neediness, m.neediness, 0) AS NUMERIC(38, 6))`,
  revenue: sql`CAST(COALESCE(a.revenue, m.revenue, 0) AS NUMERIC(38, 2))`,
};
