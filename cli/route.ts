import { AppError, toErrorAnswer } from '@/lib/errors';
import type { StartRunInput } from '@/lib/runs/start-run';
import { closeWarehouse, warehouse } from '@/lib/warehouse/open';
import type { RouteRun } from './route/answers';
import { exitCodeOfFailure, exitCodeOfRun } from './route/exit-code';
import { findServer } from './route/find-server';
import { readOptions, usage } from './route/options';
import { reportOf } from './route/report';
import { runHere } from './route/run-here';
import { runOnServer } from './route/run-on-server';
import { type Watch, watchTerminal } from './route/watch';
import { runCommand } from './run-command';

await runCommand(async (args) => {
  const options = readOptions(args);
  if (!options) {
    console.log(usage);
    return;
  }
  const watch = watchTerminal();
  try {
    const run = await route(options.input, watch);
    process.exitCode ??= exitCodeOfRun(run);
    if (options.json) console.log(JSON.stringify(run, null, 2));
    else if (run.result) console.log(reportOf(run));
    if (!run.result) console.error(reportOf(run));
  } catch (error) {
    const answer = toErrorAnswer(error);
    process.exitCode ??= exitCodeOfFailure(answer.code);
    if (options.json) console.log(JSON.stringify({ error: answer }, null, 2));
    throw error;
  } finally {
    watch.stop();
  }
});

/** Does the run here, or on the server that holds the warehouse. */
async function route(input: StartRunInput, watch: Watch): Promise<RouteRun> {
  const opened = await warehouse().catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'warehouse_busy') return findServer(error);
    throw error;
  });
  if (typeof opened === 'string') {
    console.error(`The running server holds the warehouse, so it does the run: ${opened}`);
    return runOnServer(opened, input, watch);
  }
  try {
    return await runHere(opened, input, watch);
  } finally {
    await closeWarehouse();
  }
}
