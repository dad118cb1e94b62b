import type { Sql } from 'sql-template-tag';
import sql from 'sql-template-tag';
import { inBatches, writeAll } from '@/lib/warehouse/sql/shared/batches';
import { valuesTable } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';

/** A CSM of a test company. Only the name is required. */
export interface TestCsm {
  readonly name: string;
  readonly active?: boolean;
  readonly tenureMonths?: number | null;
  readonly manager?: string | null;
  readonly segment?: string | null;
  readonly level?: string | null;
  readonly capacity?: number | null;
  readonly awayFrom?: string | null;
  readonly awayUntil?: string | null;
}

/** An account of a test company. Only the id is required. */
export interface TestAccount {
  readonly id: string;
  readonly name?: string | null;
  readonly needsCsm?: boolean;
  readonly since?: string | null;
  readonly csm?: string | null;
  readonly neediness?: number | null;
  readonly health?: number | null;
  readonly color?: string | null;
  readonly revenue?: number | null;
  readonly segment?: string | null;
  readonly level?: string | null;
}

const withDefault = <Value>(value: Value | undefined, fallback: Value): Value =>
  value === undefined ? fallback : value;

/** Inserts a small company into the data team's tables. */
export async function seedCompany(
  warehouse: Warehouse,
  company: { readonly csms?: readonly TestCsm[]; readonly accounts?: readonly TestAccount[] },
): Promise<void> {
  const { csms = [], accounts = [] } = company;
  const active = csms.filter((csm) => csm.active !== false);
  await warehouse.transaction('test.seed', async (session) => {
    const write = <Row>(rows: readonly Row[], insert: (rows: readonly Row[]) => Sql) =>
      writeAll(
        session,
        inBatches(rows, (batch) => ({
          name: 'test.seed',
          tables: ['activeCsms', 'accountScores', 'onboardingSource', 'csmDetails'],
          sql: insert(batch),
        })),
      );
    await write(
      active,
      (rows) =>
        sql`INSERT INTO ${t.activeCsms} (active_csm) SELECT active_csm FROM ${valuesTable(rows, [
          { name: 'active_csm', type: 'VARCHAR', value: (row) => row.name },
        ])} AS v`,
    );
    await write(
      csms,
      (rows) =>
        sql`INSERT INTO ${t.csmDetails}
(csm_name, tenure_months, manager_name, segment, account_level, capacity, away_from, away_until)
SELECT * FROM ${valuesTable(rows, [
          { name: 'csm_name', type: 'VARCHAR', value: (row) => row.name },
          {
            name: 'tenure_months',
            type: 'DOUBLE',
            value: (row) => withDefault(row.tenureMonths, 24),
          },
          { name: 'manager_name', type: 'VARCHAR', value: (row) => withDefault(row.manager, null) },
          { name: 'segment', type: 'VARCHAR', value: (row) => withDefault(row.segment, null) },
          { name: 'account_level', type: 'VARCHAR', value: (row) => withDefault(row.level, null) },
          { name: 'capacity', type: 'INTEGER', value: (row) => withDefault(row.capacity, null) },
          {
            name: 'away_from',
            type: 'TIMESTAMP_NTZ',
            value: (row) => withDefault(row.awayFrom, null),
          },
          {
            name: 'away_until',
            type: 'TIMESTAMP_NTZ',
            value: (row) => withDefault(row.awayUntil, null),
          },
        ])} AS v`,
    );
    await write(
      accounts,
      (rows) => sql`INSERT INTO ${t.onboardingSource}
(account_id_ob, account_name, tenant_id, success_transition_status_ob, needs_csm_since)
SELECT * FROM ${valuesTable(rows, [
        { name: 'account_id_ob', type: 'VARCHAR', value: (row) => row.id },
        {
          name: 'account_name',
          type: 'VARCHAR',
          value: (row) => withDefault(row.name, `Account ${row.id}`),
        },
        { name: 'tenant_id', type: 'VARCHAR', value: (row) => `tenant-${row.id}` },
        {
          name: 'success_transition_status_ob',
          type: 'VARCHAR',
          value: (row) => (withDefault(row.needsCsm, !row.csm) ? 'Needs CSM' : 'Complete'),
        },
        {
          name: 'needs_csm_since',
          type: 'TIMESTAMP_NTZ',
          value: (row) => withDefault(row.since, null),
        },
      ])} AS v`,
    );
    await write(
      accounts,
      (rows) => sql`INSERT INTO ${t.accountScores} (
  account_id_ob, responsible_csm, neediness_score, health_score, core_health_score_color, revenue,
  segment, account_level, industry
)
SELECT *, 'Software' FROM ${valuesTable(rows, [
        { name: 'account_id_ob', type: 'VARCHAR', value: (row) => row.id },
        { name: 'responsible_csm', type: 'VARCHAR', value: (row) => withDefault(row.csm, null) },
        { name: 'neediness_score', type: 'DOUBLE', value: (row) => withDefault(row.neediness, 5) },
        { name: 'health_score', type: 'DOUBLE', value: (row) => withDefault(row.health, 75) },
        {
          name: 'core_health_score_color',
          type: 'VARCHAR',
          value: (row) => withDefault(row.color, null),
        },
        { name: 'revenue', type: 'DOUBLE', value: (row) => withDefault(row.revenue, 50_000) },
        {
          name: 'segment',
          type: 'VARCHAR',
          value: (row) => withDefault(row.segment, 'Residential'),
        },
        {
          name: 'account_level',
          type: 'VARCHAR',
          value: (row) => withDefault(row.level, 'Corporate'),
        },
      ])} AS v`,
    );
  });
}
