import 'server-only';
import { interruptedFailure } from '@/lib/reviews/labels';
import { AppError } from '@/lib/server/errors';
import { acquireExpiredLock, acquireLock } from '@/lib/warehouse/sql/locks';
import { failInterruptedReviews } from '@/lib/warehouse/sql/review-calls';
import {
  failAbandonedRuns,
  failAllRuns,
  insertRun,
  type NewRun,
  runById,
  runInProgress,
} from '@/lib/warehouse/sql/runs';
import type { Session, Warehouse } from '@/lib/warehouse/types';

/** How long a run's lock lasts without being extended, in milliseconds. */
export const LOCK_TTL_MS = 60_000;

/**
 * Records a run together with the lock that lets one go at a time, across processes. A lock left
 * behind by a dead process expires, and its run is recorded as interrupted.
 * @throws AppError `run_in_progress`, telling whose run is under way.
 */
export async function insertRunWithLock(warehouse: Warehouse, run: NewRun): Promise<void> {
  const { id: holder, at: now } = run;
  const lock = { name: 'run', holder, now, until: new Date(now.getTime() + LOCK_TTL_MS) } as const;
  const work = async (session: Session): Promise<void> => {
    if ((await session.write(acquireLock(lock))) === 0) {
      if ((await session.write(acquireExpiredLock(lock))) === 0)
        throw await runInProgressError(session);
      await session.write(failAbandonedRuns(now, new Date(now.getTime() - LOCK_TTL_MS)));
    }
    if ((await session.write(insertRun(run))) === 1) return;
    // Somebody began as the lock was taken, or it was this run, whose commit was not heard of.
    const [recorded] = await session.read(runById(run.id));
    if (!recorded) throw await runInProgressError(session);
  };
  await warehouse.transaction('runs.start', work, { idempotent: true });
}

async function runInProgressError(session: Session): Promise<AppError> {
  const [running] = await session.read(runInProgress());
  const whose = running ? `${running.startedByName}’s run is` : 'Another run is';
  return new AppError('run_in_progress', `${whose} under way. Wait for it to end, or cancel it.`, {
    details: running
      ? { runId: running.id, startedByName: running.startedByName, startedAt: running.startedAt }
      : {},
  });
}

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
      : failAbandonedRuns(now, new Date(now.getTime() - LOCK_TTL_MS));
  const lost = warehouse.kind === 'duckdb' ? 'all-started' : 'expired';
  return warehouse.transaction('runs.recover', async (session) => {
    await session.write(failInterruptedReviews(lost, now, interruptedFailure));
    return session.write(fail);
  });
}
