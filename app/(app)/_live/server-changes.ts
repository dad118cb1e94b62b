import { session } from '@/app/(app)/_shared/session';
import type { Topic } from '@/lib/read-model/change-feed';
import type { Presence } from '@/lib/server/presence';

/** A message of `/api/events`. Without topics, it says only which change is the newest. */
export interface ChangeMessage {
  readonly number: number;
  readonly topics: readonly Topic[];
  /** What others have open, if that changed. */
  readonly presence?: Presence;
}

type Listener = (message: ChangeMessage) => void;

const FIRST_MESSAGE_TIMEOUT_MS = 5_000;
const MAX_FAILURES = 3;
const POLL_INTERVAL_MS = 10_000;
const RETRY_STREAM_MS = 60_000;

/**
 * Follows `/api/events` until the signal aborts. While the stream cannot be kept open, polls the
 * number of the newest change instead, and tries the stream again every minute.
 */
export function followStream(listener: Listener, signal: AbortSignal): void {
  let polling: AbortController | null = null;
  let retryTimer: ReturnType<typeof setTimeout>;
  const connect = () => {
    const stream = openStream(
      (message) => {
        polling?.abort();
        polling = null;
        listener(message);
      },
      () => {
        polling ??= startPolling();
        retryTimer = setTimeout(connect, RETRY_STREAM_MS);
      },
    );
    signal.addEventListener('abort', stream.close, { once: true });
  };
  const startPolling = () => {
    const controller = new AbortController();
    pollNumber(listener, controller.signal);
    return controller;
  };
  signal.addEventListener('abort', () => {
    clearTimeout(retryTimer);
    polling?.abort();
  });
  connect();
}

/** @param onFailure is called once, after the stream has been closed */
function openStream(listener: Listener, onFailure: () => void) {
  const source = new EventSource('/api/events');
  let failures = 0;
  const close = () => {
    clearTimeout(timer);
    source.close();
  };
  const fail = () => {
    close();
    onFailure();
  };
  const timer = setTimeout(fail, FIRST_MESSAGE_TIMEOUT_MS);
  source.onmessage = ({ data }) => {
    clearTimeout(timer);
    failures = 0;
    listener(JSON.parse(data));
  };
  source.onerror = () => {
    failures += 1;
    // The browser reconnects by itself when a stream ends, but not after an error response.
    if (source.readyState === EventSource.CLOSED || failures >= MAX_FAILURES) fail();
  };
  return { close };
}

/** Polls the number of the newest change until the signal aborts. */
export function pollNumber(listener: Listener, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout>;
  const poll = async () => {
    const newest = session.state === 'signed_out' ? undefined : await fetchNewest(signal);
    if (signal.aborted) return;
    if (newest) listener({ ...newest, topics: [] });
    timer = setTimeout(poll, POLL_INTERVAL_MS);
  };
  signal.addEventListener('abort', () => clearTimeout(timer));
  void poll();
}

/** Undefined if there is no response: the next poll tries again. */
async function fetchNewest(
  signal: AbortSignal,
): Promise<Omit<ChangeMessage, 'topics'> | undefined> {
  try {
    const response = await fetch('/api/events/number', { signal, cache: 'no-store' });
    if (response.status === 401) session.set('signed_out');
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}
