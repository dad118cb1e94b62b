import type { Connection } from 'snowflake-sdk';
import {
  cancelledError,
  DEFAULT_TIMEOUT_MS,
  Semaphore,
  timeoutError,
} from '@/lib/warehouse/semaphore';
import type { StatementObserver, StatementOptions } from '@/lib/warehouse/types';
import { SessionLostError, toWarehouseError } from './errors';
import type { StatementResult } from './rows';
import {
  execute,
  type SnowflakeStatement,
  type StatementLimits,
  UnresponsiveStatementError,
} from './statement';

/** How long to wait for Snowflake's answer to a logout. */
const LOGOUT_TIMEOUT_MS = 3_000;

/** How a session runs a statement beside its limits. */
interface RunOptions extends StatementLimits {
  readonly kind?: 'statement' | 'control' | undefined;
  readonly toError?: typeof toWarehouseError | undefined;
}

/** One session with Snowflake, which knows whether it can still be used. */
export class SnowflakeSession {
  #broken = false;
  #ended: Promise<void> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly observe: StatementObserver,
  ) {}

  /** True once the session is lost, or nobody knows what it is doing. */
  get broken(): boolean {
    return this.#broken;
  }

  /**
   * Runs one statement.
   * @throws AppError in the user's words; SessionLost when another session may do better.
   */
  async run(statement: SnowflakeStatement, running: RunOptions = {}): Promise<StatementResult> {
    const { kind = 'statement', toError = toWarehouseError } = running;
    const { name } = statement;
    const from = performance.now();
    let ok = false;
    try {
      const answer = await execute(this.connection, statement, running);
      ok = true;
      return answer;
    } catch (thrown) {
      const error = toError(
        thrown instanceof UnresponsiveStatementError ? thrown.reason : thrown,
        name,
      );
      // The SDK believes that it is connected even where Snowflake refused its token.
      if (thrown instanceof UnresponsiveStatementError || error instanceof SessionLostError)
        this.#broken = true;
      throw error;
    } finally {
      this.observe({ name, ms: performance.now() - from, ok, kind });
    }
  }

  /** Logs out, which rolls back what is open, and waits a little for the answer. */
  end(): Promise<void> {
    this.#broken = true;
    this.#ended ??= new Promise((resolve) => {
      const timer = setTimeout(resolve, LOGOUT_TIMEOUT_MS);
      // The callback comes with an error where the session is gone already, which is as good.
      this.connection.destroy(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    return this.#ended;
  }
}

/** A place for one session, opened when it is needed and again after it was lost. */
class PoolSlot {
  #opening: Promise<SnowflakeSession> | undefined;

  constructor(private readonly open: () => Promise<SnowflakeSession>) {}

  session(): Promise<SnowflakeSession> {
    this.#opening ??= this.open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async leave(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    await (await opening?.catch(() => undefined))?.end();
  }
}

/** Lends sessions, one user at a time each, and replaces those that broke. */
export class SessionPool {
  readonly #turns: Semaphore<PoolSlot>;

  constructor(size: number, open: () => Promise<SnowflakeSession>) {
    this.#turns = new Semaphore(Array.from({ length: size }, () => new PoolSlot(open)));
  }

  /** Runs `work` with a session of its own; waiting for one obeys the limits of a statement. */
  use<R>(
    name: string,
    limits: StatementOptions,
    work: (session: SnowflakeSession) => Promise<R>,
  ): Promise<R> {
    return this.#turns.use(name, limits, async (place) => {
      const session = await withTimeout(name, limits, place.session());
      try {
        return await work(session);
      } finally {
        // Waited for, because what it left open may hold locks.
        if (session.broken) await place.leave();
      }
    });
  }

  /** Refuses everybody who waits or comes later, and logs out when all are done. */
  async close(): Promise<void> {
    const places = await this.#turns.close();
    await Promise.all(places.map((place) => place.leave()));
  }
}

/**
 * Waits for what others may be waiting for too, no longer than a statement's limits allow; what is
 * waited for goes on.
 */
export function withTimeout<R>(
  name: string,
  limits: StatementOptions,
  awaited: Promise<R>,
): Promise<R> {
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = limits;
  if (signal?.aborted) return Promise.reject(cancelledError(signal));
  return new Promise<R>((resolve, reject) => {
    const abort = () => signal && reject(cancelledError(signal));
    const timer = setTimeout(() => reject(timeoutError(name, timeoutMs)), timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    awaited.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
  });
}
