import type { Instrumentation } from 'next';

/** Runs once when the server starts: checks the settings, opens the warehouse, and handles signals. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { exitIfSettingsAreUnusable, watchProxyHeaders } = await import('@/lib/server/startup');
  exitIfSettingsAreUnusable();
  watchProxyHeaders();
  // With `npm run dev`. Otherwise cli/start.mjs does it before Next.js is loaded.
  const { trackRequests } = await import('@/lib/server/track-requests');
  trackRequests();
  const { startMetrics } = await import('@/lib/server/metrics');
  startMetrics();
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
  const line = { err: error, path: path.split('?', 1)[0], method, route: context.routePath };
  log.error(line, 'request failed');
};
