import sql from 'sql-template-tag';
import { t } from '@/lib/warehouse/tables';
import type { Command } from '@/lib/warehouse/types';
import { inBatches } from './shared/batches';
import { toDataTimeZone } from './shared/columns';
import { command, type ValueColumn, valuesTable } from './shared/statement';

/** An account in the embedded warehouse's source tables. */
export interface SourceAccount {
  readonly accountId: string;
  readonly accountName: string | null;
  readonly tenantId: string | null;
  readonly needsCsm: boolean;
  readonly needsCsmSince: Date | null;
  readonly currentCsm: string | null;
  readonly needinessScore: number | null;
  readonly healthScore: number | null;
  readonly healthColor: string | null;
  readonly revenue: number | null;
  readonly segment: string | null;
  readonly level: string | null;
  readonly industry: string | null;
}

/** A CSM in the embedded warehouse's source tables. */
export interface SourceCsm {
  readonly name: string;
  readonly tenureMonths: number | null;
  readonly managerName: string | null;
  readonly segment: string | null;
  readonly level: string | null;
  readonly capacity: number | null;
  readonly awayUntil: Date | null;
  /** `YYYY-MM-DD`. With it, the tenure does not count. */
  readonly startDate: string | null;
  readonly awayFrom: Date | null;
  /** JSON: what the import has for values that people edited in the app. */
  readonly sourceValues: string | null;
}

/** Empties the source tables of the accounts view. Assignments and recommendations stay. */
export function clearAccounts(): readonly Command[] {
  return [
    command({
      name: 'sources.clear-onboarding',
      tables: ['onboardingSource'],
      sql: sql`DELETE FROM ${t.onboardingSource}`,
    }),
    command({
      name: 'sources.clear-scores',
      tables: ['accountScores'],
      sql: sql`DELETE FROM ${t.accountScores}`,
    }),
  ];
}

/** Empties the source tables of the CSM view. */
export function clearCsms(): readonly Command[] {
  return [
    command({
      name: 'sources.clear-active-csms',
      tables: ['activeCsms'],
      sql: sql`DELETE FROM ${t.activeCsms}`,
    }),
    command({
      name: 'sources.clear-csm-details',
      tables: ['csmDetails'],
      sql: sql`DELETE FROM ${t.csmDetails}`,
    }),
  ];
}

const onboardingColumns: readonly ValueColumn<SourceAccount>[] = [
  { name: 'account_id_ob', type: 'VARCHAR', value: (row) => row.accountId },
  { name: 'account_name', type: 'VARCHAR', value: (row) => row.accountName },
  { name: 'tenant_id', type: 'VARCHAR', value: (row) => row.tenantId },
  {
    name: 'success_transition_status_ob',
    type: 'VARCHAR',
    value: (row) => (row.needsCsm ? 'Needs CSM' : 'Complete'),
  },
  {
    name: 'needs_csm_since',
    type: 'TIMESTAMP_NTZ',
    value: (row) => row.needsCsmSince?.toISOString() ?? null,
  },
];

/** Inserts the accounts' onboarding rows. */
export function insertOnboarding(rows: readonly SourceAccount[]): readonly Command[] {
  return inBatches(rows, (batch) => ({
    name: 'sources.insert-onboarding',
    tables: ['onboardingSource'],
    sql: sql`INSERT INTO ${t.onboardingSource} (
  account_id_ob, account_name, tenant_id, success_transition_status_ob, needs_csm_since
)
SELECT account_id_ob, account_name, tenant_id, success_transition_status_ob,
  ${toDataTimeZone(sql`needs_csm_since`)}
FROM ${valuesTable(batch, onboardingColumns)} AS v`,
  }));
}

const scoreColumns: readonly ValueColumn<SourceAccount>[] = [
  { name: 'account_id_ob', type: 'VARCHAR', value: (row) => row.accountId },
  { name: 'responsible_csm', type: 'VARCHAR', value: (row) => row.currentCsm },
  { name: 'neediness_score', type: 'DOUBLE', value: (row) => row.needinessScore },
  { name: 'health_score', type: 'DOUBLE', value: (row) => row.healthScore },
  { name: 'core_health_score_color', type: 'VARCHAR', value: (row) => row.healthColor },
  { name: 'revenue', type: 'DOUBLE', value: (row) => row.revenue },
  { name: 'segment', type: 'VARCHAR', value: (row) => row.segment },
  { name: 'account_level', type: 'VARCHAR', value: (row) => row.level },
  { name: 'industry', type: 'VARCHAR', value: (row) => row.industry },
];

/** Inserts the accounts' scores and owners. */
export function insertScores(rows: readonly SourceAccount[]): readonly Command[] {
  return inBatches(rows, (batch) => ({
    name: 'sources.insert-scores',
    tables: ['accountScores'],
    sql: sql`INSERT INTO ${t.accountScores} (
  account_id_ob, responsible_csm, neediness_score, health_score, core_health_score_color, revenue,
  segment, account_level, industry
)
SELECT account_id_ob, responsible_csm, neediness_score, health_score, core_health_score_color,
  revenue, segment, account_level, industry
FROM ${valuesTable(batch, scoreColumns)} AS v`,
  }));
}

/** Inserts the list of active CSMs. */
export function insertActiveCsms(csms: readonly string[]): readonly Command[] {
  const columns: readonly ValueColumn<string>[] = [
    { name: 'active_csm', type: 'VARCHAR', value: (name) => name },
  ];
  return inBatches(csms, (batch) => ({
    name: 'sources.insert-active-csms',
    tables: ['activeCsms'],
    sql: sql`INSERT INTO ${t.activeCsms} (active_csm)
SELECT active_csm FROM ${valuesTable(batch, columns)} AS v`,
  }));
}

const detailColumns: readonly ValueColumn<SourceCsm>[] = [
  { name: 'csm_name', type: 'VARCHAR', value: (row) => row.name },
  { name: 'tenure_months', type: 'DOUBLE', value: (row) => row.tenureMonths },
  { name: 'manager_name', type: 'VARCHAR', value: (row) => row.managerName },
  { name: 'segment', type: 'VARCHAR', value: (row) => row.segment },
  { name: 'account_level', type: 'VARCHAR', value: (row) => row.level },
  { name: 'capacity', type: 'INTEGER', value: (row) => row.capacity },
  {
    name: 'away_until',
    type: 'TIMESTAMP_NTZ',
    value: (row) => row.awayUntil?.toISOString() ?? null,
  },
  { name: 'start_date', type: 'DATE', value: (row) => row.startDate },
  {
    name: 'away_from',
    type: 'TIMESTAMP_NTZ',
    value: (row) => row.awayFrom?.toISOString() ?? null,
  },
  { name: 'source_values', type: 'VARCHAR', value: (row) => row.sourceValues },
];

/** Inserts the CSMs' details. */
export function insertCsmDetails(rows: readonly SourceCsm[]): readonly Command[] {
  return inBatches(rows, (batch) => ({
    name: 'sources.insert-csm-details',
    tables: ['csmDetails'],
    sql: sql`INSERT INTO ${t.csmDetails} (
  csm_name, tenure_months, manager_name, segment, account_level, capacity, away_until, start_date,
  away_from, source_values
)
SELECT csm_name, tenure_months, manager_name, segment, account_level, capacity, away_until,
  start_date, away_from, source_values
FROM ${valuesTable(batch, detailColumns)} AS v`,
  }));
}
