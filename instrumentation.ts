import type { Instrumentation } from 'next';

/** Runs once when the server starts: checks the settings, opens the warehouse, and handles signals. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { exitIfSettingsAreUnusable } = await import('@/lib/server/startup');
  exitIfSettingsAreUnusable();
  const { trackRequests } = await import('@/lib/server/request-signal');
  trackRequests();
  const { shutDownGracefully } = await import('@/lib/server/lifecycle');
  shutDownGracefully();
  const { startNotifications, startSchedule, warmUp } = await import('@/instrumentation-node');
  await warmUp();
  await startSchedule();
  startNotifications();
}

/** Logs errors of pages and routes, with their cause. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log } = await import('@/lib/server/log');
  const { path, method } = request;
  log.error({ err: error, path, method, route: context.routePath }, 'request failed');
};
