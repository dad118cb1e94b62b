import { AppError } from '@/lib/server/errors';
import { databaseFiles } from '@/lib/warehouse/database-files';
import type { WarehouseContents } from '@/lib/warehouse/types';
import { readContents } from './contents';
import { type Engine, openEngine } from './engine';
import { toWarehouseError } from './errors';
import { requireNotOpenHere } from './open-duckdb';

/** Leaves cores and memory to the warehouse that this process has open. */
const limits = { threads: '1', memory_limit: '1GB' };

/** Merges the logs of copied files into them. */
export function finishCopy(path: string): Promise<void> {
  return withCopy(path, { readOnly: false }, ({ writer }) =>
    writer.use('copy', {}, async (connection) => {
      for (const database of ['DSV_WAREHOUSE', 'DSV_SHARE']) {
        await connection.run(`CHECKPOINT ${database}`);
      }
    }),
  );
}

/** Opens a copy, reads every value, and returns what it has. Changes nothing. */
export function readCopy(path: string): Promise<WarehouseContents> {
  return withCopy(path, { readOnly: true }, ({ readers }) =>
    readers.use('copy', {}, (connection) => readContents(connection, { everyValue: true })),
  );
}

/**
 * Finds out whether no other process has a warehouse open. One that is missing or damaged is unused.
 * @throws AppError `warehouse_busy`
 */
export async function requireUnused(path: string): Promise<void> {
  requireNotOpenHere(databaseFiles(path));
  await withCopy(path, { readOnly: true }, async () => {}).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'warehouse_busy') throw error;
  });
}

async function withCopy<Result>(
  path: string,
  { readOnly }: { readonly readOnly: boolean },
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  try {
    const engine = await openEngine(databaseFiles(path), { readOnly, create: false }, limits);
    try {
      return await work(engine);
    } finally {
      await engine.close();
    }
  } catch (error) {
    throw toWarehouseError(error, 'copy');
  }
}
