import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { optionalText, text } from '@/lib/warehouse/sql/shared/columns';
import {
  command,
  query,
  type ValueColumn,
  valuesTable,
} from '@/lib/warehouse/sql/shared/statement';
import { allTables, t } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import type { DemoAccount } from './accounts';
import { type DemoCsm, isEmployed, tenureMonths } from './teams';

// What the data team's jobs write. Everything our program writes goes through its services.

/** An account's onboarding status. Only the first asks for a CSM. */
export type Onboarding = 'Needs CSM' | 'Complete' | 'Tech Touch' | 'Churned';

const ROWS_PER_STATEMENT = 500;

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

async function write(warehouse: Warehouse, statement: Sql): Promise<void> {
  await warehouse.transaction('demo.write', (session) =>
    session.write(command({ name: 'demo.write', tables: allTables, sql: statement })),
  );
}

async function insert<Row>(
  warehouse: Warehouse,
  table: Sql,
  rows: readonly Row[],
  columns: readonly ValueColumn<Row>[],
): Promise<void> {
  const list = raw(columns.map(({ name }) => name).join(', '));
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    const values = valuesTable(rows.slice(from, from + ROWS_PER_STATEMENT), columns);
    await write(warehouse, sql`INSERT INTO ${table} (${list}) SELECT * FROM ${values} AS v`);
  }
}

/** Adds accounts to the onboarding and score tables. */
export async function addAccounts(
  warehouse: Warehouse,
  accounts: readonly DemoAccount[],
  rest: { readonly status: Onboarding; readonly owner?: (account: DemoAccount) => string },
): Promise<void> {
  await insert(warehouse, t.onboardingSource, accounts, [
    { name: 'account_id_ob', type: 'VARCHAR', value: (account) => account.id },
    { name: 'account_name', type: 'VARCHAR', value: (account) => account.name },
    { name: 'tenant_id', type: 'VARCHAR', value: (account) => account.tenantId },
    { name: 'success_transition_status_ob', type: 'VARCHAR', value: () => rest.status },
  ]);
  await insert(warehouse, t.accountScores, accounts, [
    { name: 'account_id_ob', type: 'VARCHAR', value: (account) => account.id },
    { name: 'responsible_csm', type: 'VARCHAR', value: (row) => rest.owner?.(row) ?? null },
    { name: 'neediness_score', type: 'DOUBLE', value: (account) => account.neediness },
    { name: 'health_score', type: 'DOUBLE', value: (account) => account.health },
    { name: 'core_health_score_color', type: 'VARCHAR', value: (account) => account.color },
    { name: 'revenue', type: 'DOUBLE', value: (account) => account.revenue },
    { name: 'segment', type: 'VARCHAR', value: (account) => account.segment },
    { name: 'account_level', type: 'VARCHAR', value: (account) => account.level },
    { name: 'industry', type: 'VARCHAR', value: (account) => account.industry },
  ]);
}

/** An account that starts to need a CSM, and when (epoch ms). */
export interface Need {
  readonly accountId: string;
  readonly since: number;
}

/** Makes accounts need a CSM. Their owners, if any, lose them. */
export async function addNeeds(warehouse: Warehouse, needs: readonly Need[]): Promise<void> {
  if (needs.length === 0) return;
  await setOwner(
    warehouse,
    needs.map(({ accountId }) => accountId),
    null,
  );
  const values = valuesTable(needs, [
    { name: 'account_id', type: 'VARCHAR', value: (need) => need.accountId },
    { name: 'since', type: 'TIMESTAMP_NTZ', value: (need) => iso(Math.round(need.since)) },
  ]);
  await write(
    warehouse,
    sql`UPDATE ${t.onboardingSource} AS o
SET success_transition_status_ob = 'Needs CSM', needs_csm_since = v.since
FROM ${values} AS v WHERE v.account_id = o.account_id_ob`,
  );
}

/** Sets the status of accounts that do not need a CSM. */
export async function setStatus(
  warehouse: Warehouse,
  accountIds: readonly string[],
  status: Exclude<Onboarding, 'Needs CSM'>,
): Promise<void> {
  if (accountIds.length === 0) return;
  await write(
    warehouse,
    sql`UPDATE ${t.onboardingSource} SET success_transition_status_ob = ${status}
WHERE account_id_ob IN (${join(accountIds)})`,
  );
}

/** Changes the owner of accounts outside our program, or leaves them without one. */
export async function setOwner(
  warehouse: Warehouse,
  accountIds: readonly string[],
  owner: string | null,
): Promise<void> {
  if (accountIds.length === 0) return;
  await write(
    warehouse,
    sql`UPDATE ${t.accountScores} SET responsible_csm = CAST(${owner} AS VARCHAR)
WHERE account_id_ob IN (${join(accountIds)})`,
  );
  await write(
    warehouse,
    sql`DELETE FROM ${t.assignments} WHERE account_id IN (${join(accountIds)})`,
  );
}

/**
 * The data team's refresh: accounts assigned before a time no longer need a CSM, and the score
 * table names the owner that the assignments have.
 */
export async function refresh(warehouse: Warehouse, before: number): Promise<void> {
  const assigned = sql`SELECT account_id, csm_name, assignment_date FROM ${t.assignments}
  WHERE assignment_date < CAST(${iso(before)} AS TIMESTAMP_NTZ)`;
  await write(
    warehouse,
    sql`UPDATE ${t.onboardingSource} AS o SET success_transition_status_ob = 'Complete'
FROM (${assigned}) AS a
WHERE a.account_id = o.account_id_ob AND o.success_transition_status_ob = 'Needs CSM'
  AND a.assignment_date >= o.needs_csm_since`,
  );
  await write(
    warehouse,
    sql`UPDATE ${t.accountScores} AS s SET responsible_csm = a.csm_name
FROM (${assigned}) AS a
WHERE a.account_id = s.account_id_ob AND s.responsible_csm IS DISTINCT FROM a.csm_name`,
  );
}

/** Publishes the list of active CSMs and everyone's details as of a time. */
export async function publishCsms(
  warehouse: Warehouse,
  csms: readonly DemoCsm[],
  at: number,
): Promise<void> {
  const known = csms.filter(({ hiredAt }) => hiredAt <= at);
  const active = csms.filter((csm) => isEmployed(csm, at));
  await write(warehouse, sql`DELETE FROM ${t.activeCsms}`);
  await insert(warehouse, t.activeCsms, active, [
    { name: 'active_csm', type: 'VARCHAR', value: (csm) => csm.name },
  ]);
  await write(warehouse, sql`DELETE FROM ${t.csmDetails}`);
  await insert(warehouse, t.csmDetails, known, [
    { name: 'csm_name', type: 'VARCHAR', value: (csm) => csm.name },
    { name: 'tenure_months', type: 'DOUBLE', value: (csm) => tenureMonths(csm, at) },
    { name: 'manager_name', type: 'VARCHAR', value: (csm) => csm.manager },
    { name: 'segment', type: 'VARCHAR', value: (csm) => csm.segment },
    { name: 'account_level', type: 'VARCHAR', value: (csm) => csm.level },
    { name: 'capacity', type: 'INTEGER', value: (csm) => csm.capacity },
    { name: 'away_until', type: 'TIMESTAMP_NTZ', value: () => null },
  ]);
}

/** Sets how many accounts a CSM may own, or until when the CSM is away. */
export async function setCsmDetails(
  warehouse: Warehouse,
  csm: string,
  details: { readonly capacity: number } | { readonly awayUntil: number },
): Promise<void> {
  const change =
    'capacity' in details
      ? sql`capacity = CAST(${details.capacity} AS INTEGER)`
      : sql`away_until = CAST(${iso(details.awayUntil)} AS TIMESTAMP_NTZ)`;
  await write(warehouse, sql`UPDATE ${t.csmDetails} SET ${change} WHERE csm_name = ${csm}`);
}

const ownedRow = z
  .object({ account_id: text, owner: optionalText, segment: optionalText, level: optionalText })
  .transform(({ account_id: id, ...row }) => ({ id, ...row }));
export type OwnedAccount = z.infer<typeof ownedRow>;

/**
 * Returns the accounts with a status that nothing has happened to since a time. Accounts with an
 * undecided recommendation are left out: removing their assignment would make it pending again.
 */
export function settledAccounts(
  warehouse: Warehouse,
  status: Onboarding,
  since: number,
): Promise<readonly OwnedAccount[]> {
  return warehouse.read(
    query({
      name: 'demo.settled-accounts',
      tables: ['recommendations', 'assignments', 'accounts', 'decisions', 'onboardingSource'],
      row: ownedRow,
      sql: sql`SELECT v.account_id, v.current_csm AS owner, v.account_segment AS segment,
  v.account_level AS level
FROM ${t.accounts} AS v
JOIN ${t.onboardingSource} AS o ON o.account_id_ob = v.account_id
LEFT JOIN ${t.assignments} AS a ON a.account_id = v.account_id
WHERE o.success_transition_status_ob = ${status}
  AND COALESCE(a.assignment_date < CAST(${iso(since)} AS TIMESTAMP_NTZ), TRUE)
  AND v.account_id NOT IN (
    SELECT r.account_id FROM ${t.recommendations} AS r
    LEFT JOIN ${t.decisions} AS d ON d.recommendation_id = r.recommendation_id
    WHERE r.actual_assigned_csm IS NULL AND d.decision_id IS NULL
  )
ORDER BY v.account_id`,
    }),
  );
}
