import type { Outbox } from './outbox';

/** Other tabs announce their changes; this finds what a tab that was killed could not announce. */
const RECHECK_MS = 15_000;

/** Tells an outbox about the browser's connection and the page's end. Returns how to stop. */
export function connectToBrowser(outbox: Outbox): () => void {
  const events = new AbortController();
  const { signal } = events;
  window.addEventListener('online', () => outbox.setOnline(true), { signal });
  window.addEventListener('offline', () => outbox.setOnline(false), { signal });
  window.addEventListener('pagehide', outbox.flush, { signal });
  // The page came back from the back-forward cache.
  window.addEventListener('pageshow', ({ persisted }) => persisted && outbox.retry(), { signal });
  const onVisible = () => document.visibilityState === 'visible' && outbox.retry();
  document.addEventListener('visibilitychange', onVisible, { signal });
  const timer = setInterval(outbox.send, RECHECK_MS);
  if (!navigator.onLine) outbox.setOnline(false);
  return () => {
    events.abort();
    clearInterval(timer);
  };
}
