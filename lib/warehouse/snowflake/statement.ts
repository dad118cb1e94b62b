import { randomUUID } from 'node:crypto';
import type { Connection, RowStatement, StatementOption } from 'snowflake-sdk';
import { cancelledError, DEFAULT_TIMEOUT_MS, timeoutError } from '@/lib/warehouse/semaphore';
import type { Bind, StatementOptions, StatementTag } from '@/lib/warehouse/types';
import { countAffectedRows, type StatementResult } from './rows';

/** One statement as it is sent. */
export interface SnowflakeStatement {
  readonly name: string;
  readonly sql: string;
  readonly binds?: readonly Bind[] | undefined;
  /** Snowflake answers an id that it has seen with the first result; a new one otherwise. */
  readonly requestId?: string | undefined;
}

export interface StatementLimits extends StatementOptions {
  /** False for what must be left to finish once it was asked for. */
  readonly cancellable?: boolean | undefined;
}

/** A cancellation that comes before the statement has is lost, so it is repeated this often. */
const CANCEL_INTERVAL_MS = 250;

/** How long a cancelled statement may take to end before its session is given up. */
const CANCEL_GRACE_MS = 2_000;

/** Snowflake's own limit is behind ours, for when our cancellation does not arrive. */
const TIMEOUT_MARGIN_MS = 5_000;

/** Snowflake takes no longer limit: a week. */
const MAX_TIMEOUT_SECONDS = 604_800;

/** The statement did not end although it was stopped, so that its session cannot be used again. */
export class UnresponsiveStatementError extends Error {
  constructor(readonly reason: Error) {
    super('The statement was stopped and did not end.', { cause: reason });
  }
}

/**
 * Runs a statement to its last row, cancelling it in Snowflake when the limits say so.
 * @throws AppError `timeout` or `cancelled`, `Unanswered`, or what the SDK throws.
 */
export function execute(
  connection: Connection,
  statement: SnowflakeStatement,
  limits: StatementLimits,
): Promise<StatementResult> {
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS, cancellable = true } = limits;
  if (signal?.aborted) return Promise.reject(cancelledError(signal));
  return new Promise<StatementResult>((resolve, reject) => {
    let stopped: Error | undefined;
    let repeat: NodeJS.Timeout | undefined;
    let given: NodeJS.Timeout | undefined;
    const end = <V>(settle: (value: V) => void) => {
      return (value: V) => {
        clearTimeout(timer);
        clearTimeout(given);
        clearInterval(repeat);
        signal?.removeEventListener('abort', abort);
        settle(value);
      };
    };
    const fail = end((error: unknown) => reject(stopped ?? error));
    const stop = (words: Error) => {
      if (stopped) return;
      stopped = cancellable ? words : new UnresponsiveStatementError(words);
      if (!cancellable) return fail(undefined);
      const cancel = () => running?.cancel(() => {});
      cancel();
      repeat = setInterval(cancel, CANCEL_INTERVAL_MS);
      given = setTimeout(() => {
        stopped = new UnresponsiveStatementError(words);
        fail(undefined);
      }, CANCEL_GRACE_MS);
    };
    const abort = () => signal && stop(cancelledError(signal));
    const timer = setTimeout(() => stop(timeoutError(statement.name, timeoutMs)), timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    let running: RowStatement | undefined;
    try {
      running = connection.execute({
        ...request(statement, limits, timeoutMs),
        complete: (error, finished) => {
          if (error) fail(error);
          else collect(finished).then(end(resolve), fail);
        },
      });
    } catch (error) {
      fail(error);
    }
  });
}

function request(
  statement: SnowflakeStatement,
  limits: StatementLimits,
  timeoutMs: number,
): StatementOption {
  const { name, sql, binds = [], requestId = randomUUID() } = statement;
  const { tag, cancellable = true } = limits;
  const seconds = Math.min(MAX_TIMEOUT_SECONDS, Math.ceil((timeoutMs + TIMEOUT_MARGIN_MS) / 1000));
  return {
    sqlText: sql,
    ...(binds.length > 0 && { binds }),
    requestId,
    streamResult: true,
    parameters: {
      QUERY_TAG: queryTag(name, tag),
      ...(cancellable && { STATEMENT_TIMEOUT_IN_SECONDS: seconds }),
    },
  };
}

async function collect(statement: RowStatement): Promise<StatementResult> {
  const columns = statement.getColumns() ?? [];
  const changes = (statement.getNumUpdatedRows() ?? -1) >= 0;
  const rows: unknown[][] = [];
  for await (const row of statement.streamRows()) rows.push(row);
  return { columns, rows, rowsAffected: changes ? countAffectedRows(columns, rows) : null };
}

/** Snowflake takes no longer tag. */
const MAX_TAG_LENGTH = 2000;

/** What Snowflake's history says of a statement: JSON that names the program and who asked where. */
export function queryTag(statement: string, tag: StatementTag | undefined): string {
  const about = { program: 'csm-routing', statement };
  const full = JSON.stringify(tag ? { ...about, path: tag.path, person: tag.person } : about);
  if (full.length <= MAX_TAG_LENGTH) return full;
  return JSON.stringify({ program: 'csm-routing', statement: statement.slice(0, 500) });
}
