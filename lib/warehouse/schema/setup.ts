import { AppError } from '@/lib/server/errors';
import { ensureLock, lockNames, readLock } from '@/lib/warehouse/sql/locks';
import { insertPolicy, newestPolicy } from '@/lib/warehouse/sql/policies';
import {
  contractViewColumns,
  readSchemaVersion,
  recordSchemaVersion,
} from '@/lib/warehouse/sql/schema';
import { allTables, tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { contractViews, onboardingView } from './contract-views';
import { findCsmSources, hasCsmSource } from './csm-sources';
import { csmSourcesTable } from './csm-sources-table';
import {
  type DataTeam,
  findColumns,
  findDataTeam,
  missingOptionalColumns,
  type ResolveName,
  requireDataTeam,
} from './data-team';
import { type Migration, migrations as released } from './migrations';
import { columnTypes, dataTeamTables, indexes } from './tables';

/** The schema version before and after setup, and the views it created. */
export interface SetUpReport {
  /** The previous schema version; null for a warehouse without our tables. */
  readonly from: number | null;
  readonly to: number;
  /** Contract views that were created. */
  readonly createdViews: readonly string[];
  /** Columns that are NULL in a created view, one sentence each. */
  readonly emptyColumns: readonly string[];
}

/** The policy version that follows the stored one, as JSON, with its note; null for none. */
export type UpgradePolicy = (
  storedJson: string,
) => { readonly policyJson: string; readonly note: string } | null;

/** The version that a list of migrations leads to. */
export function latestSchemaVersion(migrations: readonly Migration[] = released): number {
  return Math.max(0, ...migrations.map(({ version }) => version));
}

/**
 * Creates missing tables and views, and migrates an older schema without losing a row. Existing
 * objects stay unchanged, including redefined views. On the embedded warehouse each version is one
 * transaction. On Snowflake, where DDL commits immediately, an interrupted version is applied
 * again.
 * @param options.policyJson the first policy, as JSON, for a warehouse without one
 * @param options.upgradePolicy maps the newest stored policy to the version to publish after it;
 * null if it is up to date
 * @param options.dataTeam whether to create missing tables of the data team (the default on the
 * embedded warehouse) or to require them
 * @param options.dataTimeZone the time zone of the data team's times; default: UTC
 * @param options.resolveName maps a canonical name to the installation's name, for messages
 * @throws AppError `warehouse_too_new` if the schema is newer than this program;
 * `warehouse_missing` if the data team's tables are missing, before anything is created
 */
export async function setUp(
  warehouse: Warehouse,
  options: {
    readonly now: Date;
    readonly policyJson: string;
    readonly upgradePolicy?: UpgradePolicy | undefined;
    readonly dataTeam?: 'create' | 'expect' | undefined;
    readonly dataTimeZone?: string | undefined;
    readonly resolveName?: ResolveName | undefined;
    readonly migrations?: readonly Migration[] | undefined;
  },
): Promise<SetUpReport> {
  const { now, policyJson, migrations = released, resolveName = (name) => name } = options;
  const { dataTeam = warehouse.kind === 'duckdb' ? 'create' : 'expect' } = options;
  const from = await schemaVersion(warehouse);
  const to = latestSchemaVersion(migrations);
  if (from !== null && from > to) throw tooNewError(from, to);
  if (dataTeam === 'create') await createDataTeamTables(warehouse, resolveName);
  const found = await findDataTeam(warehouse);
  requireDataTeam(found, resolveName);
  for (const migration of migrations) {
    if (from !== null && migration.version <= from) continue;
    await applyMigration(warehouse, migration, now);
  }
  // Some of the indexed columns exist only in the latest version.
  const isLatest = to >= latestSchemaVersion();
  if (isLatest && warehouse.kind === 'duckdb') await runDdl(warehouse, 'set-up.indexes', indexes);
  const createdViews = await createContractViews(warehouse, found, options.dataTimeZone ?? 'UTC');
  await insertFirstRows(warehouse, policyJson, now);
  if (options.upgradePolicy) await publishUpgrade(warehouse, options.upgradePolicy, now);
  return {
    from,
    to,
    createdViews,
    emptyColumns: createdViews.includes('CSM_ROUTING_ACCOUNTS_V')
      ? missingOptionalColumns(found, resolveName)
      : [],
  };
}

/** Creates the data team's tables. */
async function createDataTeamTables(warehouse: Warehouse, resolveName: ResolveName): Promise<void> {
  if (warehouse.kind === 'snowflake') await requireNoDataTeamTables(warehouse, resolveName);
  await runDdl(warehouse, 'set-up.data-team', dataTeamTables(columnTypes[warehouse.kind]));
  // The share is a separate database, and a DuckDB transaction can write to only one.
  await runDdl(warehouse, 'set-up.share', [onboardingView]);
}

/**
 * Throws if any of the data team's tables exist. Next to sample tables they would be taken for
 * samples, and an import would write to them.
 */
async function requireNoDataTeamTables(
  warehouse: Warehouse,
  resolveName: ResolveName,
): Promise<void> {
  if (await findColumns(warehouse, 'onboardingSource')) return;
  const found = await findDataTeam(warehouse);
  const existing = (Object.keys(found) as (keyof DataTeam)[]).filter((key) => found[key]);
  if (existing.length === 0) return;
  const list = existing.map((key) => resolveName(tableNames[key])).join(', ');
  throw new AppError(
    'invalid_input',
    `Sample tables would mix with the data team's existing tables: ${list}. Nothing was created.`,
  );
}

/** Creates missing contract views and returns their names. */
async function createContractViews(
  warehouse: Warehouse,
  found: DataTeam,
  dataTimeZone: string,
): Promise<readonly string[]> {
  const rows = await warehouse.read(contractViewColumns());
  const existing = new Set(rows.map((row) => row.view_name));
  const { onboarding, accountScores } = found;
  if (!onboarding || !accountScores) return [];
  const csmSources =
    !existing.has('CSM_ROUTING_CSMS_V') && hasCsmSource(await findCsmSources(warehouse));
  const sources = { onboarding, accountScores, csmSources };
  const missing = Object.entries(contractViews(sources, dataTimeZone)).filter(
    ([view]) => !existing.has(view),
  );
  await runDdl(warehouse, 'set-up.views', [
    ...(csmSources ? [csmSourcesTable] : []),
    ...missing.map(([, sql]) => sql),
  ]);
  return missing.map(([view]) => view).sort();
}

/**
 * Inserts the first policy and the locks. Skips the transaction if all exist, so that a role
 * without write access can run setup again.
 */
async function insertFirstRows(warehouse: Warehouse, policyJson: string, now: Date): Promise<void> {
  const [policy] = await warehouse.read(newestPolicy());
  const locks = await Promise.all(lockNames.map((name) => warehouse.read(readLock(name))));
  if (policy && locks.every((rows) => rows.length > 0)) return;
  await warehouse.transaction('set-up.first-rows', async (session) => {
    await session.write(
      insertPolicy({ version: 1, policyJson, note: null, createdBy: 'setup', now }),
    );
    for (const name of lockNames) await session.write(ensureLock(name));
  });
}

/** Publishes a policy version with the settings that the newest one lacks. */
async function publishUpgrade(
  warehouse: Warehouse,
  upgradePolicy: UpgradePolicy,
  now: Date,
): Promise<void> {
  const [newest] = await warehouse.read(newestPolicy());
  const next = newest && upgradePolicy(newest.policy);
  if (!next) return;
  await warehouse.transaction('set-up.policy', (session) =>
    session.write(insertPolicy({ version: newest.version + 1, ...next, createdBy: 'setup', now })),
  );
}

/** The schema version; null if our tables are missing. */
async function schemaVersion(warehouse: Warehouse): Promise<number | null> {
  try {
    const [row] = await warehouse.read(readSchemaVersion());
    return row?.version ?? null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'warehouse_missing') return null;
    throw error;
  }
}

/**
 * Checks that the program can use this warehouse.
 * @throws AppError `warehouse_missing` or `warehouse_too_new`
 */
export async function checkSchema(warehouse: Warehouse): Promise<void> {
  const found = await schemaVersion(warehouse);
  const expected = latestSchemaVersion();
  if (found === null) {
    const roleHint = warehouse.kind === 'snowflake' ? ', or its role cannot see them' : '';
    throw new AppError(
      'warehouse_missing',
      `The warehouse has none of the tables that this program needs${roleHint}. Run \`npm run setup\` to add them.`,
    );
  }
  if (found > expected) throw tooNewError(found, expected);
  if (found < expected) {
    throw new AppError(
      'warehouse_missing',
      `The warehouse has schema version ${found}, older than this program's version ${expected}. Run \`npm run setup\` to upgrade it.`,
    );
  }
}

function tooNewError(found: number, expected: number): AppError {
  return new AppError(
    'warehouse_too_new',
    `The warehouse has schema version ${found}, newer than this program's version ${expected}. Update the program. Nothing was changed.`,
  );
}

async function applyMigration(
  warehouse: Warehouse,
  migration: Migration,
  now: Date,
): Promise<void> {
  const name = `set-up.version-${migration.version}`;
  await warehouse.transaction(name, async (session) => {
    const statements = migration.statements(columnTypes[warehouse.kind]);
    for (const sql of statements) await session.write({ name, tables: allTables, sql, binds: [] });
    await session.write(recordSchemaVersion(migration.version, now));
  });
}

async function runDdl(warehouse: Warehouse, name: string, statements: readonly string[]) {
  if (statements.length === 0) return;
  await warehouse.transaction(name, async (session) => {
    for (const sql of statements) await session.write({ name, tables: allTables, sql, binds: [] });
  });
}
