import 'server-only';
import { AppError } from '@/lib/errors';
import { readLock, takeLock } from '@/lib/warehouse/sql/locks';
import { failAbandonedRuns, insertRun, type NewRun, runById } from '@/lib/warehouse/sql/runs';
import type { Warehouse } from '@/lib/warehouse/types';

/** How long a run's lock lasts without being extended, in milliseconds. */
export const lease = 60_000;

/**
 * Records a run together with the lock that lets one go at a time, across processes. A lock left
 * behind by a dead process expires, and its run is recorded as interrupted.
 * @throws AppError `run_in_progress`, telling whose run is under way.
 */
export async function recordStart(warehouse: Warehouse, run: NewRun): Promise<void> {
  const { id: holder, at: now } = run;
  const until = new Date(now.getTime() + lease);
  const taken = await warehouse.transaction('runs.start', async (session) => {
    const won = await session.write(takeLock({ name: 'run', holder, now, until }));
    if (won !== 1) return false;
    await session.write(failAbandonedRuns(now));
    await session.write(insertRun(run));
    return true;
  });
  if (taken) return;
  const [held] = await warehouse.read(readLock('run'));
  const [running] = held?.holder ? await warehouse.read(runById(held.holder)) : [];
  const whose = running ? `${running.startedByName}’s run is` : 'Another run is';
  throw new AppError('run_in_progress', `${whose} under way. Wait for it to end, or cancel it.`, {
    details: running
      ? { runId: running.id, startedByName: running.startedByName, startedAt: running.startedAt }
      : {},
  });
}
