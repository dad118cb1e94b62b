import 'server-only';
import { AppError } from '@/lib/errors';
import { takeExpiredLock, takeLock } from '@/lib/warehouse/sql/locks';
import {
  failAbandonedRuns,
  insertRun,
  type NewRun,
  runById,
  runUnderWay,
} from '@/lib/warehouse/sql/runs';
import type { Session, Warehouse } from '@/lib/warehouse/types';

/** How long a run's lock lasts without being extended, in milliseconds. */
export const lease = 60_000;

/**
 * Records a run together with the lock that lets one go at a time, across processes. A lock left
 * behind by a dead process expires, and its run is recorded as interrupted.
 * @throws AppError `run_in_progress`, telling whose run is under way.
 */
export async function recordStart(warehouse: Warehouse, run: NewRun): Promise<void> {
  const { id: holder, at: now } = run;
  const lock = { name: 'run', holder, now, until: new Date(now.getTime() + lease) } as const;
  const work = async (session: Session): Promise<void> => {
    if ((await session.write(takeLock(lock))) === 0) {
      if ((await session.write(takeExpiredLock(lock))) === 0) throw await inProgress(session);
      await session.write(failAbandonedRuns(now, new Date(now.getTime() - lease)));
    }
    if ((await session.write(insertRun(run))) === 1) return;
    // Somebody began as the lock was taken, or it was this run, whose commit was not heard of.
    const [recorded] = await session.read(runById(run.id));
    if (!recorded) throw await inProgress(session);
  };
  await warehouse.transaction('runs.start', work, { repeatable: true });
}

async function inProgress(session: Session): Promise<AppError> {
  const [running] = await session.read(runUnderWay());
  const whose = running ? `${running.startedByName}’s run is` : 'Another run is';
  return new AppError('run_in_progress', `${whose} under way. Wait for it to end, or cancel it.`, {
    details: running
      ? { runId: running.id, startedByName: running.startedByName, startedAt: running.startedAt }
      : {},
  });
}
