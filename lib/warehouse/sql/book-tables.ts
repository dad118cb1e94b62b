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

/** The same, and `medians` of what is known of their scores. */
export function bookTables(limits: Pick<Limits, 'health'>, rows?: Sql): Sql {
  return sql`${accountTable(limits, rows)},
medians AS (
  SELECT MEDIAN(neediness) AS neediness, MEDIAN(revenue) AS revenue FROM known_accounts
)`;
}

/**
 * What an account `a` counts for in a book, beside the medians `m`: a missing score counts with the
 * median of all accounts. Sums of these are exact; sums of doubles depend on the order in which an
 * engine reads.
 */
export const counted = {
  neediness: sql`CAST(COALESCE(a.neediness, m.neediness, 0) AS NUMERIC(38, 6))`,
  revenue: sql`CAST(COALESCE(a.revenue, m.revenue, 0) AS NUMERIC(38, 2))`,
};
