import 'server-only';
import { env } from '@/lib/server/env';
import { log } from '@/lib/server/log';
import type { ParquetTable } from './duckdb/read-parquet';
import { withQueryCache } from './query-cache';
import { checkSchema } from './schema/setup';
import type { Warehouse } from './types';

/**
 * Opens the warehouse that the settings name, whatever its state. For commands that run alone;
 * everything else shares the process's one through `warehouse()`.
 * @param mode.create makes the files of an embedded warehouse where they are missing
 * @throws AppError with a `warehouse_*` code, or naming the setting that is wrong.
 */
export async function openWarehouse(mode: { readonly create?: boolean } = {}): Promise<Warehouse> {
  const settings = env();
  const observe = ({ name, ms, ok }: { name: string; ms: number; ok: boolean }) =>
    log.debug({ statement: name, ms: Math.round(ms), ok });
  // Each engine is loaded only where it is the one: neither has to be there for the other.
  if (settings.WAREHOUSE === 'snowflake') {
    const { snowflakeOptionsFromEnv: snowflakeSettings } = await import('./snowflake/settings');
    const { openSnowflake } = await import('./snowflake/open-snowflake');
    return openSnowflake({ ...snowflakeSettings(settings), observe });
  }
  const { openDuckDb } = await import('./duckdb/open-duckdb');
  return openDuckDb({ path: settings.DUCKDB_PATH, create: mode.create, observe });
}

// On globalThis, because Next gives pages and route handlers each their own copy of a module.
const holder = globalThis as { [key: symbol]: Promise<Warehouse> | undefined };
const key = Symbol.for('csm-routing.warehouse');

/**
 * The process's one warehouse, opened on first use and checked to have this program's schema.
 * A failure is not kept: the next call tries again.
 * @throws AppError with a `warehouse_*` code.
 */
export function getWarehouse(): Promise<Warehouse> {
  holder[key] ??= openChecked().catch((error: unknown) => {
    holder[key] = undefined;
    throw error;
  });
  return holder[key];
}

/** Closes the process's warehouse if it was opened, waiting for what is under way. */
export async function closeWarehouse(): Promise<void> {
  const opened = holder[key];
  holder[key] = undefined;
  await (await opened?.catch(() => undefined))?.close();
}

async function openChecked(): Promise<Warehouse> {
  const opened = await openWarehouse();
  try {
    await checkSchema(opened);
    return withQueryCache(opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * Reads a Parquet file apart from the warehouse, whatever that is.
 * @throws AppError `invalid_input` when the file is not readable Parquet.
 */
export async function openParquet(path: string): Promise<ParquetTable> {
  const { readParquet } = await import('./duckdb/read-parquet');
  return readParquet(path);
}
