import 'server-only';
import { setImmediate as turn } from 'node:timers/promises';
import type { Context } from '@/lib/context';
import { AppError, toErrorAnswer } from '@/lib/errors';
import { log } from '@/lib/log';
import { extendLock } from '@/lib/warehouse/sql/locks';
import { finishRun, type RunStage } from '@/lib/warehouse/sql/runs';
import { lease } from './lock';
import type { RunProgress } from './progress';
import { readScope, type StartedRun, solve } from './propose';
import { resultOf } from './result-of';
import { reviewSaved } from './review-saved';
import { saveRun } from './save-run';

/** How a run is stopped from outside, and how it says where it is. */
export interface RunControl {
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
  const placed = await placeAccounts(ctx, run, control);
  if (placed !== null) await reviewSaved(ctx, run, placed, control);
}

/** Answers how many accounts were placed, extending the lock meanwhile; null where it failed. */
async function placeAccounts(
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
    extend(ctx, run.runId).catch((error) =>
      log.warn({ err: error, runId: run.runId }, 'lock not extended'),
    );
  }, lease / 3);
  try {
    await enter('reading');
    const started = now();
    const clock = performance.now();
    const under = { policy: run.policy, now: started };
    const reading = await readScope(warehouse, run.scope, under, { signal: control.signal });
    const read = performance.now();
    await enter('solving');
    const proposal = solve(reading);
    const solved = performance.now();
    await enter('saving');
    const result = resultOf(reading, proposal, {
      reading: read - clock,
      solving: solved - read,
    });
    await saveRun(ctx, run, { reading, proposal, result, at: started });
    return proposal.placements.length;
  } catch (error) {
    const cause = control.signal.aborted ? cancelled(error) : error;
    control.report({ status: await recordFailure(ctx, run.runId, stage, cause), stage });
    return null;
  } finally {
    clearInterval(heartbeat);
  }
}

function cancelled(cause: unknown): AppError {
  return new AppError('cancelled', 'The run was cancelled. Nothing of it was saved.', { cause });
}

async function extend({ warehouse, now }: Context, runId: string): Promise<void> {
  const until = new Date(now().getTime() + lease);
  await warehouse.transaction(
    'runs.extend-lock',
    (session) => session.write(extendLock({ name: 'run', holder: runId, until })),
    { repeatable: true },
  );
}

async function recordFailure(
  { warehouse, now }: Context,
  runId: string,
  stage: RunStage,
  error: unknown,
): Promise<'cancelled' | 'failed'> {
  const { code, message } = toErrorAnswer(error);
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
      repeatable: true,
    });
  } catch (failure) {
    // The lock expires and the next run records this one as interrupted.
    log.error({ err: failure, runId, stage }, 'the failure of a run could not be recorded');
  }
  return status;
}
