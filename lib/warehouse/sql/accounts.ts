import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '../types';
import { amount, flag, optionalAmount, optionalInstant, optionalText, text } from './fields';
import { manyAccounts } from './known';
import { pendingTables } from './pending';
import { plausible } from './plausible';
import { query } from './statement';

/** Parses an account as `account_states` has it. */
export const accountRow = z
  .object({
    account_id: text,
    account_name: optionalText,
    current_csm: optionalText,
    neediness: optionalAmount,
    health: optionalAmount,
    color: optionalText,
    revenue: optionalAmount,
    segment: optionalText,
    level: optionalText,
    industry: optionalText,
    needs_csm: flag,
    needs_csm_since: optionalInstant,
    has_pending: flag,
    assigned_since: flag,
  })
  .transform((row) => ({
    id: row.account_id,
    name: row.account_name ?? row.account_id,
    currentCsm: row.current_csm,
    neediness: row.neediness,
    health: row.health,
    color: row.color?.toLowerCase() ?? null,
    revenue: row.revenue,
    segment: row.segment,
    level: row.level,
    industry: row.industry,
    needsCsm: row.needs_csm,
    needsCsmSince: row.needs_csm_since,
    hasPending: row.has_pending,
    assignedSince: row.assigned_since,
  }));
export type AccountRow = z.infer<typeof accountRow>;

/**
 * `account_states`: accounts once each, with whether they wait for a recommendation.
 * @param from what a statement reads instead of all pending, and of all accounts: a SELECT of rows
 * as `accountRows` has them
 */
export function accountStatesOf(
  from: { readonly pending?: Sql; readonly accounts?: Sql } = {},
): Sql {
  return sql`${from.pending ?? pendingTables},
waiting AS (SELECT DISTINCT account_id FROM pending),
account_states AS (
  SELECT
    a.account_id,
    a.account_name,
    a.current_csm,
    ${plausible.neediness(raw('a.neediness_score'))} AS neediness,
    ${plausible.health(raw('a.health_score'))} AS health,
    a.health_color AS color,
    ${plausible.revenue(raw('a.revenue'))} AS revenue,
    a.account_segment AS segment,
    a.account_level AS level,
    a.industry,
    a.needs_csm,
    a.needs_csm_since,
    w.account_id IS NOT NULL AS has_pending,
    x.account_id IS NOT NULL
      AND COALESCE(x.assigned_at >= a.needs_csm_since, a.needs_csm_since IS NULL) AS assigned_since
  FROM (
    ${manyAccounts(from.accounts)}
  ) AS a
  LEFT JOIN assigned AS x ON x.account_id = a.account_id
  LEFT JOIN waiting AS w ON w.account_id = a.account_id
)`;
}

/** The same of all accounts. */
export const accountStates: Sql = accountStatesOf();

/** Restricts `account_states` to accounts that a run may place. */
export const routable = raw('needs_csm = TRUE AND has_pending = FALSE AND assigned_since = FALSE');

/** Answers accounts that a run may place whose name or id contains the text. */
export function searchRoutable(containing: string, limit: number): Query<AccountRow> {
  const needle = containing.trim().toLowerCase();
  return query(
    'accounts.search',
    sql`WITH ${accountStates}
SELECT * FROM account_states
WHERE ${routable}
  AND CONTAINS(LOWER(COALESCE(account_name, '') || ' ' || account_id), ${needle})
ORDER BY LOWER(COALESCE(account_name, account_id)), account_id
LIMIT ${limit}`,
    accountRow,
  );
}

const poolRow = z.object({
  routable: amount,
  needing: amount,
  neediness: optionalAmount,
  health: optionalAmount,
  revenue: optionalAmount,
});
export type Pool = z.infer<typeof poolRow>;

/** Answers how many accounts need a CSM, how many a run may place, and the pool's median scores. */
export function accountPool(): Query<Pool> {
  return query(
    'accounts.pool',
    sql`WITH ${accountStates}
SELECT
  COALESCE(COUNT_IF(${routable}), 0) AS routable,
  COALESCE(COUNT_IF(needs_csm), 0) AS needing,
  MEDIAN(neediness) AS neediness,
  MEDIAN(health) AS health,
  MEDIAN(revenue) AS revenue
FROM account_states`,
    poolRow,
  );
}
