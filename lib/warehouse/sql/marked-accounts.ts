import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { amount, text, timestampBind } from './shared/columns';
import { scopedAccounts } from './shared/dedupe';
import { newestMarks, openMarks } from './shared/marked-accounts';
import { needTables } from './shared/need';
import { isOfClasses, type ScopePolicy } from './shared/routing-scope';
import { isOneOfPeople, type Spellings } from './shared/spellings';
import { command, query } from './shared/statement';

/** People whose accounts to mark or count, by the names to use. */
export interface Owners {
  readonly names: readonly string[];
  readonly spellings: Spellings;
}

/** Who marked accounts, when, and why. */
export interface MarkOrigin {
  readonly by: { readonly email: string; readonly name: string };
  readonly at: Date;
  readonly reason: string | null;
}

/**
 * FROM clause: the accounts `a` of these owners in the policy's classes, whatever their onboarding
 * status, each once, with the newest mark `m`.
 */
function ownedAccounts({ names, spellings }: Owners, policy: ScopePolicy): Sql {
  return sql`FROM (
  SELECT *
  FROM (
    ${scopedAccounts(policy, raw('TRUE'))}
  ) AS s
  WHERE ${isOneOfPeople(raw('current_csm'), names, spellings)} AND ${isOfClasses(policy)}
) AS a
LEFT JOIN (
  ${newestMarks}
) AS m ON m.account_id = a.account_id`;
}

/** Condition on `ownedAccounts`: the account already waits for a CSM. */
const isWaiting = raw('COALESCE(a.needs_csm, FALSE) AND NOT a.assigned_since');

// Newer than the row it replaces, even if another server's clock is ahead.
const newerThanBefore = (at: Date) => sql`CASE WHEN m.marked_at >= ${timestampBind(at)}
    THEN DATEADD('millisecond', 1, m.marked_at) ELSE ${timestampBind(at)} END`;

const origin = ({ by, reason }: MarkOrigin) => sql`CAST(${by.email} AS VARCHAR),
  CAST(${by.name} AS VARCHAR), CAST(${reason} AS VARCHAR)`;

const insertColumns = raw('account_id, is_marked, marked_at, marked_by, marked_by_name, reason');

/**
 * Marks the accounts of these owners as needing a CSM. Affects one row per account, and none for an
 * account that already waits for a CSM.
 */
export function markAccountsOf(owners: Owners, policy: ScopePolicy, mark: MarkOrigin): Command {
  return command({
    name: 'accounts.mark',
    tables: needTables,
    sql: sql`INSERT INTO ${t.markedAccounts} (${insertColumns})
SELECT a.account_id, TRUE, ${newerThanBefore(mark.at)}, ${origin(mark)}
${ownedAccounts(owners, policy)}
WHERE NOT (${isWaiting})`,
  });
}

/** Takes back the mark of an account. Affects no row if it has none in effect. */
export function unmarkAccount(accountId: string, mark: MarkOrigin): Command {
  return command({
    name: 'accounts.unmark',
    tables: ['assignments', 'markedAccounts'],
    sql: sql`INSERT INTO ${t.markedAccounts} (${insertColumns})
SELECT m.account_id, FALSE, ${newerThanBefore(mark.at)}, ${origin(mark)}
FROM (
  SELECT mark_of AS account_id, mark_at AS marked_at
  FROM (
    ${openMarks}
  ) AS k
  WHERE mark_of = ${accountId}
) AS m`,
  });
}

const ownerRow = z
  .object({ owner: text, accounts: amount, waiting: amount })
  .transform(({ owner, accounts, waiting }) => ({
    owner,
    accounts,
    /** Those that already wait for a CSM. */
    waiting,
  }));

/** How many accounts each of these owners has in the policy's classes, by the spelling of the owner. */
export function accountsOfOwners(
  owners: Owners,
  policy: ScopePolicy,
): Query<z.infer<typeof ownerRow>> {
  return query({
    name: 'accounts.of-owners',
    tables: needTables,
    row: ownerRow,
    sql: sql`SELECT a.current_csm AS owner, COUNT(*) AS accounts,
  COALESCE(COUNT_IF(${isWaiting}), 0) AS waiting
${ownedAccounts(owners, policy)}
GROUP BY a.current_csm
ORDER BY a.current_csm`,
  });
}
