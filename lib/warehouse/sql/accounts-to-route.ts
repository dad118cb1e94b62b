import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import {
  type AccountRow,
  accountRow,
  accountStateCtes,
  isRoutable,
  type PoolStats,
} from './accounts';
import { plausibleScore } from './shared/account-scores';
import {
  amount,
  idBind,
  optionalAmount,
  optionalInstant,
  optionalText,
  timestampBind,
} from './shared/columns';
import { decisionsInEffect, isValidRecommendation } from './shared/state';
import { query } from './shared/statement';

/** The accounts to route: one, the longest-waiting ones, or the one of a recommendation. */
export type AccountSelection =
  | { readonly mode: 'single'; readonly accountId: string }
  | { readonly mode: 'batch'; readonly batchSize: number }
  | { readonly mode: 'recommendation'; readonly recommendationId: string };

/** A CSM who was rejected for an account, and when most recently. */
export interface Rejection {
  readonly csm: string;
  readonly at: Date;
}

const accountToRouteRow = z
  .object({
    pool_routable: amount,
    pool_needing: amount,
    median_neediness: optionalAmount,
    median_health: optionalAmount,
    median_revenue: optionalAmount,
    rejected_csm: optionalText,
    rejected_at: optionalInstant,
  })
  .and(z.union([accountRow, z.object({ account_id: z.null() })]))
  .transform((row) => {
    const { pool_routable, pool_needing, median_neediness, median_health, ...rest } = row;
    const { median_revenue, rejected_csm, rejected_at, ...account } = rest;
    const pool: PoolStats = {
      routable: pool_routable,
      needing: pool_needing,
      neediness: median_neediness,
      health: median_health,
      revenue: median_revenue,
    };
    return {
      pool,
      account: 'id' in account ? account : null,
      rejection: rejected_csm && rejected_at ? { csm: rejected_csm, at: rejected_at } : null,
    };
  });
export type AccountToRouteRow = z.infer<typeof accountToRouteRow>;

function selectedAccounts(scope: AccountSelection): Sql {
  if (scope.mode === 'single') {
    return sql`SELECT * FROM account_states WHERE account_id = ${scope.accountId}`;
  }
  if (scope.mode === 'batch') {
    return sql`SELECT * FROM account_states
  WHERE ${isRoutable}
  ORDER BY ${routingOrder}
  LIMIT ${scope.batchSize}`;
  }
  const currentOr = (column: string, fallback: Sql) =>
    sql`CASE WHEN a.account_id IS NULL THEN ${fallback} ELSE ${raw(`a.${column}`)} END AS ${raw(column)}`;
  return sql`SELECT
    r.account_id,
    a.account_name,
    a.current_csm,
    ${currentOr('neediness', plausibleScore.neediness(raw('COALESCE(e.neediness, r.neediness_score)')))},
    ${currentOr('health', plausibleScore.health(raw('COALESCE(e.health, r.health_score)')))},
    a.color,
    ${currentOr('revenue', plausibleScore.revenue(raw('COALESCE(e.revenue, r.revenue)')))},
    ${currentOr('segment', raw('r.account_segment'))},
    ${currentOr('level', raw('r.account_level'))},
    a.industry,
    a.needs_csm,
    a.needs_csm_since,
    a.has_pending,
    a.assigned_since
  FROM ${t.recommendations} AS r
  LEFT JOIN account_states AS a ON a.account_id = r.account_id
  LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = r.recommendation_id
  WHERE r.recommendation_id = ${idBind(scope.recommendationId)} AND ${isValidRecommendation}`;
}

const routingOrder = raw(
  'needs_csm_since ASC NULLS LAST, neediness DESC NULLS LAST, account_id ASC',
);

/**
 * The selected accounts, longest-waiting first, then highest neediness. Returns one row per account
 * and CSM rejected for it since `rejectedSince`. Every row has the pool's statistics; without any
 * account, there is one row with only those. A recommendation's account has its current data, or the
 * recommendation's data if the account no longer exists.
 */
export function accountsToRoute(
  scope: AccountSelection,
  rejectedSince: Date,
): Query<AccountToRouteRow> {
  return query({
    name: 'accounts.to-route',
    tables: ['recommendations', 'assignments', 'accounts', 'explanations', 'decisions'],
    row: accountToRouteRow,
    sql: sql`WITH ${accountStateCtes},
pool AS (
  SELECT
    COALESCE(COUNT_IF(${isRoutable}), 0) AS pool_routable,
    COALESCE(COUNT_IF(needs_csm), 0) AS pool_needing,
    MEDIAN(neediness) AS median_neediness,
    MEDIAN(health) AS median_health,
    MEDIAN(revenue) AS median_revenue
  FROM account_states
),
selected AS (
  ${selectedAccounts(scope)}
),
rejections AS (
  ${decisionsInEffect(
    sql`d.account_id, d.recommended_csm, d.decided_at`,
    sql`d.verb = 'reject' AND d.decided_at > ${timestampBind(rejectedSince)} AND d.recommended_csm IS NOT NULL`,
  )}
),
last_rejections AS (
  SELECT account_id AS rejected_account, recommended_csm AS rejected_csm,
    MAX(decided_at) AS rejected_at
  FROM rejections
  GROUP BY account_id, recommended_csm
)
SELECT pool.*, selected.*, last_rejections.rejected_csm, last_rejections.rejected_at
FROM pool
LEFT JOIN selected ON TRUE
LEFT JOIN last_rejections ON last_rejections.rejected_account = selected.account_id
ORDER BY ${routingOrder}, rejected_csm`,
  });
}

/** The selected accounts in order, with the pool's statistics. */
export interface AccountsToRoute {
  readonly accounts: readonly AccountRow[];
  readonly pool: PoolStats;
  /** By account id; omits accounts without rejections. */
  readonly rejections: ReadonlyMap<string, readonly Rejection[]>;
}

/** Groups the rows of `accountsToRoute` by account. */
export function groupAccountsToRoute(rows: readonly AccountToRouteRow[]): AccountsToRoute {
  const accounts = new Map<string, AccountRow>();
  const rejections = new Map<string, Rejection[]>();
  for (const { account, rejection } of rows) {
    if (!account) continue;
    accounts.set(account.id, account);
    if (!rejection) continue;
    rejections.set(account.id, [...(rejections.get(account.id) ?? []), rejection]);
  }
  return { accounts: [...accounts.values()], pool: rows[0]?.pool ?? EMPTY_POOL, rejections };
}

const EMPTY_POOL: PoolStats = {
  routable: 0,
  needing: 0,
  neediness: null,
  health: null,
  revenue: null,
};
