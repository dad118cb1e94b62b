import 'server-only';
import { resolve } from 'node:path';
import { env } from './env';
import { defaultPolicy } from './policy/policy';
import { openWarehouse } from './warehouse/open';
import { contractFaults } from './warehouse/schema/contract';
import { type SetUpReport, setUp } from './warehouse/schema/set-up';
import { contractColumns } from './warehouse/sql/contract';
import type { Warehouse } from './warehouse/types';

/**
 * Creates the warehouse that the settings name, or adds what it lacks; running it again changes
 * nothing.
 * @throws AppError with a `warehouse_*` code.
 */
export async function setUpWarehouse(now: Date): Promise<
  SetUpReport & {
    readonly path: string;
    /** Contract views that were missing and were made. */
    readonly made: readonly string[];
    /** What is wrong with a contract view that was redefined, a sentence each. */
    readonly faults: readonly string[];
  }
> {
  const warehouse = await openWarehouse({ create: true });
  try {
    const before = await viewsOf(warehouse);
    const report = await setUp(warehouse, { now, policyJson: JSON.stringify(defaultPolicy) });
    const made = (await viewsOf(warehouse)).filter((view) => !before.includes(view));
    const faults = await contractFaults(warehouse);
    return { ...report, path: resolve(env().DUCKDB_PATH), made, faults };
  } finally {
    await warehouse.close();
  }
}

async function viewsOf(warehouse: Warehouse): Promise<readonly string[]> {
  const columns = await warehouse.read(contractColumns());
  return [...new Set(columns.map(({ view_name }) => view_name))].sort();
}
