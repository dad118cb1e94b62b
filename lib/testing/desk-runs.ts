import type { Context } from '@/lib/context';
import { getRun, type Run } from '@/lib/runs/get-run';
import { type StartRunInput, startRun } from '@/lib/runs/start-run';

/** Starts a run, waits for its end and answers it. */
export async function runToTheEnd(ctx: Context, input: StartRunInput): Promise<Run> {
  const { runId, done } = await startRun(ctx, input);
  await done;
  return getRun(ctx, runId);
}

/** A batch of as many accounts as there are. */
export const wholeBatch: StartRunInput = { mode: 'batch', batchSize: 500 };
