import { session } from '@/app/(app)/_shared/session';

/** The server needs a report much less often than the idle limit, which is 15 minutes or more. */
const INTERVAL_MS = 60_000;
const EVENTS = ['keydown', 'pointerdown', 'wheel', 'touchmove'] as const;

/** Tells the server while the person uses the keyboard or pointer, until the signal aborts. */
export function reportActivity(signal: AbortSignal): void {
  let reportedAt = Number.NEGATIVE_INFINITY;
  const report = async () => {
    const now = performance.now();
    if (now - reportedAt < INTERVAL_MS || session.state !== 'active') return;
    reportedAt = now;
    try {
      const response = await fetch('/api/session/activity', { method: 'POST', keepalive: true });
      if (response.status === 401) session.set('signed_out');
    } catch {
      // Without a connection, the next key or click reports it.
      reportedAt = Number.NEGATIVE_INFINITY;
    }
  };
  for (const type of EVENTS) {
    document.addEventListener(type, report, { signal, capture: true, passive: true });
  }
}
