import 'server-only';
import { warmUpThread } from '@/lib/engine-worker/run-job';
import { reviewDisabledReason } from '@/lib/reviews/labels';
import { claimReview, performReview } from '@/lib/reviews/review-run';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import type { Context } from '@/lib/server/context';
import { AppError, toErrorResponse } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { metrics } from '@/lib/server/metrics';
import { shutdownSignal } from '@/lib/server/shutdown-signal';
import { renewLock } from '@/lib/warehouse/sql/locks';
import {
  finishRun,
  interruptedRun,
  type RunFailure,
  type RunStage,
} from '@/lib/warehouse/sql/runs';
import type { RunControl } from './active-runs';
import { LOCK_TTL_MS } from './run-lock';
import { saveRun } from './save-run';
import { loadRunProblem, type StartedRun, solve } from './solve';
import { recordLater } from './unrecorded-ends';

/**
 * Reads, solves, and saves a started run, then has Claude review the recommendations. Records how
 * the run ended in its row. Never rejects: it runs detached from any request.
 */
export async function executeRun(
  ctx: Context,
  run: StartedRun,
  control: RunControl,
): Promise<void> {
  const placed = await routeAndSave(ctx, run, control);
  if (placed !== null) await reviewAfterRun(ctx, run, placed, control);
}

/** Returns the number of placed accounts, or null if the run failed. Keeps the lock meanwhile. */
async function routeAndSave(
  ctx: Context,
  run: StartedRun,
  control: RunControl,
): Promise<number | null> {
  const { now } = ctx;
  const begin = performance.now();
  const count = (status: 'succeeded' | 'cancelled' | 'failed') =>
    countRun(run, status, performance.now() - begin);
  let stage: RunStage = 'reading';
  const enter = (next: RunStage) => {
    control.signal.throwIfAborted();
    stage = next;
    control.report({ status: 'running', stage });
  };
  const heartbeat = setInterval(() => {
    extendRunLock(ctx, run.runId).catch((error) =>
      log.warn({ err: error, runId: run.runId }, 'run lock not extended'),
    );
  }, LOCK_TTL_MS / 3);
  try {
    enter('reading');
    const startedAt = now();
    const readingStart = performance.now();
    const options = { policy: run.policy, now: startedAt };
    const [problem] = await Promise.all([
      loadRunProblem(ctx, run.scope, options, { signal: control.signal }),
      warmUpThread(),
    ]);
    const readingEnd = performance.now();
    enter('solving');
    const solution = await solve(problem, { signal: control.signal });
    const solvingEnd = performance.now();
    enter('saving');
    const took = { reading: readingEnd - readingStart, solving: solvingEnd - readingEnd };
    const placed = await saveRun(ctx, run, { problem, solution, took, at: startedAt });
    count('succeeded');
    return placed;
  } catch (error) {
    const failure = control.signal.aborted ? stoppedFailure() : toErrorResponse(error);
    if (failure.code === 'unexpected')
      log.error({ err: error, runId: run.runId, stage }, 'run failed');
    const status = await recordFailure(ctx, run.runId, stage, failure);
    count(status);
    control.report({ status, stage });
    return null;
  } finally {
    clearInterval(heartbeat);
  }
}

function countRun({ scope, dryRun }: StartedRun, status: string, ms: number): void {
  const labels = { mode: scope.mode, dry_run: String(dryRun) };
  metrics().runs.inc({ ...labels, status });
  metrics().runDuration.observe(labels, ms / 1_000);
}

/** Why a run was stopped: the process shuts down, or a person canceled it. */
function stoppedFailure(): RunFailure {
  return shutdownSignal().aborted
    ? interruptedRun
    : { code: 'cancelled', message: 'The run was canceled. Nothing was saved.' };
}

async function extendRunLock({ warehouse }: Context, runId: string): Promise<void> {
  const lock = { name: 'run', holder: runId, ttlMs: LOCK_TTL_MS } as const;
  await warehouse.transaction('runs.extend-lock', (session) => session.write(renewLock(lock)), {
    idempotent: true,
  });
}

async function recordFailure(
  ctx: Context,
  runId: string,
  stage: RunStage,
  failure: RunFailure,
): Promise<'cancelled' | 'failed'> {
  const { code, message } = failure;
  const status = code === 'cancelled' ? 'cancelled' : 'failed';
  const at = ctx.now();
  // Affects no row if the run has already been recorded as ended; the first record counts.
  const record = () =>
    auditedTransaction(
      ctx,
      'runs.fail',
      async (session, addEntry) => {
        const end = { id: runId, status, stage, at, placed: null, deferred: null } as const;
        if (
          (await session.write(finishRun({ ...end, failure: { code, message }, result: null }))) !==
          1
        )
          return;
        addEntry({ action: 'run.ended', subject: runId, details: { status, code, message } });
      },
      { idempotent: true },
    );
  try {
    await record();
  } catch (cause) {
    log.error({ err: cause, runId, stage }, 'run failure not recorded yet');
    recordLater(
      runId,
      { status, stage, finishedAt: at, failureCode: code, failure: message },
      record,
    );
  }
  return status;
}

const SAVED = { status: 'succeeded', stage: 'saving' } as const;

/**
 * Has Claude review the recommendations of a run, if reviews are on and requested, then reports the
 * end. Never rejects: the run has succeeded even if its review fails.
 */
async function reviewAfterRun(
  ctx: Context,
  { runId, dryRun, policy, review: timing }: StartedRun,
  placed: number,
  { signal, report }: RunControl,
): Promise<void> {
  if (timing !== 'off' && !dryRun && placed > 0 && reviewDisabledReason(ctx, policy) === null) {
    const onProgress = (reviewed: number, total: number) =>
      report({ ...SAVED, review: { reviewed, total } });
    onProgress(0, placed);
    try {
      const claimed = await claimReview(ctx, { runId, kind: timing });
      await performReview(ctx, claimed, { signal, onProgress });
    } catch (error) {
      // Someone may have requested the review first or turned reviews off.
      if (error instanceof AppError) log.warn({ err: error, runId }, 'review not started');
      else log.error({ err: error, runId }, 'review not started');
    }
  }
  report(SAVED);
}
