import { useSyncExternalStore } from 'react';

// On the module, because the page that shows the queue may not be open when a change is announced.
let changedAt = Number.NEGATIVE_INFINITY;
const listeners = new Set<() => void>();

/** Records that the queue changed on the server. */
export function queueChanged(): void {
  changedAt = performance.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** When the server last announced a change of the queue, as a `performance.now()`. */
export function useQueueChangedAt(): number {
  return useSyncExternalStore(
    subscribe,
    () => changedAt,
    () => Number.NEGATIVE_INFINITY,
  );
}
