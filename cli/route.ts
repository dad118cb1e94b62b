import { cancelRun } from '@/lib/runs/cancel-run';
import { followRun } from '@/lib/runs/follow-run';
import { getReviewedRun, type ReviewedRun } from '@/lib/runs/get-reviewed-run';
import { recoverRuns } from '@/lib/runs/run-lock';
import { type StartRunInput, startRun } from '@/lib/runs/start-run';
import type { Context } from '@/lib/server/context';
import { env } from '@/lib/server/env';
import { AppError, toErrorResponse } from '@/lib/server/errors';
import { closeWarehouse, getWarehouse } from '@/lib/warehouse/client';
import type { Warehouse } from '@/lib/warehouse/types';
import { readOptions, usage } from './route/options';
import { formatReport } from './route/report';
import { findServerUrl, type RouteRun, runOnServer } from './route/run-on-server';
import {
  exitCodeOfFailure,
  exitCodeOfRun,
  observeInTerminal,
  type RunObserver,
} from './route/terminal';
import { operator, runCommand } from './run-command';

await runCommand(async (args) => {
  const options = readOptions(args);
  if (!options) {
    console.log(usage);
    return;
  }
  const watch = observeInTerminal();
  try {
    const run = await route(options.input, watch);
    process.exitCode ??= exitCodeOfRun(run);
    if (options.json) console.log(JSON.stringify(run, null, 2));
    else if (run.result) console.log(formatReport(run));
    if (!run.result) console.error(formatReport(run));
  } catch (error) {
    const answer = toErrorResponse(error);
    process.exitCode ??= exitCodeOfFailure(answer.code);
    if (options.json) console.log(JSON.stringify({ error: answer }, null, 2));
    throw error;
  } finally {
    watch.stop();
  }
});

/** Does the run here, or on the server that holds the warehouse. */
async function route(input: StartRunInput, watch: RunObserver): Promise<RouteRun> {
  const opened = await getWarehouse().catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'warehouse_busy') return findServerUrl(error);
    throw error;
  });
  if (typeof opened === 'string') {
    console.error(`The running server holds the warehouse, so it does the run: ${opened}`);
    return runOnServer(opened, input, watch);
  }
  try {
    return await runLocally(opened, input, watch);
  } finally {
    await closeWarehouse();
  }
}

/** Does a run in this process. @throws AppError what starting and following a run throw. */
async function runLocally(
  warehouse: Warehouse,
  input: StartRunInput,
  watch: RunObserver,
): Promise<ReviewedRun> {
  const ctx: Context = { warehouse, person: operator(), now: () => new Date(), claude: env() };
  await recoverRuns(warehouse, ctx.now());
  const { runId, done } = await startRun(ctx, input);
  const stopWaiting = watch.onInterrupt(() => cancelRun(ctx, { runId }));
  try {
    for await (const progress of followRun(ctx, runId, new AbortController().signal)) {
      watch.onProgress(progress);
    }
    await done;
  } finally {
    await stopWaiting();
  }
  return getReviewedRun(ctx, runId);
}
