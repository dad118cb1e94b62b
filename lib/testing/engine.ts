import { temporaryWarehouse as temporaryFiles } from '@/lib/warehouse/duckdb/temporary';
import type { Warehouse } from '@/lib/warehouse/types';
import { onAccount, onFakesnow, onProtocol } from './temporary-snowflake';

/**
 * What the tests run on: the embedded files, our own server of Snowflake's protocol, a third
 * party's engine of Snowflake's dialect, and an account of Snowflake's.
 */
export const engines = ['duckdb', 'protocol', 'fakesnow', 'snowflake'] as const;
export type Engine = (typeof engines)[number];

/** The engine that TEST_WAREHOUSE names, the embedded one otherwise. */
export const engine: Engine = chosen(process.env.TEST_WAREHOUSE || 'duckdb');

function chosen(name: string): Engine {
  const found = engines.find((each) => each === name);
  if (found) return found;
  throw new Error(`TEST_WAREHOUSE must be one of ${engines.join(', ')}, not ${name}.`);
}

/** Why an engine cannot be had here; undefined where it can. */
export function whyMissing(on: Engine): string | undefined {
  if (on === 'fakesnow' && !process.env.FAKESNOW_URL) return 'FAKESNOW_URL is not set';
  if (on === 'snowflake' && !process.env.SNOWFLAKE_TEST_ACCOUNT) {
    return 'SNOWFLAKE_TEST_ACCOUNT is not set';
  }
  return undefined;
}

/** A warehouse for one test file, set up and empty. */
export interface TemporaryWarehouse {
  readonly warehouse: Warehouse;
  /** Closes the warehouse and removes what was made for it. */
  dispose(): Promise<void>;
}

/** Makes a warehouse for tests; `now` is when its first policy was made. */
export async function temporaryWarehouse(
  now: Date = new Date('2026-01-01T00:00:00Z'),
  on: Engine = engine,
): Promise<TemporaryWarehouse> {
  const why = whyMissing(on);
  if (why) throw new Error(`There is no ${on} here: ${why}.`);
  switch (on) {
    case 'duckdb':
      return temporaryFiles(now);
    case 'protocol':
      return onProtocol(now);
    case 'fakesnow':
      return onFakesnow(process.env.FAKESNOW_URL ?? '', now);
    case 'snowflake':
      return onAccount(now);
  }
}
