import 'server-only';
import { setImmediate as turn } from 'node:timers/promises';
import { reviewDisabledReason } from '@/lib/reviews/labels';
import { claimReview, performReview } from '@/lib/reviews/review-run';
import type { Context } from '@/lib/server/context';
import { AppError, toErrorResponse } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { renewLock } from '@/lib/warehouse/sql/locks';
import { finishRun, type RunStage } from '@/lib/warehouse/sql/runs';
import type { RunProgress } from './progress';
import { LOCK_TTL_MS } from './run-lock';
import { buildRunResult } from './run-result';
import { saveRun } from './save-run';
import { loadRunProblem, type StartedRun, solve } from './solve';

/** How a run is stopped from outside, and how it says where it is. */
interface RunControl {
  readonly signal: AbortSignal;
  readonly report: (progress: Omit<RunProgress, 'runId'>) => void;
}

/**
 * Reads, solves and saves a started run, and has Claude review what was saved. However it ends, the
 * run's row says how; it never throws, for nobody waits for it.
 */
export async function executeRun(
  ctx: Context,
  run: StartedRun,
  control: RunControl,
): Promise<void> {
  const placed = await routeAndSave(ctx, run, control);
  if (placed !== null) await reviewAfterRun(ctx, run, placed, control);
}

/** Answers how many accounts were placed, extending the lock meanwhile; null where it failed. */
async function routeAndSave(
  ctx: Context,
  run: StartedRun,
  control: RunControl,
): Promise<number | null> {
  const { warehouse, now } = ctx;
  let stage: RunStage = 'reading';
  const enter = async (next: RunStage) => {
    control.signal.throwIfAborted();
    stage = next;
    control.report({ status: 'running', stage });
    // Solving keeps the process busy: followers and a cancellation get their turn before it.
    await turn();
    control.signal.throwIfAborted();
  };
  const heartbeat = setInterval(() => {
    extendRunLock(ctx, run.runId).catch((error) =>
      log.warn({ err: error, runId: run.runId }, 'lock not extended'),
    );
  }, LOCK_TTL_MS / 3);
  try {
    await enter('reading');
    const started = now();
    const clock = performance.now();
    const under = { policy: run.policy, now: started };
    const reading = await loadRunProblem(warehouse, run.scope, under, { signal: control.signal });
    const read = performance.now();
    await enter('solving');
    const proposal = solve(reading);
    const solved = performance.now();
    await enter('saving');
    const result = buildRunResult(reading, proposal, {
      reading: read - clock,
      solving: solved - read,
    });
    await saveRun(ctx, run, { reading, proposal, result, at: started });
    return proposal.placements.length;
  } catch (error) {
    const cause = control.signal.aborted ? cancelledError(error) : error;
    control.report({ status: await recordFailure(ctx, run.runId, stage, cause), stage });
    return null;
  } finally {
    clearInterval(heartbeat);
  }
}

function cancelledError(cause: unknown): AppError {
  return new AppError('cancelled', 'The run was cancelled. Nothing of it was saved.', { cause });
}

async function extendRunLock({ warehouse, now }: Context, runId: string): Promise<void> {
  const until = new Date(now().getTime() + LOCK_TTL_MS);
  await warehouse.transaction(
    'runs.extend-lock',
    (session) => session.write(renewLock({ name: 'run', holder: runId, until })),
    { idempotent: true },
  );
}

async function recordFailure(
  { warehouse, now }: Context,
  runId: string,
  stage: RunStage,
  error: unknown,
): Promise<'cancelled' | 'failed'> {
  const { code, message } = toErrorResponse(error);
  const status = code === 'cancelled' ? 'cancelled' : 'failed';
  if (code === 'unexpected') log.error({ err: error, runId, stage }, 'run failed');
  try {
    const end = finishRun({
      id: runId,
      status,
      stage,
      at: now(),
      placed: null,
      deferred: null,
      failure: { code, message },
      result: null,
    });
    // Who ended it before stays who ended it, this very failure too.
    await warehouse.transaction('runs.fail', (session) => session.write(end), {
      idempotent: true,
    });
  } catch (failure) {
    // The lock expires and the next run records this one as interrupted.
    log.error({ err: failure, runId, stage }, 'the failure of a run could not be recorded');
  }
  return status;
}

const SAVED = { status: 'succeeded', stage: 'saving' } as const;

/**
 * Has Claude review what a run saved, where review is on and wanted, and then says that all is
 * over. Whatever becomes of the review, the run has succeeded: nothing is thrown.
 */
async function reviewAfterRun(
  ctx: Context,
  { runId, dryRun, policy, review: kind }: StartedRun,
  placed: number,
  { signal, report }: RunControl,
): Promise<void> {
  if (kind !== 'off' && !dryRun && placed > 0 && reviewDisabledReason(ctx, policy) === null) {
    const onProgress = (reviewed: number, asked: number) =>
      report({ ...SAVED, review: { reviewed, asked } });
    onProgress(0, placed);
    try {
      const claimed = await claimReview(ctx, { runId, kind });
      await performReview(ctx, claimed, { signal, onProgress });
    } catch (error) {
      // Somebody may have asked for it first, or switched reviews off.
      if (!(error instanceof AppError)) log.error({ err: error, runId }, 'no review began');
      else log.warn({ err: error, runId }, 'no review began');
    }
  }
  report(SAVED);
}
