import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { plausibleScore } from './shared/account-scores';
import { batchQuery, columnAs } from './shared/batch-query';
import {
  amount,
  flag,
  optionalAmount,
  optionalInstant,
  optionalText,
  text,
} from './shared/columns';
import { accountsDeduped, csmsDeduped, scopedAccounts } from './shared/dedupe';
import { needTables } from './shared/need';
import type { ScopePolicy } from './shared/routing-scope';
import { rowLimit } from './shared/row-limit';
import { type Spellings, spelled } from './shared/spellings';
import { pendingCtes } from './shared/state';
import { query } from './shared/statement';

/** The columns of `account_states`. */
export const accountColumns = z.object({
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
  in_policy_scope: flag,
  needs_csm: flag,
  needs_csm_since: optionalInstant,
  has_pending: flag,
  assigned_since: flag,
});

/** An account with its routing state, from the columns of `account_states`. */
export function toAccount(row: z.infer<typeof accountColumns>) {
  return {
    id: row.account_id,
    name: row.account_name,
    currentCsm: row.current_csm,
    neediness: row.neediness,
    health: row.health,
    color: row.color?.toLowerCase() ?? null,
    revenue: row.revenue,
    segment: row.segment,
    level: row.level,
    industry: row.industry,
    inScope: row.in_policy_scope,
    needsCsm: row.needs_csm,
    needsCsmSince: row.needs_csm_since,
    hasPending: row.has_pending,
    assignedSince: row.assigned_since,
  };
}

export const accountRow = accountColumns.transform(toAccount);
export type AccountRow = z.infer<typeof accountRow>;

/**
 * CTE `account_states`: accounts, each once, with whether a run may route them.
 * @param accounts a SELECT of accounts, each once, such as `accountsNeedingCsm`
 */
export function accountStateCtes(accounts: Sql): Sql {
  return sql`${pendingCtes()},
accounts_with_pending AS (SELECT DISTINCT account_id FROM pending),
account_states AS (
  SELECT
    a.account_id,
    a.account_name,
    a.current_csm,
    ${plausibleScore.neediness(raw('a.neediness_score'))} AS neediness,
    ${plausibleScore.health(raw('a.health_score'))} AS health,
    a.health_color AS color,
    ${plausibleScore.revenue(raw('a.revenue'))} AS revenue,
    a.account_segment AS segment,
    a.account_level AS level,
    a.industry,
    a.in_policy_scope,
    a.needs_csm,
    a.needs_csm_since,
    w.account_id IS NOT NULL AS has_pending,
    a.assigned_since
  FROM (
    ${accounts}
  ) AS a
  LEFT JOIN accounts_with_pending AS w ON w.account_id = a.account_id
)`;
}

/** SELECT of the accounts in the policy's scope that need a CSM. */
const accountsNeedingCsm = (policy: ScopePolicy) => scopedAccounts(policy, raw('needs_csm = TRUE'));

/** Condition on `account_states`: a run may route the account. */
export const isRoutable = raw(
  'needs_csm = TRUE AND has_pending = FALSE AND assigned_since = FALSE',
);

/** Condition on `account_states` that need a CSM: the account still does, with or without a recommendation. */
export const isOpen = raw('(has_pending OR NOT assigned_since)');

/** Routable accounts whose name or id contains the text. */
export function searchRoutableAccounts(
  containing: string,
  limit: number,
  policy: ScopePolicy,
): Query<AccountRow> {
  const needle = containing.trim().toLowerCase();
  return query({
    name: 'accounts.search',
    tables: ['recommendations', ...needTables],
    row: accountRow,
    sql: sql`WITH ${accountStateCtes(accountsNeedingCsm(policy))}
SELECT * FROM account_states
WHERE ${isRoutable}
  AND CONTAINS(LOWER(COALESCE(account_name, '') || ' ' || account_id), ${needle})
ORDER BY LOWER(COALESCE(account_name, account_id)), account_id
LIMIT ${rowLimit(limit)}`,
  });
}

const poolStatsRow = z.object({ routable: amount, needing: amount });
export type PoolStats = z.infer<typeof poolStatsRow>;

/** The number of accounts that need a CSM, and of those that are routable. */
export function accountPoolStats(policy: ScopePolicy): Query<PoolStats> {
  return query({
    name: 'accounts.pool',
    tables: ['recommendations', ...needTables],
    row: poolStatsRow,
    sql: sql`WITH ${accountStateCtes(accountsNeedingCsm(policy))}
SELECT
  COALESCE(COUNT_IF(${isRoutable}), 0) AS routable,
  COALESCE(COUNT_IF(needs_csm), 0) AS needing
FROM account_states`,
  });
}

const statusRow = z.object({ status: text, accounts: amount });

/**
 * The onboarding statuses of the accounts that need a CSM, and how many have each. The accounts view must
 * have the column.
 */
export function onboardingStatuses(): Query<z.infer<typeof statusRow>> {
  return query({
    name: 'accounts.statuses',
    tables: ['accounts'],
    row: statusRow,
    sql: sql`SELECT CAST(onboarding_status AS VARCHAR) AS status, COUNT(DISTINCT account_id) AS accounts
FROM ${t.accounts}
WHERE CAST(needs_csm AS BOOLEAN) AND TRIM(CAST(onboarding_status AS VARCHAR)) <> ''
GROUP BY CAST(onboarding_status AS VARCHAR)
ORDER BY CAST(onboarding_status AS VARCHAR)`,
  });
}

function searchSelects(containing: string, limit: number, spellings: Spellings) {
  const needle = containing.trim().toLowerCase();
  const length = raw(String([...needle].length));
  const ranked = (name: Sql, key: Sql) => sql`ROW_NUMBER() OVER (
      ORDER BY CASE WHEN LEFT(LOWER(${name}), ${length}) = ${needle} THEN 0 ELSE 1 END,
        LOWER(${name}), ${name}, ${key}
    )`;
  return batchQuery({
    account: {
      columns: {
        id: columnAs.text(raw('x.account_id')),
        name: columnAs.optionalText(raw('x.account_name')),
        csm: columnAs.optionalText(spelled(raw('x.current_csm'), spellings)),
        place: columnAs.number(raw('x.place')),
      },
      from: sql`FROM (
  SELECT a.account_id, a.account_name, a.current_csm,
    ${ranked(raw('COALESCE(a.account_name, a.account_id)'), raw('a.account_id'))} AS place
  FROM (
    ${accountsDeduped(
      sql`CONTAINS(LOWER(COALESCE(account_name, '') || ' ' || account_id), ${needle})`,
    )}
  ) AS a
) AS x
WHERE x.place <= ${limit}`,
    },
    csm: {
      columns: {
        name: columnAs.text(raw('x.csm_name')),
        active: columnAs.flag(raw('x.is_active')),
        place: columnAs.number(raw('x.place')),
      },
      from: sql`FROM (
  SELECT c.csm_name, c.is_active, ${ranked(raw('c.csm_name'), raw('c.csm_name'))} AS place
  FROM (
    SELECT csm_name, COUNT_IF(is_active) > 0 AS is_active
    FROM (
      SELECT ${spelled(raw('v.csm_name'), spellings)} AS csm_name, v.is_active
      FROM (
        ${csmsDeduped}
      ) AS v
    ) AS v
    WHERE csm_name IS NOT NULL
    GROUP BY csm_name
  ) AS c
  WHERE CONTAINS(LOWER(c.csm_name), ${needle})
) AS x
WHERE x.place <= ${limit}`,
    },
  });
}

/**
 * Accounts and CSMs whose name or id contains the text, at most `limit` of each. Names that start
 * with the text come first.
 */
export function searchAccountsAndCsms(
  containing: string,
  limit: number,
  spellings: Spellings,
): Query<z.infer<ReturnType<typeof searchSelects>['row']>> {
  const questions = searchSelects(containing, limit, spellings);
  return query({
    name: 'search.accounts-and-csms',
    tables: ['accounts', 'csms', 'csmDetails'],
    row: questions.row,
    sql: questions.select,
  });
}
