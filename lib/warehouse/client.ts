import 'server-only';
import { env } from '@/lib/server/env';
import { log } from '@/lib/server/log';
import { withQueryCache } from './query-cache';
import { checkSchema } from './schema/setup';
import { statementChannel } from './statement-channel';
import type { StatementObserver, Warehouse } from './types';
import { type MonitoredWarehouse, withWriteHealth } from './write-health';

/**
 * Opens the configured warehouse without checking its schema, for commands that run alone.
 * Everything else shares the process's warehouse through `getWarehouse()`.
 * @param mode.create create the files of an embedded warehouse if they are missing
 * @throws AppError `warehouse_*`, or one that names the wrong setting
 */
export async function openWarehouse(mode: { readonly create?: boolean } = {}): Promise<Warehouse> {
  const settings = env();
  const observe: StatementObserver = (event) => {
    const { name, ms, ok, tag } = event;
    // Several requests share some statements, so only the tag says whose this one is.
    const requestId = tag?.requestId;
    log.debug({ statement: name, ms: Math.round(ms), ok, requestId }, 'statement');
    statementChannel.publish(event);
  };
  // Load only the engine in use, so the other's package may be missing.
  if (settings.WAREHOUSE === 'snowflake') {
    const { snowflakeOptionsFromEnv: snowflakeSettings } = await import('./snowflake/settings');
    const { openSnowflake } = await import('./snowflake/open-snowflake');
    return openSnowflake({ ...snowflakeSettings(settings), observe });
  }
  const { openDuckDb } = await import('./duckdb/open-duckdb');
  return openDuckDb({ path: settings.DUCKDB_PATH, create: mode.create, observe });
}

// On globalThis, because Next.js gives pages and route handlers separate copies of a module.
const holder = globalThis as { [key: symbol]: Promise<MonitoredWarehouse> | undefined };
const key = Symbol.for('csm-routing.warehouse');

/**
 * The process's warehouse. It is opened on first use, and its schema is checked. A failure is not
 * cached: the next call tries again.
 * @throws AppError `warehouse_*`
 */
export function getWarehouse(): Promise<MonitoredWarehouse> {
  holder[key] ??= openChecked().catch((error: unknown) => {
    holder[key] = undefined;
    throw error;
  });
  return holder[key];
}

/** The process's warehouse if it is open. Opens nothing and waits for no one else's attempt. */
export function openedWarehouse(): Promise<Warehouse | undefined> {
  return Promise.race([holder[key], undefined]).catch(() => undefined);
}

/** Closes the process's warehouse, if open, after its running statements. */
export async function closeWarehouse(): Promise<void> {
  const opened = holder[key];
  holder[key] = undefined;
  await (await opened?.catch(() => undefined))?.close();
}

async function openChecked(): Promise<MonitoredWarehouse> {
  const opened = await openWarehouse();
  try {
    await checkSchema(opened);
    return withWriteHealth(withQueryCache(opened));
  } catch (error) {
    await opened.close();
    throw error;
  }
}
