import { operator } from '@/cli/run-command';
import { readModelOf } from '@/lib/read-model/read-model';
import { cancelRun } from '@/lib/runs/cancel-run';
import { getReviewedRun, type ReviewedRun } from '@/lib/runs/read-runs';
import { recoverRuns } from '@/lib/runs/run-lock';
import { type StartRunInput, startRun } from '@/lib/runs/start-run';
import type { Context } from '@/lib/server/context';
import { env } from '@/lib/server/env';
import { AppError, toErrorResponse } from '@/lib/server/errors';
import { closeWarehouse, getWarehouse } from '@/lib/warehouse/client';
import type { Warehouse } from '@/lib/warehouse/types';
import { readOptions, usage } from './options';
import { formatReport } from './report';
import { findServerUrl, type RouteRun, runOnServer } from './run-on-server';
import { exitCodeOfFailure, exitCodeOfRun, observeInTerminal, type RunObserver } from './terminal';

/** How the command gets the warehouse; tests pass a temporary one. */
interface WarehouseAccess {
  readonly open: () => Promise<Warehouse>;
  readonly close: () => Promise<void>;
}

/**
 * Runs the engine once, prints the result, and sets the exit code.
 *
 * @throws UsageError; AppError if the run could not be started or followed
 */
export async function runRouteCommand(
  args: string[],
  access: WarehouseAccess = { open: getWarehouse, close: closeWarehouse },
): Promise<void> {
  const options = readOptions(args);
  if (!options) {
    console.log(usage);
    return;
  }
  const observer = observeInTerminal();
  try {
    const run = await routeHereOrOnServer(options.input, observer, access);
    process.exitCode ??= exitCodeOfRun(run);
    if (options.json) console.log(JSON.stringify(run, null, 2));
    else if (run.result) console.log(formatReport(run));
    if (!run.result) console.error(formatReport(run));
  } catch (error) {
    const response = toErrorResponse(error);
    process.exitCode ??= exitCodeOfFailure(response.code);
    if (options.json) console.log(JSON.stringify({ error: response }, null, 2));
    throw error;
  } finally {
    observer.stop();
  }
}

async function routeHereOrOnServer(
  input: StartRunInput,
  observer: RunObserver,
  { open, close }: WarehouseAccess,
): Promise<RouteRun> {
  const opened = await open().catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'warehouse_busy') return findServerUrl(error);
    throw error;
  });
  if (typeof opened === 'string') {
    console.error(
      `The warehouse is in use by the running server, so the run starts there: ${opened}`,
    );
    return runOnServer(opened, input, observer);
  }
  try {
    return await routeHere(opened, input, observer);
  } finally {
    await close();
  }
}

async function routeHere(
  warehouse: Warehouse,
  input: StartRunInput,
  { onProgress, onInterrupt }: RunObserver,
): Promise<ReviewedRun> {
  const ctx: Context = {
    warehouse,
    readModel: readModelOf(warehouse),
    person: operator(),
    now: () => new Date(),
    claude: env(),
  };
  await recoverRuns(warehouse, ctx.now());
  const { runId, done } = await startRun(ctx, input, { onProgress });
  const stopListening = onInterrupt(() => cancelRun(ctx, { runId }));
  try {
    await done;
  } finally {
    await stopListening();
  }
  return getReviewedRun(ctx, runId);
}
