import type { Instrumentation } from 'next';

/**
 * Opens the warehouse as the server starts, so that the first person need not wait for it, records
 * runs that the last process left behind, and leaves word of where this one can be reached.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log } = await import('@/lib/log');
  const { warehouse } = await import('@/lib/warehouse/open');
  try {
    const opened = await warehouse();
    const { recoverRuns } = await import('@/lib/runs/recover-runs');
    const interrupted = await recoverRuns(opened, new Date());
    const { writeServerFile } = await import('@/lib/server-file');
    const { env } = await import('@/lib/env');
    writeServerFile(`http://localhost:${env().PORT}`);
    log.info({ warehouse: opened.kind, interrupted }, 'the warehouse is open');
  } catch (error) {
    const words = error instanceof Error ? error.message : 'The warehouse could not be opened.';
    log.error({ err: error }, `${words} The server runs on and tries again when it is needed.`);
  }
}

/** Writes what went wrong while a page was made to the log, cause included. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log } = await import('@/lib/log');
  const { path, method } = request;
  log.error({ err: error, path, method, route: context.routePath }, 'a request failed');
};
