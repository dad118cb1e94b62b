import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '@/lib/warehouse/types';
import {
  type AccountRow,
  accountColumns,
  accountStateCtes,
  isRoutable,
  type PoolStats,
  toAccount,
} from './accounts';
import { amount } from './shared/columns';
import { scopedAccounts } from './shared/dedupe';
import { needTables } from './shared/need';
import type { ScopePolicy } from './shared/routing-scope';
import { query } from './shared/statement';

/** The accounts to route: one, or all that a run may place. */
export type AccountSelection =
  | { readonly mode: 'single'; readonly accountId: string }
  | { readonly mode: 'batch' };

const poolColumns = z.object({ pool_routable: amount, pool_needing: amount });

function toPool(row: z.infer<typeof poolColumns>): PoolStats {
  return { routable: row.pool_routable, needing: row.pool_needing };
}

const accountToRouteRow = z.union([
  accountColumns
    .extend(poolColumns.shape)
    .transform((row) => ({ pool: toPool(row), account: toAccount(row) })),
  poolColumns
    .extend({ account_id: z.null() })
    .transform((row) => ({ pool: toPool(row), account: null })),
]);
export type AccountToRouteRow = z.infer<typeof accountToRouteRow>;

/** The accounts of the pool, which need a CSM, and the selected account, which may not need one. */
function consideredAccounts(scope: AccountSelection, policy: ScopePolicy): Sql {
  const needsCsm = raw('needs_csm = TRUE');
  return scopedAccounts(
    policy,
    scope.mode === 'single' ? sql`(${needsCsm} OR account_id = ${scope.accountId})` : needsCsm,
  );
}

function selectedAccounts(scope: AccountSelection): Sql {
  if (scope.mode === 'single') {
    return sql`SELECT * FROM account_states WHERE account_id = ${scope.accountId}`;
  }
  return sql`SELECT * FROM account_states
  WHERE ${isRoutable}`;
}

const routingOrder = raw(
  'needs_csm_since ASC NULLS LAST, neediness DESC NULLS LAST, account_id ASC',
);

/**
 * The selected accounts, longest-waiting first, then highest neediness. Every row has the pool's
 * counts; without any account, there is one row with only those.
 */
export function accountsToRoute(
  scope: AccountSelection,
  policy: ScopePolicy,
): Query<AccountToRouteRow> {
  return query({
    name: 'accounts.to-route',
    tables: ['recommendations', ...needTables],
    row: accountToRouteRow,
    sql: sql`WITH ${accountStateCtes(consideredAccounts(scope, policy))},
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
