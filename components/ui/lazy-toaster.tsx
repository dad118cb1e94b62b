'use client';

import { Suspense, useSyncExternalStore } from 'react';
import { lazyComponent } from './lazy-component';

const Toaster = lazyComponent(() => import('./toaster').then(({ Toaster }) => Toaster));

const subscribe = () => () => undefined;

/** Displays notifications; loaded after the page itself, and not rendered on the server. */
export function LazyToaster() {
  const isBrowser = useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
  return (
    isBrowser && (
      <Suspense>
        <Toaster />
      </Suspense>
    )
  );
}
