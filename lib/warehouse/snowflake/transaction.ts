import { randomUUID } from 'node:crypto';
import { AppError } from '@/lib/server/errors';
import { WriteConflictError } from '@/lib/warehouse/errors';
import { parseRows } from '@/lib/warehouse/sql/shared/statement';
import { TransactionSession } from '@/lib/warehouse/transaction-session';
import type { Query, Session, StatementOptions, TransactionOptions } from '@/lib/warehouse/types';
import { CommitUnknownError, SessionLostError } from './errors';
import { toPlainRows } from './rows';
import { type SessionPool, type SnowflakeSession, withTimeout } from './session';

/** What bounds a transaction beside the limits of its statements. */
export const transactionLimits = {
  /** How often work is tried before its failure is reported. */
  attempts: 5,
  /** After how long work is not tried again, each wait for a lock being one of many seconds. */
  againMs: 45_000,
  /** How long each of the two tries to commit may take. */
  commitMs: 20_000,
};

/** Failures after which nothing of the transaction is kept, so that it may begin anew. */
const isRepeatable = (error: unknown) =>
  error instanceof WriteConflictError || error instanceof SessionLostError;

/** Runs `work` in a transaction on a session of the pool, again from the start where that is safe. */
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
      // That nothing was changed is not known any more once a commit was in doubt.
      if (!again || enough) throw doubt && isTransportError(error) ? doubt : error;
      await backOff(attempt, doubt ? undefined : options.signal);
    }
  }
}

/** Whether Snowflake could not be asked, rather than what was asked was refused. */
function isTransportError(error: unknown): boolean {
  return error instanceof AppError && /^(?:warehouse_|timeout|cancelled)/.test(error.code);
}

async function tryOnce<T>(
  session: SnowflakeSession,
  name: string,
  work: (session: Session) => Promise<T>,
  options: StatementOptions,
  commitMs: number,
): Promise<T> {
  // The session does not commit by itself: the first write begins the transaction.
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
 * Commits what the session has open.
 * @throws CommitInDoubt when nobody knows whether it did, WriteConflict or another AppError when it
 * did not.
 */
async function commit(
  session: SnowflakeSession,
  name: string,
  { tag }: StatementOptions,
  timeoutMs: number,
): Promise<void> {
  const statement = { name: `${name}: commit`, sql: 'COMMIT', requestId: randomUUID() };
  // Once asked to commit Snowflake is left to finish: a cancelled commit would be in doubt.
  const once = () =>
    session.run(statement, { tag, timeoutMs, cancellable: false, kind: 'control' });
  try {
    await once();
  } catch (error) {
    if (!session.broken) {
      await rollBack(session, name, { tag });
      throw error;
    }
    // The answer was lost. Snowflake answers the same request id with what became of it.
    await once().catch((again: unknown) => {
      if (!isOutcomeUnknown(again)) throw again;
      throw new CommitUnknownError(new AggregateError([error, again], statement.name));
    });
  }
}

/** Whether a failure says nothing about what Snowflake did. */
function isOutcomeUnknown(error: unknown): boolean {
  return (
    error instanceof SessionLostError || (error instanceof AppError && error.code === 'timeout')
  );
}

/** Undoes what is open; a session that cannot even do that is not used again. */
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

/** How many sessions a read is tried on. */
const MAX_READ_ATTEMPTS = 3;

/** Reads on one session and answers the parsed rows. */
async function readInSession<Row>(
  session: SnowflakeSession,
  query: Query<Row>,
  options: StatementOptions,
): Promise<Row[]> {
  return parseRows(toPlainRows(await session.run(query, options)), query);
}

/** Reads outside a transaction, on another session after one was lost: reading twice is safe. */
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
 * Waits before the next try, longer each time and by chance, so that those who met once do not
 * meet again.
 * @throws AppError `cancelled` when the signal says so meanwhile.
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
