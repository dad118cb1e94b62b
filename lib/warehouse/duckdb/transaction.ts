import type { DuckDBConnection } from '@duckdb/node-api';
import { log } from '@/lib/server/log';
import { CommitUnknownError, WriteConflictError } from '@/lib/warehouse/errors';
import { cancelledError, DEFAULT_TIMEOUT_MS, timeoutError } from '@/lib/warehouse/semaphore';
import { TransactionSession } from '@/lib/warehouse/transaction-session';
import type { Query, Session, StatementObserver, StatementOptions } from '@/lib/warehouse/types';
import { EngineLostError, toWarehouseError } from './errors';
import { runPrepared } from './prepared-statements';
import { readRows } from './rows';

/** Attempts before a conflict is reported. */
const MAX_ATTEMPTS = 5;

/** Runs a query and returns its parsed rows. */
export async function read<Row>(
  connection: DuckDBConnection,
  query: Query<Row>,
  options: StatementOptions,
  observe: StatementObserver,
): Promise<Row[]> {
  return run(connection, query.name, options, observe, async () =>
    readRows(await runPrepared(connection, query), query),
  );
}

async function run<Result>(
  connection: DuckDBConnection,
  name: string,
  options: StatementOptions,
  observe: StatementObserver,
  work: () => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  let ok = false;
  try {
    const result = await withLimits(connection, name, options, work);
    ok = true;
    return result;
  } finally {
    const { signal, tag } = options;
    const canceled = !ok && signal?.aborted === true;
    observe({ name, ms: performance.now() - startedAt, ok, kind: 'statement', canceled, tag });
  }
}

const isConflict = (error: unknown): boolean => error instanceof WriteConflictError;
const isRepeatable = (error: unknown) => isConflict(error) || error instanceof EngineLostError;

/**
 * Runs `work` in a transaction, and retries it from the start after a write conflict.
 * @throws EngineLostError if nothing was committed; CommitUnknownError if that is not known
 */
export async function transaction<T>(
  connection: DuckDBConnection,
  name: string,
  work: (session: Session) => Promise<T>,
  options: StatementOptions,
  observe: StatementObserver,
): Promise<T> {
  const statements: Session = {
    read: (query) => read(connection, query, options, observe),
    write: (command) =>
      run(connection, command.name, options, observe, async () => {
        const { rowsChanged } = await runPrepared(connection, command);
        return rowsChanged;
      }),
  };
  for (let attempt = 1; ; attempt++) {
    const session = new TransactionSession(statements, isRepeatable);
    try {
      await withLimits(connection, `${name}: begin`, options, () => connection.run('BEGIN'));
      const result = await work(session);
      await session.end();
      if (session.retryError) throw session.retryError;
      await commit(connection, name);
      return result;
    } catch (thrown) {
      await session.end();
      await rollBack(connection);
      const error = session.retryError ?? thrown;
      if (!isConflict(error) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** The COMMIT is saved, but merging the log into the file failed, after which the engine is lost. */
const savedPattern = /COMMIT succeeded and is durable/;
/** The engine rolled back. A failure to write the log is such an error, too. */
const rolledBackPattern = /^TransactionContext Error/;

/** Commits, without a time limit: the outcome of an interrupted COMMIT would be unknown. */
async function commit(connection: DuckDBConnection, name: string): Promise<void> {
  try {
    await connection.run('COMMIT');
  } catch (error) {
    const text = String(error instanceof Error ? error.message : error);
    if (savedPattern.test(text)) {
      log.warn({ reason: text }, 'saved, but the log could not be merged into the warehouse file');
      return;
    }
    const mapped = toWarehouseError(error, `${name}: commit`);
    if (rolledBackPattern.test(text) || isConflict(mapped)) throw mapped;
    throw new CommitUnknownError('The warehouse’s disk failed', mapped.cause);
  }
}

/** Rolls back the open transaction. Returns whether there was one. */
export async function rollBack(connection: DuckDBConnection): Promise<boolean> {
  try {
    await connection.run('ROLLBACK');
    return true;
  } catch (error) {
    if (error instanceof Error && /no transaction is active/.test(error.message)) return false;
    // A lost engine has no transactions, and its next statement reports the loss.
    if (toWarehouseError(error, 'rollback') instanceof EngineLostError) return false;
    throw error;
  }
}

/** An interrupt is lost if the engine has not started yet, so it is repeated. */
const INTERRUPT_INTERVAL_MS = 20;

/**
 * Runs `work`, and interrupts the connection on timeout or abort.
 * @throws AppError `timeout`, `cancelled`, or the mapped driver error
 */
export async function withLimits<R>(
  connection: DuckDBConnection,
  name: string,
  { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: StatementOptions,
  work: () => Promise<R>,
): Promise<R> {
  if (signal?.aborted) throw cancelledError(signal);
  let interruptReason: (() => Error) | undefined;
  let interruptTimer: NodeJS.Timeout | undefined;
  const interrupt = (reason: () => Error) => {
    if (interruptReason) return;
    interruptReason = reason;
    connection.interrupt();
    interruptTimer = setInterval(() => connection.interrupt(), INTERRUPT_INTERVAL_MS);
  };
  const onAbort = () => signal && interrupt(() => cancelledError(signal));
  const timer = setTimeout(() => interrupt(() => timeoutError(name, timeoutMs)), timeoutMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await work();
  } catch (error) {
    const isInterrupt = error instanceof Error && error.message.startsWith('INTERRUPT');
    throw interruptReason && isInterrupt ? interruptReason() : toWarehouseError(error, name);
  } finally {
    clearTimeout(timer);
    clearInterval(interruptTimer);
    signal?.removeEventListener('abort', onAbort);
  }
}
