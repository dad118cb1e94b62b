import { randomUUID } from 'node:crypto';
import { AppError } from '@/lib/server/errors';
import { CommitUnknownError, isUnavailable, WriteConflictError } from '@/lib/warehouse/errors';
import { parseRows } from '@/lib/warehouse/sql/shared/statement';
import { TransactionSession } from '@/lib/warehouse/transaction-session';
import type { Query, Session, StatementOptions, TransactionOptions } from '@/lib/warehouse/types';
import { SessionLostError } from './errors';
import { toPlainRows } from './rows';
import { type SessionPool, type SnowflakeSession, withTimeout } from './session';

/** Limits of a transaction. */
export const transactionLimits = {
  /** Attempts before a failure is reported. */
  attempts: 5,
  /** No retry after this time, because each wait for a lock takes many seconds. */
  againMs: 45_000,
  /** Timeout of each of the two COMMIT attempts. */
  commitMs: 20_000,
};

/** Failures that leave nothing of the transaction, so it may start again. */
const isRepeatable = (error: unknown) =>
  error instanceof WriteConflictError || error instanceof SessionLostError;

/**
 * Runs `work` in a transaction on a session of the pool, and again from the start if that is safe.
 */
export async function transaction<T>(
  pool: SessionPool,
  name: string,
  work: (session: Session) => Promise<T>,
  options: TransactionOptions,
  { attempts, againMs, commitMs } = transactionLimits,
): Promise<T> {
  const from = performance.now();
  let doubt: CommitUnknownError | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.use(name, options, (session) =>
        tryOnce(session, name, work, options, commitMs),
      );
    } catch (error) {
      if (error instanceof CommitUnknownError) doubt = error;
      const again = isRepeatable(error) || (error === doubt && options.idempotent === true);
      const enough = attempt === attempts || performance.now() - from > againMs;
      // After an unknown COMMIT outcome, the message must not say that nothing changed.
      if (!again || enough) throw doubt && isUnavailable(error) ? doubt : error;
      await backOff(attempt, doubt ? undefined : options.signal);
    }
  }
}

async function tryOnce<T>(
  session: SnowflakeSession,
  name: string,
  work: (session: Session) => Promise<T>,
  options: StatementOptions,
  commitMs: number,
): Promise<T> {
  // Autocommit is off: the first write starts the transaction.
  let begun = false;
  const open = new TransactionSession(
    {
      read: (query) => readInSession(session, query, options),
      async write(command) {
        begun = true;
        return (await session.run(command, options)).rowsAffected ?? 0;
      },
    },
    isRepeatable,
  );
  let result: T;
  try {
    result = await work(open);
    await open.end();
    if (open.retryError) throw open.retryError;
  } catch (error) {
    await open.end();
    if (begun) await rollBack(session, name, options);
    throw open.retryError ?? error;
  }
  if (begun) await commit(session, name, options, commitMs);
  return result;
}

const ROLLBACK_TIMEOUT_MS = 5_000;

/**
 * Commits the session's transaction.
 * @throws CommitUnknownError if the outcome is unknown; WriteConflictError or another AppError if it
 * failed
 */
async function commit(
  session: SnowflakeSession,
  name: string,
  { tag }: StatementOptions,
  timeoutMs: number,
): Promise<void> {
  const statement = { name: `${name}: commit`, sql: 'COMMIT', requestId: randomUUID() };
  // Never cancel a COMMIT: its outcome would be unknown.
  const once = () =>
    session.run(statement, { tag, timeoutMs, cancellable: false, kind: 'control' });
  try {
    await once();
  } catch (error) {
    if (!session.broken) {
      await rollBack(session, name, { tag });
      throw error;
    }
    // The response was lost. Snowflake returns the outcome for the same request id.
    await once().catch((again: unknown) => {
      if (!isOutcomeUnknown(again)) throw again;
      throw new CommitUnknownError(
        'The connection to Snowflake was lost',
        new AggregateError([error, again], statement.name),
      );
    });
  }
}

/** Whether a failure leaves it unknown what Snowflake did. */
function isOutcomeUnknown(error: unknown): boolean {
  return (
    error instanceof SessionLostError || (error instanceof AppError && error.code === 'timeout')
  );
}

/** Rolls back; a session that fails to do so is not used again. */
async function rollBack(
  session: SnowflakeSession,
  name: string,
  { tag }: StatementOptions,
): Promise<void> {
  if (session.broken) return;
  const statement = { name: `${name}: rollback`, sql: 'ROLLBACK' };
  await session
    .run(statement, { tag, timeoutMs: ROLLBACK_TIMEOUT_MS, kind: 'control' })
    .catch(() => session.end());
}

/** Sessions to try a read on. */
const MAX_READ_ATTEMPTS = 3;

/** Reads on one session and returns the parsed rows. */
async function readInSession<Row>(
  session: SnowflakeSession,
  query: Query<Row>,
  options: StatementOptions,
): Promise<Row[]> {
  return parseRows(toPlainRows(await session.run(query, options)), query);
}

/**
 * Reads outside a transaction. Retries on another session after a lost one, because reads are safe
 * to repeat.
 */
export async function readFromPool<Row>(
  pool: SessionPool,
  query: Query<Row>,
  options: StatementOptions,
): Promise<Row[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.use(query.name, options, (session) =>
        readInSession(session, query, options),
      );
    } catch (error) {
      if (!(error instanceof SessionLostError) || attempt === MAX_READ_ATTEMPTS) throw error;
      await backOff(attempt, options.signal);
    }
  }
}

const FIRST_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 2_000;

/**
 * Waits before the next attempt, with exponential backoff and jitter.
 * @throws AppError `cancelled` if the signal is aborted meanwhile
 */
async function backOff(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const ms =
    Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 4 ** (attempt - 1)) * (0.5 + Math.random());
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await withTimeout('pause', { signal }, over).finally(() => clearTimeout(timer));
}
