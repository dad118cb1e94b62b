import sql, { raw, type Sql } from 'sql-template-tag';
import { manyAccounts } from './known';
import type { Limits } from './limits';
import { colorOf, plausible } from './plausible';

/**
 * `known_accounts`: each account once, with what is plausible of its scores.
 * @param rows what is read instead of all accounts, as `accountRows` has them
 */
export function accountTable(limits: Pick<Limits, 'health'>, rows?: Sql): Sql {
  const color = colorOf(limits, { color: raw('a.health_color'), health: raw('a.health_score') });
  return sql`known_accounts AS (
  SELECT
    a.account_id,
    a.account_name,
    a.current_csm,
    a.account_segment,
    a.account_level,
    ${plausible.health(raw('a.health_score'))} AS health,
    ${plausible.neediness(raw('a.neediness_score'))} AS neediness,
    ${plausible.revenue(raw('a.revenue'))} AS revenue,
    ${color} AS color
  FROM (
    ${manyAccounts(rows)}
  ) AS a
)`;
}

/**
 * The same, and `counted_accounts`, which also have what they count for in a book: a missing score
 * counts with the median of all accounts. These are exact numbers, since sums of doubles depend on
 * the order in which an engine reads.
 */
export function bookTables(limits: Pick<Limits, 'health'>, rows?: Sql): Sql {
  return sql`${accountTable(limits, rows)},
medians AS (
  SELECT MEDIAN(neediness) AS neediness, MEDIAN(revenue) AS revenue FROM known_accounts
),
counted_accounts AS (
  SELECT
    a.*,
    CAST(COALESCE(a.neediness, m.neediness, 0) AS NUMERIC(38, 6)) AS counted_neediness,
    CAST(COALESCE(a.revenue, m.revenue, 0) AS NUMERIC(38, 2)) AS counted_revenue
  FROM known_accounts AS a
  CROSS JOIN medians AS m
)`;
}
