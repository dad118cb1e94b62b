import { type ComponentType, lazy, useState, useSyncExternalStore } from 'react';

/**
 * A component whose code is not part of the first load: for dialogs and menus. The browser loads it
 * after the page, so that it opens at once, even offline. Render it in a Suspense boundary of its own.
 */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const code = lazyCode(load);
  if (typeof window !== 'undefined') afterPageLoad(code.preload);
  return code.Component;
}

/**
 * A component that the server renders into the page, which shows that until the component's code has
 * loaded. (Suspense would replace it by its fallback as soon as anything on the page changes.)
 */
export function serverRenderedComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const code = lazyCode(load);
  if (typeof window !== 'undefined') code.preload();
  return (props) => <ServerRendered code={code} props={props} />;
}

function ServerRendered<Props extends object>({
  code,
  props,
}: {
  readonly code: LazyCode<Props>;
  readonly props: Props;
}) {
  const isHydrating = useSyncExternalStore(
    () => () => {},
    () => false,
    () => typeof window !== 'undefined',
  );
  const [isFromServer] = useState(isHydrating);
  const isSettled = useSyncExternalStore(code.subscribe, code.isSettled, code.isSettled);
  const [scroll] = useState(scrollKeeper);
  if (isFromServer && !isSettled) {
    return (
      <div
        key="html"
        ref={scroll.save}
        className="contents"
        suppressHydrationWarning
        // biome-ignore lint/security/noDangerouslySetInnerHtml: makes React keep the content as it is.
        dangerouslySetInnerHTML={{ __html: '' }}
      />
    );
  }
  return (
    <div key="component" ref={scroll.restore} className="contents">
      <code.Component {...props} />
    </div>
  );
}

/** Carries the scroll position of the first section from the server's elements to the component's. */
function scrollKeeper() {
  let top = 0;
  const sectionOf = (element: Element | null) => element?.querySelector('section');
  return {
    // The cleanup runs while the element is still on the page.
    save: (element: Element | null) => () => {
      top = sectionOf(element)?.scrollTop ?? 0;
    },
    restore: (element: Element | null) => {
      if (top > 0) sectionOf(element)?.scrollTo(0, top);
    },
  };
}

interface LazyCode<Props extends object> {
  readonly Component: ComponentType<Props>;
  readonly preload: () => void;
  /** Whether the code has loaded or failed to. */
  readonly isSettled: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
}

function lazyCode<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyCode<Props> {
  let loaded: ComponentType<Props> | undefined;
  let isSettled = false;
  const listeners = new Set<() => void>();
  const loadOnce = async () => {
    try {
      loaded ??= await loadOnline(load);
    } finally {
      isSettled = true;
      for (const listener of listeners) listener();
    }
    return { default: loaded };
  };
  return {
    Component: lazy(() => (loaded ? resolved({ default: loaded }) : loadOnce())),
    // If it fails, the component loads it again when it is rendered.
    preload: () => void loadOnce().catch(() => undefined),
    isSettled: () => isSettled,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Loads code. If that fails while offline, it waits for the connection. */
async function loadOnline<Code>(load: () => Promise<Code>): Promise<Code> {
  try {
    return await load();
  } catch (error) {
    if (navigator.onLine) throw error;
  }
  await new Promise((resolve) => window.addEventListener('online', resolve, { once: true }));
  return loadOnline(load);
}

/** Calls back at once, so that React renders the component without suspending first. */
function resolved<Value>(value: Value): Promise<Value> {
  const then = (callback: (value: Value) => unknown) => callback(value);
  return { then } as unknown as Promise<Value>;
}

function afterPageLoad(run: () => void): void {
  if (document.readyState === 'complete') run();
  else window.addEventListener('load', run, { once: true });
}
