import { temporaryWarehouse as temporaryFiles } from '@/lib/warehouse/duckdb/temporary';
import type { Warehouse } from '@/lib/warehouse/types';

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
  if (on === 'duckdb') return undefined;
  return 'not yet';
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
  if (on === 'duckdb') return temporaryFiles(now);
  throw new Error(`${on} cannot be had here: ${whyMissing(on)}.`);
}
