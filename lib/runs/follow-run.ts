import 'server-only';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '@/lib/server/context';
import { reviewCallsOfRun } from '@/lib/warehouse/sql/review-calls';
import { type ActiveRun, getActiveRun } from './active-runs';
import { isFinished, type RunProgress } from './progress';
import { getRun, type Run } from './read-runs';

/** How often a run of another process is looked up, in milliseconds. */
const POLL_INTERVAL_MS = 1_500;

/**
 * Answers where a run is, first as it stands and then at every change, and ends after the state in
 * which the run and its review ended or when `signal` is aborted. A run of this process tells its changes itself;
 * one of another process is looked up in the warehouse.
 * @throws AppError `not_found`, or the warehouse's own codes.
 */
export async function* followRun(
  ctx: Context,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<RunProgress, void, void> {
  const here = getActiveRun(runId);
  // Listening begins before the first look, so that no change falls between the two.
  const changes = here ? subscribe(here, signal) : undefined;
  try {
    let last = await readProgress(ctx, runId);
    if (!signal.aborted) yield last;
    while (!isFinished(last) && !signal.aborted) {
      const next = changes ? await changes.after(last) : await pollProgress(ctx, runId, signal);
      if (!next) return;
      if (isSameProgress(next, last)) continue;
      // How it ended is what the warehouse says, which a cancellation may have written first.
      const goesOn = next.status === last.status && !isFinished(next);
      last =
        goesOn || next.status === 'running'
          ? next
          : finalProgress(next, await readProgress(ctx, runId));
      yield last;
    }
  } finally {
    changes?.stop();
  }
}

async function readProgress(ctx: Context, runId: string): Promise<RunProgress> {
  const run = await getRun(ctx, runId);
  const here = getActiveRun(runId)?.progress;
  // What was saved an instant ago has yet to say whether its review follows.
  if (here?.status === 'running' && run.status === 'succeeded') return here;
  const review = await readReviewProgress(ctx, run);
  return { runId: run.id, status: run.status, stage: run.stage ?? 'reading', ...review };
}

/** How far the run's review is; in another process only that it goes on is known. */
async function readReviewProgress(ctx: Context, run: Run): Promise<Pick<RunProgress, 'review'>> {
  const here = getActiveRun(run.id)?.progress.review;
  if (here) return { review: here };
  if (run.status !== 'succeeded' || run.dryRun || !run.placed || !ctx.claude) return {};
  const [newest] = await ctx.warehouse.read(reviewCallsOfRun(run.id));
  if (newest?.status !== 'started' || newest.expiresAt < ctx.now()) return {};
  return { review: { reviewed: 0, asked: newest.requested ?? run.placed } };
}

async function pollProgress(ctx: Context, runId: string, signal: AbortSignal) {
  await pause(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  return signal.aborted ? undefined : readProgress(ctx, runId);
}

/** A run whose end could not be written has ended all the same, and so has a review. */
function finalProgress(told: RunProgress, written: RunProgress): RunProgress {
  return written.status === 'running' ? told : { ...written, review: told.review };
}

/** Waits for a run of this process to get further; undefined once nobody wants to know. */
function subscribe(run: ActiveRun, signal: AbortSignal) {
  let wake = () => {};
  let over = false;
  const follow = () => wake();
  const finish = () => {
    over = true;
    wake();
  };
  run.listeners.add(follow);
  signal.addEventListener('abort', finish);
  void run.done.finally(finish);
  return {
    async after(last: RunProgress): Promise<RunProgress | undefined> {
      while (isSameProgress(run.progress, last) && !over && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (signal.aborted) return undefined;
      // A run that is over without having said how failed on the way.
      const silent = over && run.progress.status === 'running';
      return silent ? { ...run.progress, status: 'failed' } : run.progress;
    },
    stop() {
      run.listeners.delete(follow);
      signal.removeEventListener('abort', finish);
    },
  };
}

function isSameProgress(one: RunProgress, other: RunProgress): boolean {
  return (
    one.status === other.status &&
    one.stage === other.stage &&
    one.review?.reviewed === other.review?.reviewed &&
    one.review?.asked === other.review?.asked
  );
}
