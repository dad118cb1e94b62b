import 'server-only';
import { readLock, releaseLock } from '@/lib/warehouse/sql/locks';
import { failAbandonedRuns } from '@/lib/warehouse/sql/runs';
import type { Warehouse } from '@/lib/warehouse/types';

/**
 * Records runs whose process is gone as interrupted; for the start of a process. The embedded
 * warehouse belongs to one process, so a lock found in it is left over and freed at once.
 * @returns how many runs were interrupted
 */
export async function recoverRuns(warehouse: Warehouse, now: Date): Promise<number> {
  return warehouse.transaction('runs.recover', async (session) => {
    if (warehouse.kind === 'duckdb') {
      const [lock] = await session.read(readLock('run'));
      if (lock?.holder) await session.write(releaseLock('run', lock.holder));
    }
    return session.write(failAbandonedRuns(now));
  });
}
