import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/**
 * A component whose code is not part of the first load: for dialogs and menus. The browser loads it
 * after the page, so that it opens at once, even offline. Render it in a Suspense boundary of its own.
 */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  let loaded: ComponentType<Props> | undefined;
  const loadOnce = async () => {
    loaded ??= await load();
    return { default: loaded };
  };
  if (typeof window !== 'undefined') afterPageLoad(loadOnce);
  return lazy(() => (loaded ? resolved({ default: loaded }) : loadOnce()));
}

/** Calls back at once, so that React renders the component without suspending first. */
function resolved<Value>(value: Value): Promise<Value> {
  const then = (callback: (value: Value) => unknown) => callback(value);
  return { then } as unknown as Promise<Value>;
}

function afterPageLoad(load: () => Promise<unknown>): void {
  // If it fails, the component loads it again when it is rendered.
  const start = () => void load().catch(() => undefined);
  if (document.readyState === 'complete') start();
  else window.addEventListener('load', start, { once: true });
}
