import { MINUTE_MS } from '@/lib/time';
import 'server-only';
import { interruptedFailure } from '@/lib/reviews/labels';
import {
  auditedTransaction,
  programActor,
  type RecordAudit,
} from '@/lib/server/audit/audited-transaction';
import type { Context } from '@/lib/server/context';
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
  runsInterruptedAt,
} from '@/lib/warehouse/sql/runs';
import type { Command, Session, Warehouse } from '@/lib/warehouse/types';

/** How long a run's lock is valid without being extended, in milliseconds. */
export const LOCK_TTL_MS = MINUTE_MS;

/**
 * Records a run and takes the lock that allows one run at a time across processes. The lock of a
 * dead process expires; its run is then recorded as interrupted.
 *
 * @throws AppError `run_in_progress`, naming who started the other run
 */
export async function insertRunWithLock(
  ctx: Pick<Context, 'warehouse' | 'person' | 'now'>,
  run: NewRun,
): Promise<void> {
  const { id: holder, at: now } = run;
  const lock = { name: 'run', holder, now, until: new Date(now.getTime() + LOCK_TTL_MS) } as const;
  const work = async (session: Session, record: RecordAudit): Promise<void> => {
    if ((await session.write(acquireLock(lock))) === 0) {
      if ((await session.write(acquireExpiredLock(lock))) === 0)
        throw await runInProgressError(session);
      await endInterrupted(session, failAbandonedRuns(now, expiredSince(now)), now, record);
    }
    if ((await session.write(insertRun(run))) === 1) {
      const { mode, dryRun, accountId, batchSize, policyVersion, maxPerRun } = run;
      const details = { mode, dryRun, accountId, batchSize, policyVersion, maxPerRun };
      record({ action: 'run.started', subject: run.id, details });
      return;
    }
    // Either another run started meanwhile, or this is a retry after a commit without a response.
    const [recorded] = await session.read(runById(run.id));
    if (!recorded) throw await runInProgressError(session);
  };
  await auditedTransaction(ctx, 'runs.start', work, { idempotent: true });
}

async function runInProgressError(session: Session): Promise<AppError> {
  const [running] = await session.read(runInProgress());
  const whose = running ? `${running.startedByName}’s run is` : 'Another run is';
  return new AppError(
    'run_in_progress',
    `${whose} in progress. Wait for it to finish, or cancel it.`,
    {
      details: running
        ? { runId: running.id, startedByName: running.startedByName, startedAt: running.startedAt }
        : {},
    },
  );
}

/**
 * Records the runs and reviews of dead processes as interrupted. Call it when a process starts. A
 * DuckDB file belongs to one process, so all of its unfinished runs are dead; on Snowflake, a run
 * is dead when its lock has expired.
 *
 * @returns the number of interrupted runs
 */
export async function recoverRuns(warehouse: Warehouse, now: Date): Promise<number> {
  const isExclusive = warehouse.kind === 'duckdb';
  const ctx = { warehouse, person: programActor, now: () => now };
  return auditedTransaction(ctx, 'runs.recover', async (session, record) => {
    await session.write(
      failInterruptedReviews(isExclusive ? 'all-started' : 'expired', now, interruptedFailure),
    );
    const end = isExclusive ? failAllRuns(now) : failAbandonedRuns(now, expiredSince(now));
    return endInterrupted(session, end, now, record);
  });
}

/** Records runs as interrupted, and each of them in the audit trail. Returns their number. */
async function endInterrupted(
  session: Session,
  end: Command,
  now: Date,
  record: RecordAudit,
): Promise<number> {
  const ended = await session.write(end);
  if (ended === 0) return 0;
  for (const { run_id: subject } of await session.read(runsInterruptedAt(now))) {
    const details = { status: 'failed', code: 'interrupted' };
    record({ action: 'run.ended', subject, details, by: programActor });
  }
  return ended;
}

function expiredSince(now: Date): Date {
  return new Date(now.getTime() - LOCK_TTL_MS);
}
