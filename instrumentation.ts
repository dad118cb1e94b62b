import type { Instrumentation } from 'next';

/** Opens the warehouse, and says where this server is, before anybody asks; ends when told to. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { trackRequests: followRequests } = await import('@/lib/server/request-signal');
  followRequests();
  const { shutDownGracefully: stopInTime } = await import('@/lib/server/lifecycle');
  stopInTime();
  const { warmUp: openAtStart } = await import('@/instrumentation-node');
  await openAtStart();
}

/** Writes what went wrong while a page was made to the log, cause included. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log } = await import('@/lib/server/log');
  const { path, method } = request;
  log.error({ err: error, path, method, route: context.routePath }, 'a request failed');
};
