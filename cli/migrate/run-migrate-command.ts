import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { operator } from '@/cli/run-command';
import { print, printError } from '@/cli/terminal-text';
import {
  type Migration,
  type MigrationProgress,
  migrateToSnowflake,
} from '@/lib/migration/migrate-to-snowflake';
import { env } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { closeWarehouse, getWarehouse } from '@/lib/warehouse/client';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { checkSchema } from '@/lib/warehouse/schema/setup';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';

const usage = `Usage: npm run migrate-to-snowflake [-- --from FILE] [--json]
Copies the app's tables from the embedded warehouse to Snowflake, and compares every row. Set WAREHOUSE=snowflake
and Snowflake's settings, and run \`npm run setup\` first. The source is DUCKDB_PATH, or --from: stop its server,
or name warehouse.duckdb in a backup's folder. Nothing in the source is changed. Run the command again after an
interruption: it continues where it stopped.`;

/** How the command gets both warehouses; tests pass temporary ones. */
export interface MigrationAccess {
  readonly openSource: (path: string) => Promise<Warehouse>;
  readonly openTarget: () => Promise<Warehouse>;
  readonly closeTarget: () => Promise<void>;
}

/** Migrates the embedded warehouse to Snowflake and reports what was moved. */
export async function runMigrateCommand(
  args: string[],
  access: MigrationAccess = {
    openSource: (path) => openDuckDb({ path, readOnly: true }),
    openTarget,
    closeTarget: closeWarehouse,
  },
): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      from: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(usage);
  const path = resolve(values.from ?? env().DUCKDB_PATH);
  const source = await openSource(path, access);
  try {
    await checkSchema(source);
    const target = await access.openTarget();
    const ctx = { source, target, person: operator(), now: () => new Date() };
    const migration = await migrateToSnowflake({ ...ctx, onProgress: progressLines() });
    if (values.json) print(JSON.stringify(migration, null, 2));
    else report(migration, path);
  } finally {
    await source.close();
    await access.closeTarget();
  }
}

async function openTarget(): Promise<Warehouse> {
  if (env().WAREHOUSE === 'snowflake') return getWarehouse();
  throw new AppError(
    'invalid_input',
    'Set WAREHOUSE=snowflake and the settings of Snowflake. Nothing was moved.',
  );
}

async function openSource(path: string, access: MigrationAccess): Promise<Warehouse> {
  return access.openSource(path).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'warehouse_busy') throw error;
    throw new AppError(
      error.code,
      `${error.message} Or move a backup: --from FOLDER/warehouse.duckdb, with a folder that \`npm run backup\` made.`,
      { cause: error },
    );
  });
}

/** Prints a line for each stage of each table. */
function progressLines(): (progress: MigrationProgress) => void {
  let last = '';
  return ({ stage, table }) => {
    const words = { checking: 'Checking', moving: 'Moving', verifying: 'Comparing' };
    const line = `${words[stage]} ${tableNames[table]}…`;
    if (line !== last) printError(line);
    last = line;
  };
}

function report(migration: Migration, path: string): void {
  const { rows, inserted, keptAssignments, unknownAccounts, inactiveCsms } = migration;
  const count = (value: number) => value.toLocaleString();
  print(`Compared ${count(rows)} rows of ${path} with Snowflake: all are there and equal.`);
  print(`${count(inserted)} were inserted now. The audit trail verifies.`);
  if (keptAssignments > 0) {
    print(
      `Note: ${count(keptAssignments)} accounts have another assignment in Snowflake, which was kept.`,
    );
  }
  for (const [words, { total, examples }] of [
    ["of the history's accounts are not in the data team's tables", unknownAccounts],
    ["of the history's CSMs are not in the data team's active list", inactiveCsms],
  ] as const) {
    if (total === 0) continue;
    const more = total > examples.length ? ', …' : '';
    print(`Note: ${count(total)} ${words}: ${examples.join(', ')}${more}`);
  }
  print('Next: start the servers with WAREHOUSE=snowflake. Everyone has to sign in again.');
}
