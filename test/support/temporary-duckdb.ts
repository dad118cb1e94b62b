import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPolicy } from '@/lib/policy/policy';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { setUp } from '@/lib/warehouse/schema/setup';
import type { Warehouse } from '@/lib/warehouse/types';

/** A DuckDB warehouse in a temporary folder, set up and empty. */
export interface TemporaryDuckDb {
  readonly warehouse: Warehouse;
  /** Path of the database file. */
  readonly path: string;
  /** Closes the warehouse and removes its folder. */
  dispose(): Promise<void>;
}

/** Creates a warehouse for tests. `now` is the time of its first policy. */
export async function temporaryDuckDb(
  now: Date = new Date('2026-01-01T00:00:00Z'),
): Promise<TemporaryDuckDb> {
  const folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
  const path = join(folder, 'warehouse.duckdb');
  const warehouse = await openDuckDb({ path, create: true });
  await setUp(warehouse, { now, policyJson: JSON.stringify(defaultPolicy) });
  return {
    warehouse,
    path,
    async dispose() {
      await warehouse.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
