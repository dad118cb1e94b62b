import 'server-only';
import { backupSettings } from './lib/backups/settings';
import { startNotifications as startNotifying } from './lib/notifications/start-notifications';
import { notificationTarget } from './lib/notifications/target';
import { startBatchPolling } from './lib/reviews/poll-batches';
import { hasActiveRun } from './lib/runs/active-runs';
import { recoverRuns } from './lib/runs/run-lock';
import { scheduledJobsOf } from './lib/schedule/jobs';
import { startScheduler } from './lib/schedule/start-scheduler';
import { logAuditHeads } from './lib/server/audit/log-head';
import { getReadModel } from './lib/server/context';
import { env } from './lib/server/env';
import { toErrorResponse } from './lib/server/errors';
import { checkReady, writeServerLockFile } from './lib/server/lifecycle';
import { log } from './lib/server/log';
import { getWarehouse } from './lib/warehouse/client';

/** Starts the scheduled jobs at their times, until the process shuts down. */
export async function startSchedule(): Promise<void> {
  const settings = {
    batchSize: env().SCHEDULE_RUN_SIZE,
    backups: backupSettings(),
    notify: notificationTarget(env()),
  };
  await startScheduler(serverContext, scheduledJobsOf(env()), settings);
}

/** Notifies people about what they should know, until the process shuts down, if a setting says where. */
export function startNotifications(): void {
  const target = notificationTarget(env());
  if (!target) return;
  if (!env().NEXTAUTH_URL) {
    log.warn(`NEXTAUTH_URL is not set, so links in notifications lead to ${target.appUrl}.`);
  }
  startNotifying(serverContext, target, () => checkReady());
}

/** What the server works with when nobody asks it to. */
async function serverContext() {
  return {
    warehouse: await getWarehouse(),
    readModel: await getReadModel(),
    now: () => new Date(),
    claude: env(),
  };
}

/** Delay in milliseconds before another attempt on the embedded warehouse. */
const RETRY_DELAY_MS = 5_000;

/**
 * Opens the warehouse when the server starts, so that the first request doesn't wait for it. Records
 * runs that the previous process left unfinished, resumes review batches, and writes the server lock
 * file. On the embedded warehouse, retries until that succeeds, for example when another program has
 * closed the file or the disk has space again. On Snowflake, the next request tries to connect again.
 */
export async function warmUp(isRetry = false): Promise<void> {
  const isEmbedded = env().WAREHOUSE === 'duckdb';
  if (process.env.API_TOKEN && !isRetry) {
    log.warn('API_TOKEN is no longer used. Create an API token on the Members page instead.');
  }
  try {
    const warehouse = await getWarehouse();
    // Before a retry, a request may have opened the warehouse and started a run.
    const interrupted = hasActiveRun() ? 0 : await recoverRuns(warehouse, new Date());
    logAuditHeads(warehouse);
    startBatchPolling(await serverContext());
    // Only a file is limited to one process, so that commands must find the server.
    if (isEmbedded) writeServerLockFile(`http://localhost:${env().PORT}`);
    log.info({ warehouse: warehouse.kind, interrupted }, 'warehouse open');
  } catch (error) {
    const { message } = toErrorResponse(error);
    log[isRetry ? 'debug' : 'error'](
      { err: error },
      `${message} The server keeps running and tries again.`,
    );
    if (isEmbedded) setTimeout(warmUp, RETRY_DELAY_MS, true).unref();
  }
}
