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
import { amount, idBind } from './shared/columns';
import { isValidRecommendation } from './shared/state';
import { query } from './shared/statement';

/** The accounts to route: one, the longest-waiting ones, or the one of a recommendation. */
export type AccountSelection =
  | { readonly mode: 'single'; readonly accountId: string }
  | { readonly mode: 'batch'; readonly batchSize: number }
  | { readonly mode: 'recommendation'; readonly recommendationId: string };

const accountToRouteRow = z
  .object({ pool_routable: amount, pool_needing: amount })
  .and(z.union([accountRow, z.object({ account_id: z.null() })]))
  .transform(({ pool_routable, pool_needing, ...account }) => ({
    pool: { routable: pool_routable, needing: pool_needing } satisfies PoolStats,
    account: 'id' in account ? account : null,
  }));
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
 * The selected accounts, longest-waiting first, then highest neediness. Every row has the pool's
 * counts; without any account, there is one row with only those. A recommendation's account has its
 * current data, or the recommendation's data if the account no longer exists.
 */
export function accountsToRoute(scope: AccountSelection): Query<AccountToRouteRow> {
  return query({
    name: 'accounts.to-route',
    tables: ['recommendations', 'assignments', 'accounts', 'explanations', 'decisions'],
    row: accountToRouteRow,
    sql: sql`WITH ${accountStateCtes},
pool AS (
  SELECT
    COALESCE(COUNT_IF(${isRoutable}), 0) AS pool_routable,
    COALESCE(COUNT_IF(needs_csm), 0) AS pool_needing
  FROM account_states
),
selected AS (
  ${selectedAccounts(scope)}
)
SELECT pool.*, selected.*
FROM pool
LEFT JOIN selected ON TRUE
ORDER BY ${routingOrder}`,
  });
}

/** The selected accounts in order, with the pool's counts. */
export interface AccountsToRoute {
  readonly accounts: readonly AccountRow[];
  readonly pool: PoolStats;
}

/** Separates the rows of `accountsToRoute`. */
export function groupAccountsToRoute(rows: readonly AccountToRouteRow[]): AccountsToRoute {
  return {
    accounts: rows.flatMap(({ account }) => (account ? [account] : [])),
    pool: rows[0]?.pool ?? { routable: 0, needing: 0 },
  };
}
