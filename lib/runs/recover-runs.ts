import 'server-only';
import { failAbandonedRuns, failAllRuns } from '@/lib/warehouse/sql/runs';
import type { Warehouse } from '@/lib/warehouse/types';
import { lease } from './lock';

/**
 * Records runs whose process is gone as interrupted, which frees the way for the next; for the
 * start of a process. The embedded warehouse belongs to one process, so that every run found in it
 * is left over; elsewhere the run of another process is let be while its lock holds.
 * @returns how many runs were interrupted
 */
export async function recoverRuns(warehouse: Warehouse, now: Date): Promise<number> {
  const fail =
    warehouse.kind === 'duckdb'
      ? failAllRuns(now)
      : failAbandonedRuns(now, new Date(now.getTime() - lease));
  return warehouse.transaction('runs.recover', (session) => session.write(fail));
}
