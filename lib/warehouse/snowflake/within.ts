import { cancelled, defaultTimeoutMs, timedOut } from '../turns';
import type { StatementOptions } from '../types';

/**
 * Waits for what others may be waiting for too, no longer than a statement's limits allow; what is
 * waited for goes on.
 */
export function within<R>(name: string, limits: StatementOptions, awaited: Promise<R>): Promise<R> {
  const { signal, timeoutMs = defaultTimeoutMs } = limits;
  if (signal?.aborted) return Promise.reject(cancelled(signal));
  return new Promise<R>((resolve, reject) => {
    const abort = () => signal && reject(cancelled(signal));
    const timer = setTimeout(() => reject(timedOut(name, timeoutMs)), timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    awaited.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
  });
}
