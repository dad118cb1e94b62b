import type { DuckDBConnection } from '@duckdb/node-api';
import { cancelled, defaultTimeoutMs, timedOut } from '../turns';
import type { StatementOptions } from '../types';
import { toWarehouseError } from './errors';

/** An interrupt that comes before the engine has begun is lost, so it is repeated this often. */
const interruptEveryMs = 20;

/**
 * Runs `work`, interrupting the connection when the limits say so.
 * @throws AppError `timeout`, `cancelled`, or what the driver's failure means.
 */
export async function guarded<R>(
  connection: DuckDBConnection,
  name: string,
  { signal, timeoutMs = defaultTimeoutMs }: StatementOptions,
  work: () => Promise<R>,
): Promise<R> {
  if (signal?.aborted) throw cancelled(signal);
  let stopped: (() => Error) | undefined;
  let repeat: NodeJS.Timeout | undefined;
  const stop = (why: () => Error) => {
    if (stopped) return;
    stopped = why;
    connection.interrupt();
    repeat = setInterval(() => connection.interrupt(), interruptEveryMs);
  };
  const abort = () => signal && stop(() => cancelled(signal));
  const timer = setTimeout(() => stop(() => timedOut(name, timeoutMs)), timeoutMs);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await work();
  } catch (error) {
    const interrupted = error instanceof Error && error.message.startsWith('INTERRUPT');
    throw stopped && interrupted ? stopped() : toWarehouseError(error, name);
  } finally {
    clearTimeout(timer);
    clearInterval(repeat);
    signal?.removeEventListener('abort', abort);
  }
}
