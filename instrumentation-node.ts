import 'server-only';
import { startBatchPolling } from './lib/reviews/poll-batches';
import { hasActiveRun } from './lib/runs/active-runs';
import { recoverRuns } from './lib/runs/run-lock';
import { authSecret } from './lib/server/auth/secrets';
import { env } from './lib/server/env';
import { AppError, toErrorResponse } from './lib/server/errors';
import { writeServerLockFile } from './lib/server/lifecycle';
import { log } from './lib/server/log';
import { getWarehouse } from './lib/warehouse/client';

/** How soon a warehouse that another program held is tried again, in milliseconds. */
const RETRY_DELAY_MS = 5_000;

/**
 * Opens the warehouse as the server starts, so that the first person need not wait for it; records
 * the runs that the last process left behind, picks up batches of reviews, and leaves word of where this server is where the
 * warehouse is a file. One that another program holds is tried again until it is free; any other
 * trouble waits for somebody to need the warehouse.
 */
export async function warmUp(again = false): Promise<void> {
  try {
    // Beside a file one is made; in front of Snowflake it has to be set, and is asked for here.
    if (env().WAREHOUSE === 'snowflake') authSecret();
    const opened = await getWarehouse();
    // Tried again, it may have been opened by somebody's request in the meantime, and used.
    const interrupted = hasActiveRun() ? 0 : await recoverRuns(opened, new Date());
    startBatchPolling({ warehouse: opened, now: () => new Date(), claude: env() });
    // Only a file is held by one process, so that others need to know which.
    if (opened.kind === 'duckdb') writeServerLockFile(`http://localhost:${env().PORT}`);
    log.info({ warehouse: opened.kind, interrupted }, 'the warehouse is open');
  } catch (error) {
    const { message } = toErrorResponse(error);
    const words = `${message} The server runs on and tries again when it is needed.`;
    log[again ? 'debug' : 'error']({ err: error }, words);
    const held = error instanceof AppError && error.code === 'warehouse_busy';
    if (held) setTimeout(warmUp, RETRY_DELAY_MS, true).unref();
  }
}
