import { randomUUID } from 'node:crypto';
import type { Connection, RowStatement, StatementOption } from 'snowflake-sdk';
import { cancelled, defaultTimeoutMs, timedOut } from '../turns';
import type { Bind, StatementOptions } from '../types';
import { queryTag } from './query-tag';
import { type Answer, countChanged } from './rows';

/** One statement as it is sent. */
export interface Statement {
  readonly name: string;
  readonly sql: string;
  readonly binds?: readonly Bind[] | undefined;
  /** Snowflake answers an id that it has seen with the first result; a new one otherwise. */
  readonly requestId?: string | undefined;
}

export interface Limits extends StatementOptions {
  /** False for what must be left to finish once it was asked for. */
  readonly cancellable?: boolean | undefined;
}

/** A cancellation that comes before the statement has is lost, so it is repeated this often. */
const cancelEveryMs = 250;

/** How long a cancelled statement may take to end before its session is given up. */
const graceMs = 2_000;

/** Snowflake's own limit is behind ours, for when our cancellation does not arrive. */
const marginMs = 5_000;

/** Snowflake takes no longer limit: a week. */
const longestSeconds = 604_800;

/** The statement did not end although it was stopped, so that its session cannot be used again. */
export class Unanswered extends Error {
  constructor(readonly words: Error) {
    super('The statement was stopped and did not end.', { cause: words });
  }
}

/**
 * Runs a statement to its last row, cancelling it in Snowflake when the limits say so.
 * @throws AppError `timeout` or `cancelled`, `Unanswered`, or what the SDK throws.
 */
export function execute(
  connection: Connection,
  statement: Statement,
  limits: Limits,
): Promise<Answer> {
  const { signal, timeoutMs = defaultTimeoutMs, cancellable = true } = limits;
  if (signal?.aborted) return Promise.reject(cancelled(signal));
  return new Promise<Answer>((resolve, reject) => {
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
      stopped = cancellable ? words : new Unanswered(words);
      if (!cancellable) return fail(undefined);
      const cancel = () => running?.cancel(() => {});
      cancel();
      repeat = setInterval(cancel, cancelEveryMs);
      given = setTimeout(() => {
        stopped = new Unanswered(words);
        fail(undefined);
      }, graceMs);
    };
    const abort = () => signal && stop(cancelled(signal));
    const timer = setTimeout(() => stop(timedOut(statement.name, timeoutMs)), timeoutMs);
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

function request(statement: Statement, limits: Limits, timeoutMs: number): StatementOption {
  const { name, sql, binds = [], requestId = randomUUID() } = statement;
  const { tag, cancellable = true } = limits;
  const seconds = Math.min(longestSeconds, Math.ceil((timeoutMs + marginMs) / 1000));
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

async function collect(statement: RowStatement): Promise<Answer> {
  const columns = statement.getColumns() ?? [];
  const changes = (statement.getNumUpdatedRows() ?? -1) >= 0;
  const rows: unknown[][] = [];
  for await (const row of statement.streamRows()) rows.push(row);
  return { columns, rows, rowsAffected: changes ? countChanged(columns, rows) : null };
}
