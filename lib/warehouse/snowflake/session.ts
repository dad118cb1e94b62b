import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'snowflake-sdk';
import { MINUTE_MS } from '@/lib/time';
import {
  cancelledError,
  DEFAULT_TIMEOUT_MS,
  Semaphore,
  timeoutError,
} from '@/lib/warehouse/semaphore';
import type { StatementObserver, StatementOptions } from '@/lib/warehouse/types';
import { isUnreached, readDriverError, SessionLostError, toWarehouseError } from './errors';
import type { StatementResult } from './rows';
import {
  execute,
  type SnowflakeStatement,
  type StatementLimits,
  UnresponsiveStatementError,
} from './statement';

/** How long the next user of the pool waits for a logout. */
const LOGOUT_TIMEOUT_MS = 3_000;

/** Wait before a logout is repeated that did not reach Snowflake. */
const LOGOUT_RETRY_MS = 2_000;

/** Snowflake itself then ends a transaction that is idle and blocks others. */
const MAX_LOGOUT_MS = 5 * MINUTE_MS;

/** Options of a statement on a session. */
interface RunOptions extends StatementLimits {
  readonly kind?: 'statement' | 'control' | undefined;
  readonly toError?: typeof toWarehouseError | undefined;
}

/** A Snowflake session that tracks whether it is still usable. */
export class SnowflakeSession {
  #broken = false;
  #ended: Promise<void> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly observe: StatementObserver,
  ) {}

  /** True if the session is lost or in an unknown state. */
  get broken(): boolean {
    return this.#broken;
  }

  /**
   * Runs one statement.
   * @throws AppError for the user; SessionLost if another session may succeed
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
      // The SDK still reports a connection after Snowflake rejected its token.
      if (thrown instanceof UnresponsiveStatementError || error instanceof SessionLostError)
        this.#broken = true;
      throw error;
    } finally {
      const { signal, tag } = running;
      const canceled = !ok && signal?.aborted === true;
      this.observe({ name, ms: performance.now() - from, ok, kind, canceled, tag });
    }
  }

  /**
   * Logs out, which rolls back an open transaction, and waits briefly for the response. While Snowflake
   * cannot be reached, repeats it in the background: the transaction may hold locks, or the SDK may
   * still send a statement that was given up.
   */
  end(): Promise<void> {
    this.#broken = true;
    this.#ended ??= this.#logOut();
    return this.#ended;
  }

  async #logOut(): Promise<void> {
    const first = logOut(this.connection);
    void this.#retryLogOut(first);
    await Promise.race([first, pause(LOGOUT_TIMEOUT_MS, undefined, { ref: false })]);
  }

  async #retryLogOut(first: Promise<boolean>): Promise<void> {
    const from = performance.now();
    let isReached = await first;
    while (!isReached && performance.now() - from < MAX_LOGOUT_MS) {
      await pause(LOGOUT_RETRY_MS, undefined, { ref: false });
      isReached = await logOut(this.connection);
    }
  }
}

/** Logs out. Returns false if Snowflake was not reached; other errors mean that the session is gone. */
function logOut(connection: Connection): Promise<boolean> {
  return new Promise((resolve) => {
    connection.destroy((error) => resolve(!error || !isUnreached(readDriverError(error))));
  });
}

/** A slot for one session, opened on demand and reopened after a loss. */
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

/** A pool of sessions. Each has one user at a time; broken ones are replaced. */
export class SessionPool {
  readonly #turns: Semaphore<PoolSlot>;

  constructor(size: number, open: () => Promise<SnowflakeSession>) {
    this.#turns = new Semaphore(Array.from({ length: size }, () => new PoolSlot(open)));
  }

  /**
   * Runs `work` with exclusive use of a session. The wait has the same timeout and signal as a
   * statement.
   */
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
        // Wait for the logout, because an open transaction may hold locks.
        if (session.broken) await place.leave();
      }
    });
  }

  /** Rejects current and future waiters, and logs out when all work is done. */
  async close(): Promise<void> {
    const places = await this.#turns.close();
    await Promise.all(places.map((place) => place.leave()));
  }
}

/** Waits for a shared promise within a statement's limits. The promise itself continues. */
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
