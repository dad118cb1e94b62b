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
  type IdempotencyKey,
  insertRun,
  type NewRun,
  type RunRow,
  runById,
  runByKey,
  runInProgress,
  runsInterruptedAt,
} from '@/lib/warehouse/sql/runs';
import type { Command, Session, Warehouse } from '@/lib/warehouse/types';
import { getActiveRun } from './active-runs';

/** How long a run's lock is valid without being extended, in milliseconds of the warehouse's clock. */
export const LOCK_TTL_MS = MINUTE_MS;

/**
 * Records a run and takes the lock that allows one run at a time across processes. The lock of a
 * dead process expires; its run is then recorded as interrupted.
 *
 * @returns the id of the run, or of the one that was started before with the same idempotency key
 * @throws AppError `run_in_progress`, naming who started the other run; `idempotency_key_reused`
 */
export async function insertRunWithLock(
  ctx: Pick<Context, 'warehouse' | 'person' | 'now'>,
  run: NewRun,
): Promise<string> {
  const { id: holder, at: now } = run;
  const lock = { name: 'run', holder, ttlMs: LOCK_TTL_MS } as const;
  const work = async (session: Session, record: RecordAudit): Promise<string> => {
    const isFree = (await session.write(acquireLock(lock))) > 0;
    // Concurrent starts wait for the lock's row, so that the key of the first one is visible here.
    const first = await findRunOfKey(session, run.by.email, run.idempotency);
    if (first !== null) {
      if (isFree && first !== run.id) throw new StartedBefore(first);
      return first;
    }
    if (!isFree) {
      const [running] = await session.read(runInProgress());
      // This process knows that its own run is alive, even if the machine's clock was set forward.
      if (running && getActiveRun(running.id)) throw runInProgressError(running);
      if ((await session.write(acquireExpiredLock(lock))) === 0)
        throw await readRunInProgress(session);
      await endInterrupted(session, failAbandonedRuns(now), now, record);
    }
    if ((await session.write(insertRun(run))) === 1) {
      const { mode, dryRun, accountId, batchSize, policyVersion, maxPerRun } = run;
      const details = { mode, dryRun, accountId, batchSize, policyVersion, maxPerRun };
      record({ action: 'run.started', subject: run.id, details });
      return run.id;
    }
    // Either another run started meanwhile, or this is a retry after a commit without a response.
    const [recorded] = await session.read(runById(run.id));
    if (!recorded) throw await readRunInProgress(session);
    return run.id;
  };
  return auditedTransaction(ctx, 'runs.start', work, { idempotent: true }).catch(
    (error: unknown) => {
      if (error instanceof StartedBefore) return error.runId;
      throw error;
    },
  );
}

/** Rolls back, so that the lock stays free. */
class StartedBefore extends Error {
  constructor(readonly runId: string) {
    super('This run was started before.');
  }
}

/**
 * Returns the id of the run that a person started with a key; null if there is none or no key.
 * @throws AppError `idempotency_key_reused` if that run had another input
 */
export async function findRunOfKey(
  reader: Pick<Session, 'read'>,
  startedBy: string,
  idempotency: IdempotencyKey | undefined,
): Promise<string | null> {
  if (!idempotency) return null;
  const [run] = await reader.read(runByKey(startedBy, idempotency.key));
  if (run && run.inputHash !== idempotency.inputHash) {
    throw new AppError(
      'idempotency_key_reused',
      `This idempotency key belongs to run ${run.id}, which had another input. Nothing was started. Use a new key for each run.`,
      { details: { runId: run.id } },
    );
  }
  return run?.id ?? null;
}

/** Returns the error that names the run in progress. */
async function readRunInProgress(session: Session): Promise<AppError> {
  const [running] = await session.read(runInProgress());
  return runInProgressError(running);
}

function runInProgressError(running: RunRow | undefined): AppError {
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
    const end = isExclusive ? failAllRuns(now) : failAbandonedRuns(now);
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
