import { AppError } from '@/lib/server/errors';
import { ensureLock, readLock } from '@/lib/warehouse/sql/locks';
import { insertPolicy, newestPolicy } from '@/lib/warehouse/sql/policies';
import {
  contractViewColumns,
  readSchemaVersion,
  recordSchemaVersion,
} from '@/lib/warehouse/sql/schema';
import { allTables, tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { contractViews, onboardingView } from './contract-views';
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

/** What setting up found and made. */
export interface SetUpReport {
  /** The schema's version before, null for a warehouse without our tables. */
  readonly from: number | null;
  readonly to: number;
  /** Contract views that were missing and were made. */
  readonly createdViews: readonly string[];
  /** What a view that was made has to leave empty, a sentence each. */
  readonly emptyColumns: readonly string[];
}

/** The newest schema that a list of migrations leads to. */
export function latestSchemaVersion(migrations: readonly Migration[] = released): number {
  return Math.max(0, ...migrations.map(({ version }) => version));
}

/**
 * Creates what is missing and brings an older schema forward without losing a row. What is there
 * already stays as it is, a redefined view included. On the embedded warehouse each version comes
 * in one transaction; on Snowflake, where definitions commit by themselves, one that was broken off
 * is begun again by the next try.
 * @param options.policyJson the first policy, as JSON, for a warehouse that has none
 * @param options.dataTeam whether the data team's tables are made as well where they are missing
 * (as they are on the embedded warehouse unless told otherwise) or must be there
 * @param options.spelled how this installation spells a canonical name, for what is said
 * @throws AppError `warehouse_too_new` when the schema is newer than this program,
 * `warehouse_missing` when the data team's tables are, and before anything was made.
 */
export async function setUp(
  warehouse: Warehouse,
  options: {
    readonly now: Date;
    readonly policyJson: string;
    readonly dataTeam?: 'create' | 'expect' | undefined;
    readonly spelled?: ResolveName | undefined;
    readonly migrations?: readonly Migration[] | undefined;
  },
): Promise<SetUpReport> {
  const { now, policyJson, migrations = released, spelled = (name) => name } = options;
  const { dataTeam = warehouse.kind === 'duckdb' ? 'create' : 'expect' } = options;
  const from = await schemaVersion(warehouse);
  const to = latestSchemaVersion(migrations);
  if (from !== null && from > to) throw tooNewError(from, to);
  if (dataTeam === 'create') await createDataTeamTables(warehouse, spelled);
  const found = await findDataTeam(warehouse);
  requireDataTeam(found, spelled);
  for (const migration of migrations) {
    if (from !== null && migration.version <= from) continue;
    await applyMigration(warehouse, migration, now);
  }
  // Not all that they are on is there before the newest version.
  const isWhole = to >= latestSchemaVersion();
  if (isWhole && warehouse.kind === 'duckdb') await runDdl(warehouse, 'set-up.indexes', indexes);
  const made = await createContractViews(warehouse, found);
  await insertFirstRows(warehouse, policyJson, now);
  return {
    from,
    to,
    createdViews: made,
    emptyColumns: made.includes('CSM_ROUTING_ACCOUNTS_V')
      ? missingOptionalColumns(found, spelled)
      : [],
  };
}

/** Makes what the data team would provide. */
async function createDataTeamTables(warehouse: Warehouse, spelled: ResolveName): Promise<void> {
  if (warehouse.kind === 'snowflake') await refuseBesideDataTeam(warehouse, spelled);
  await runDdl(warehouse, 'set-up.data-team', dataTeamTables(columnTypes[warehouse.kind]));
  // The share is another database, and a transaction of the embedded engine writes to one only.
  await runDdl(warehouse, 'set-up.share', [onboardingView]);
}

/** Samples made beside tables of the data team's would be taken for theirs, and filled. */
async function refuseBesideDataTeam(warehouse: Warehouse, spelled: ResolveName): Promise<void> {
  if (await findColumns(warehouse, 'onboardingSource')) return;
  const found = await findDataTeam(warehouse);
  const theirs = (Object.keys(found) as (keyof DataTeam)[]).filter((key) => found[key]);
  if (theirs.length === 0) return;
  const list = theirs.map((key) => spelled(tableNames[key])).join(', ');
  throw new AppError(
    'invalid_input',
    `Sample tables are for a place without the data team's, and these are there already: ${list}. Nothing was made.`,
  );
}

/** Makes the contract views that are missing, and says which. */
async function createContractViews(
  warehouse: Warehouse,
  found: DataTeam,
): Promise<readonly string[]> {
  const there = new Set((await warehouse.read(contractViewColumns())).map((row) => row.view_name));
  const { onboarding, accountScores } = found;
  if (!onboarding || !accountScores) return [];
  const missing = Object.entries(contractViews({ onboarding, accountScores })).filter(
    ([view]) => !there.has(view),
  );
  await runDdl(
    warehouse,
    'set-up.views',
    missing.map(([, sql]) => sql),
  );
  return missing.map(([view]) => view).sort();
}

/**
 * Makes the rows that must be there before anybody works. Looks first, because a role that only
 * serves may set up again, and may not write them.
 */
async function insertFirstRows(warehouse: Warehouse, policyJson: string, now: Date): Promise<void> {
  const [policy] = await warehouse.read(newestPolicy());
  const [lock] = await warehouse.read(readLock('run'));
  if (policy && lock) return;
  await warehouse.transaction('set-up.first-rows', async (session) => {
    await session.write(
      insertPolicy({ version: 1, policyJson, note: null, createdBy: 'setup', now }),
    );
    await session.write(ensureLock('run'));
  });
}

/** The schema's version, null where our tables are missing. */
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
 * Refuses a warehouse that this program cannot work with.
 * @throws AppError `warehouse_missing` or `warehouse_too_new`.
 */
export async function checkSchema(warehouse: Warehouse): Promise<void> {
  const found = await schemaVersion(warehouse);
  const wanted = latestSchemaVersion();
  if (found === null) {
    const unseen = warehouse.kind === 'snowflake' ? ', or its role may not see them' : '';
    throw new AppError(
      'warehouse_missing',
      `The warehouse has none of the tables that this program needs${unseen}. Run \`npm run setup\`, which adds them and keeps the rest.`,
    );
  }
  if (found > wanted) throw tooNewError(found, wanted);
  if (found < wanted) {
    throw new AppError(
      'warehouse_missing',
      `The warehouse is of version ${found}, older than this program's ${wanted}. Run \`npm run setup\`, which brings it forward and keeps every row.`,
    );
  }
}

function tooNewError(found: number, wanted: number): AppError {
  return new AppError(
    'warehouse_too_new',
    `The warehouse is of version ${found}, newer than this program's ${wanted}. Update the program; nothing was changed.`,
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
