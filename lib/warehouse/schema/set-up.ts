import { AppError } from '@/lib/errors';
import { ensureLock } from '../sql/locks';
import { insertPolicy } from '../sql/policies';
import { findSchemaVersions, readSchemaVersion, recordSchemaVersion } from '../sql/schema-versions';
import type { Warehouse } from '../types';
import { type Migration, migrations as released } from './migrations';
import { contractViews, onboardingView } from './views';

/** What setting up found and made. */
export interface SetUpReport {
  /** The schema's version before, null for a warehouse without our tables. */
  readonly from: number | null;
  readonly to: number;
}

/** The newest schema that a list of migrations leads to. */
function newestVersion(migrations: readonly Migration[] = released): number {
  return Math.max(0, ...migrations.map(({ version }) => version));
}

/**
 * Creates what is missing and brings an older schema forward, each version in its own transaction
 * and without losing a row. What is there already stays as it is, a redefined view included.
 * @param options.policyJson the first policy, as JSON, for a warehouse that has none
 * @throws AppError `warehouse_too_new` when the schema is newer than this program.
 */
export async function setUp(
  warehouse: Warehouse,
  options: {
    readonly now: Date;
    readonly policyJson: string;
    readonly migrations?: readonly Migration[];
  },
): Promise<SetUpReport> {
  const { now, policyJson, migrations = released } = options;
  const from = await schemaVersion(warehouse);
  const to = newestVersion(migrations);
  if (from !== null && from > to) throw tooNew(from, to);
  for (const migration of migrations) {
    if (from !== null && migration.version <= from) continue;
    await apply(warehouse, migration, now);
  }
  // The share is another database, and a transaction writes to one only.
  await run(warehouse, 'set-up.share', [onboardingView]);
  await run(warehouse, 'set-up.views', contractViews);
  await warehouse.transaction('set-up.first-rows', async (session) => {
    await session.write(
      insertPolicy({ version: 1, policyJson, note: null, createdBy: 'setup', now }),
    );
    await session.write(ensureLock('run'));
  });
  return { from, to };
}

/** The schema's version, null where our tables are missing. */
async function schemaVersion(warehouse: Warehouse): Promise<number | null> {
  const [table] = await warehouse.read(findSchemaVersions());
  if (!table?.found) return null;
  const [row] = await warehouse.read(readSchemaVersion());
  return row?.version ?? null;
}

/**
 * Refuses a warehouse that this program cannot work with.
 * @throws AppError `warehouse_missing` or `warehouse_too_new`.
 */
export async function checkSchema(warehouse: Warehouse): Promise<void> {
  const found = await schemaVersion(warehouse);
  const wanted = newestVersion();
  if (found === null) {
    throw new AppError(
      'warehouse_missing',
      'The warehouse has none of the tables that this program needs. Run `npm run setup`, which adds them and keeps the rest.',
    );
  }
  if (found > wanted) throw tooNew(found, wanted);
  if (found < wanted) {
    throw new AppError(
      'warehouse_missing',
      `The warehouse is of version ${found}, older than this program's ${wanted}. Run \`npm run setup\`, which brings it forward and keeps every row.`,
    );
  }
}

function tooNew(found: number, wanted: number): AppError {
  return new AppError(
    'warehouse_too_new',
    `The warehouse is of version ${found}, newer than this program's ${wanted}. Update the program; nothing was changed.`,
  );
}

async function apply(warehouse: Warehouse, migration: Migration, now: Date): Promise<void> {
  const name = `set-up.version-${migration.version}`;
  await warehouse.transaction(name, async (session) => {
    for (const sql of migration.statements) await session.write({ name, sql, binds: [] });
    await session.write(recordSchemaVersion(migration.version, now));
  });
}

async function run(warehouse: Warehouse, name: string, statements: readonly string[]) {
  await warehouse.transaction(name, async (session) => {
    for (const sql of statements) await session.write({ name, sql, binds: [] });
  });
}
