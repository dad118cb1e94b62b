import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/**
 * A component whose code is not part of the first load: for dialogs and menus. The browser loads it
 * once it is idle, so that it opens at once, even offline. Render it in a Suspense boundary of its own.
 */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  if (typeof window !== 'undefined') loadWhenIdle(load);
  return lazy(async () => ({ default: await load() }));
}

const IDLE_TIMEOUT_MS = 3_000;

function loadWhenIdle(load: () => Promise<unknown>): void {
  // If it fails, the component loads it again when it is rendered.
  const start = () => void load().catch(() => undefined);
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(start, { timeout: IDLE_TIMEOUT_MS });
  else setTimeout(start, IDLE_TIMEOUT_MS);
}
