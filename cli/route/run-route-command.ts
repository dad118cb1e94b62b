import { operator } from '@/cli/run-command';
import { hereOrOnServer, type WarehouseAccess } from '@/cli/server-api';
import { print, printError } from '@/cli/terminal-text';
import { readModelOf } from '@/lib/read-model/read-model';
import { cancelRun } from '@/lib/runs/cancel-run';
import { getReviewedRun, type ReviewedRun } from '@/lib/runs/read-runs';
import { replayRun } from '@/lib/runs/replay-run';
import { recoverRuns } from '@/lib/runs/run-lock';
import { type StartRunInput, startRun } from '@/lib/runs/start-run';
import type { Context } from '@/lib/server/context';
import { env } from '@/lib/server/env';
import { toErrorResponse } from '@/lib/server/errors';
import { closeWarehouse, getWarehouse } from '@/lib/warehouse/client';
import type { Warehouse } from '@/lib/warehouse/types';
import { readOptions, usage } from './options';
import { formatReplay, formatReport } from './report';
import { type RouteRun, replayOnServer, runOnServer } from './run-on-server';
import {
  exitCodeOfFailure,
  exitCodeOfReplay,
  exitCodeOfRun,
  observeInTerminal,
  type RunObserver,
} from './terminal';

/**
 * Runs the engine once or replays a run, prints the result, and sets the exit code.
 *
 * @throws UsageError; AppError if the run could not be started or followed
 */
export async function runRouteCommand(
  args: string[],
  access: WarehouseAccess = { open: getWarehouse, close: closeWarehouse },
): Promise<void> {
  const options = readOptions(args);
  if (!options) {
    print(usage);
    return;
  }
  const observer = observeInTerminal();
  try {
    if ('replay' in options) await replay(options, access);
    else await route(options, observer, access);
  } catch (error) {
    const response = toErrorResponse(error);
    process.exitCode ??= exitCodeOfFailure(response.code);
    if (options.json) print(JSON.stringify({ error: response }, null, 2));
    throw error;
  } finally {
    observer.stop();
  }
}

async function route(
  { input, json }: { readonly input: StartRunInput; readonly json: boolean },
  observer: RunObserver,
  access: WarehouseAccess,
): Promise<void> {
  const run = await hereOrOnServer<RouteRun>(
    access,
    (warehouse) => routeHere(warehouse, input, observer),
    (server) => {
      printError(
        `The warehouse is in use by the running server, so the run starts there: ${server}`,
      );
      return runOnServer(server, input, observer);
    },
  );
  process.exitCode ??= exitCodeOfRun(run);
  if (json) print(JSON.stringify(run, null, 2));
  else if (run.result) print(formatReport(run));
  if (!run.result) printError(formatReport(run));
}

async function replay(
  { replay: runId, json }: { readonly replay: string; readonly json: boolean },
  access: WarehouseAccess,
): Promise<void> {
  const replayed = await hereOrOnServer(
    access,
    (warehouse) => replayRun(contextOf(warehouse), runId),
    (server) => replayOnServer(server, runId),
  );
  process.exitCode ??= exitCodeOfReplay(replayed);
  print(json ? JSON.stringify(replayed, null, 2) : formatReplay(replayed));
}

function contextOf(warehouse: Warehouse): Context {
  return {
    warehouse,
    readModel: readModelOf(warehouse),
    person: operator(),
    now: () => new Date(),
    claude: env(),
  };
}

async function routeHere(
  warehouse: Warehouse,
  input: StartRunInput,
  { onProgress, onInterrupt }: RunObserver,
): Promise<ReviewedRun> {
  const ctx = contextOf(warehouse);
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
