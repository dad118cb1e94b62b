import 'server-only';
import { interruption } from '@/lib/review/interruption';
import { endLostReviews } from '@/lib/warehouse/sql/review-calls';
import { failAbandonedRuns, failAllRuns } from '@/lib/warehouse/sql/runs';
import type { Warehouse } from '@/lib/warehouse/types';
import { lease } from './lock';

/**
 * Records runs and reviews whose process is gone as interrupted, which frees the way for the next; for the
 * start of a process. The embedded warehouse belongs to one process, so that every run found in it
 * is left over; elsewhere the run of another process is let be while its lock holds.
 * @returns how many runs were interrupted
 */
export async function recoverRuns(warehouse: Warehouse, now: Date): Promise<number> {
  const fail =
    warehouse.kind === 'duckdb'
      ? failAllRuns(now)
      : failAbandonedRuns(now, new Date(now.getTime() - lease));
  const lost = warehouse.kind === 'duckdb' ? 'all-started' : 'expired';
  return warehouse.transaction('runs.recover', async (session) => {
    await session.write(endLostReviews(lost, now, interruption));
    return session.write(fail);
  });
}
