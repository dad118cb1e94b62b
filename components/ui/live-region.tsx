'use client';

import { useSyncExternalStore } from 'react';

let message = '';
let turn = 0;
const listeners = new Set<() => void>();

/** Reads a result out politely, wherever focus is; saying the same again reads it again. */
export function announce(text: string): void {
  turn += 1;
  // A no-break space in turn makes equal messages differ, so that they are read again.
  message = turn % 2 === 0 ? text : `${text}\u00a0`;
  for (const listener of listeners) listener();
}

/** The one place that `announce` speaks from; the shell renders it once. */
export function LiveRegion() {
  const text = useSyncExternalStore(
    subscribe,
    () => message,
    () => '',
  );
  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only" data-live-region>
      {text}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
