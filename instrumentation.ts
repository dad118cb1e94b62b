import type { Instrumentation } from 'next';

/** Opens the warehouse as the server starts, so that the first person need not wait for it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log } = await import('@/lib/log');
  const { warehouse } = await import('@/lib/warehouse/open');
  try {
    const { kind } = await warehouse();
    log.info({ warehouse: kind }, 'the warehouse is open');
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
