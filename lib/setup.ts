import 'server-only';
import { resolve } from 'node:path';
import { env } from './env';
import { defaultPolicy } from './policy/policy';
import { openWarehouse } from './warehouse/open';
import { contractFaults } from './warehouse/schema/contract';
import { type SetUpReport, setUp } from './warehouse/schema/set-up';

/**
 * Creates the warehouse that the settings name, or adds what it lacks; running it again changes
 * nothing.
 * @throws AppError with a `warehouse_*` code.
 */
export async function setUpWarehouse(now: Date): Promise<
  SetUpReport & {
    readonly path: string;
    /** What is wrong with a contract view that was redefined, a sentence each. */
    readonly faults: readonly string[];
  }
> {
  const warehouse = await openWarehouse({ create: true });
  try {
    const report = await setUp(warehouse, { now, policyJson: JSON.stringify(defaultPolicy) });
    const faults = await contractFaults(warehouse);
    return { ...report, path: resolve(env().DUCKDB_PATH), faults };
  } finally {
    await warehouse.close();
  }
}
