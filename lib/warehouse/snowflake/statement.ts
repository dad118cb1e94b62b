import { randomUUID } from 'node:crypto';
import type { Connection, RowStatement, StatementOption } from 'snowflake-sdk';
import { cancelledError, DEFAULT_TIMEOUT_MS, timeoutError } from '@/lib/warehouse/semaphore';
import type { Bind, StatementOptions, StatementTag } from '@/lib/warehouse/types';
import { countAffectedRows, type StatementResult } from './rows';

/** A statement as it is sent. */
export interface SnowflakeStatement {
  readonly name: string;
  readonly sql: string;
  readonly binds?: readonly Bind[] | undefined;
  /**
   * Request id: Snowflake returns the original result for an id it has seen. Default: a new one.
   */
  readonly requestId?: string | undefined;
}

export interface StatementLimits extends StatementOptions {
  /** False for a statement that must not be canceled. */
  readonly cancellable?: boolean | undefined;
}

/** A cancellation that arrives before the statement is lost, so repeat it. */
const CANCEL_INTERVAL_MS = 250;

/** Time for a canceled statement to end before its session is dropped. */
const CANCEL_GRACE_MS = 2_000;

/** Snowflake's own timeout is later than ours, in case our cancellation doesn't arrive. */
const TIMEOUT_MARGIN_MS = 5_000;

/** Snowflake's maximum timeout: a week. */
const MAX_TIMEOUT_SECONDS = 604_800;

/** The statement did not end after its cancellation, so the session is unusable. */
export class UnresponsiveStatementError extends Error {
  constructor(readonly reason: Error) {
    super('The statement was canceled but did not end.', { cause: reason });
  }
}

/**
 * Runs a statement and fetches all rows. Cancels it in Snowflake on timeout or abort.
 * @throws AppError `timeout` or `cancelled`, `Unanswered`, or an SDK error
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
    const stop = (error: Error) => {
      if (stopped) return;
      stopped = cancellable ? error : new UnresponsiveStatementError(error);
      if (!cancellable) return fail(undefined);
      const cancel = () => running?.cancel(() => {});
      cancel();
      repeat = setInterval(cancel, CANCEL_INTERVAL_MS);
      given = setTimeout(() => {
        stopped = new UnresponsiveStatementError(error);
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

/** Snowflake's maximum tag length. */
const MAX_TAG_LENGTH = 2000;

/** The tag in Snowflake's query history: JSON with the program, user, page, and request. */
export function queryTag(statement: string, tag: StatementTag | undefined): string {
  const about = { program: 'csm-routing', statement };
  const { path, person, requestId } = tag ?? {};
  const full = JSON.stringify({ ...about, path, person, requestId });
  if (full.length <= MAX_TAG_LENGTH) return full;
  return JSON.stringify({ program: 'csm-routing', statement: statement.slice(0, 500) });
}
