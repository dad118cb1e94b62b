import { AppError } from '@/lib/server/errors';
import type { StatementOptions } from './types';

/** Default timeout of a statement, and of the wait for a connection. */
export const DEFAULT_TIMEOUT_MS = 30_000;

interface Waiter<T> {
  readonly start: (item: T) => void;
  readonly refuse: (error: AppError) => void;
}

/** The error for a canceled statement. */
export function cancelledError(signal: AbortSignal): AppError {
  return new AppError('cancelled', 'Canceled. Nothing was changed.', {
    cause: signal.reason,
  });
}

/** The error for a statement that timed out. */
export function timeoutError(name: string, ms: number): AppError {
  return new AppError(
    'timeout',
    'The warehouse took too long to respond. Nothing was changed. Try again.',
    { cause: new Error(`${name}: no answer within ${ms} ms`) },
  );
}

/**
 * Shares a fixed set of items (connections). Each has one user at a time; waiters are served in
 * order.
 */
export class Semaphore<T> {
  readonly #size: number;
  readonly #free: T[];
  readonly #waiting: Waiter<T>[] = [];
  #closed: { readonly refusal: AppError; readonly whenFree: () => void } | undefined;

  constructor(items: readonly T[]) {
    this.#size = items.length;
    this.#free = [...items];
  }

  /**
   * Runs `work` with exclusive use of an item. The wait has the same timeout and signal as a
   * statement.
   */
  async use<R>(name: string, limits: StatementOptions, work: (item: T) => Promise<R>): Promise<R> {
    const item = await this.#take(name, limits);
    try {
      return await work(item);
    } finally {
      this.#give(item);
    }
  }

  /** Rejects current and future waiters with `refusal`, and returns all items once they are free. */
  async close(refusal: AppError = shuttingDownError()): Promise<readonly T[]> {
    const done = new Promise<void>((whenFree) => {
      this.#closed = { refusal, whenFree };
    });
    for (const waiter of this.#waiting.splice(0)) waiter.refuse(refusal);
    if (this.#free.length < this.#size) await done;
    return this.#free;
  }

  #take(name: string, { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: StatementOptions): Promise<T> {
    if (this.#closed) return Promise.reject(this.#closed.refusal);
    if (signal?.aborted) return Promise.reject(cancelledError(signal));
    const item = this.#free.pop();
    if (item !== undefined) return Promise.resolve(item);
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        const index = this.#waiting.indexOf(waiter);
        if (index >= 0) this.#waiting.splice(index, 1);
      };
      const refuse = (error: AppError) => {
        leave();
        reject(error);
      };
      const abort = () => signal && refuse(cancelledError(signal));
      const waiter: Waiter<T> = {
        start: (given) => {
          leave();
          resolve(given);
        },
        refuse,
      };
      const timer = setTimeout(() => refuse(timeoutError(name, timeoutMs)), timeoutMs);
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(waiter);
    });
  }

  #give(item: T): void {
    const next = this.#closed ? undefined : this.#waiting[0];
    if (next) {
      next.start(item);
      return;
    }
    this.#free.push(item);
    if (this.#free.length === this.#size) this.#closed?.whenFree();
  }
}

/** The error for a statement after the warehouse was closed. */
export function shuttingDownError(): AppError {
  return new AppError('warehouse_unavailable', 'The server is shutting down. Nothing was changed.');
}
