import type { Instrumentation } from 'next';

/** Opens the warehouse, and says where this server is, before anybody asks; ends when told to. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { followRequests } = await import('@/lib/request-signal');
  followRequests();
  const { stopInTime } = await import('@/lib/stop-in-time');
  stopInTime();
  const { openAtStart } = await import('@/lib/open-at-start');
  await openAtStart();
}

/** Writes what went wrong while a page was made to the log, cause included. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log } = await import('@/lib/log');
  const { path, method } = request;
  log.error({ err: error, path, method, route: context.routePath }, 'a request failed');
};
