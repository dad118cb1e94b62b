import { setTimeout as pause } from 'node:timers/promises';
import { SnowflakeError, timedOut, toSnowflakeError } from './errors';
import { execute, type StatementResult } from './execute';
import type { ActiveSnowflakeFault, SnowflakeFault } from './faults';
import { requireAccepted } from './refusals';
import type { SnowflakeRequest } from './requests';
import { type Chunks, type Envelope, inProgress, rowsResponse, statementError } from './responses';
import { RunningStatement, type Session } from './sessions';
import { hasMultipleStatements } from './statement-kind';
import { readBinds, textColumn, type WireBind } from './values';

/** The body of the SDK's query request. */
export interface QueryBody {
  readonly sqlText?: string;
  readonly bindings?: Readonly<Record<string, WireBind>>;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly asyncExec?: boolean;
  readonly describeOnly?: boolean;
}

/**
 * Starts a statement. Idempotent by request id within a session: a retry returns the running or
 * finished statement.
 */
export function startQuery(
  session: Session,
  requestId: string,
  body: QueryBody,
  record: SnowflakeRequest,
  fault: ActiveSnowflakeFault | undefined,
  { chunks, delayMs }: { readonly chunks: Chunks; readonly delayMs: number },
): RunningStatement<Envelope> {
  const earlier = session.running.get(requestId);
  if (earlier) return earlier as RunningStatement<Envelope>;
  const running = new RunningStatement<Envelope>(requestId, async (self) => {
    const { queryId, signal } = self;
    try {
      if (fault?.do === 'hold') await untilAborted(fault.released, signal);
      if (delayMs > 0) await pause(delayMs);
      const rows = readBinds(body.bindings);
      const outcome =
        plannedResult(fault?.do) ??
        (await session.runSerially(() => {
          signal.throwIfAborted();
          record.executed = true;
          const sql = body.sqlText ?? '';
          if (hasMultipleStatements(sql)) throw multipleStatementsError();
          requireAccepted(session, { sql, rows });
          return withTimeout(session, body, self, () => execute(session, { sql, rows, signal }));
        }));
      const binds = Object.keys(body.bindings ?? {}).length;
      return rowsResponse(session, queryId, outcome, chunks, binds);
    } catch (error) {
      return statementError(toSnowflakeError(error), queryId);
    }
  });
  if (fault?.do === 'report-in-progress') running.inProgress = 2;
  session.keep(running);
  return running;
}

/** Returns the planned rows, or throws the planned error. */
function plannedResult(fault: SnowflakeFault | undefined): StatementResult | undefined {
  if (typeof fault !== 'object') return undefined;
  if ('error' in fault) {
    throw new SnowflakeError(
      fault.error.code,
      fault.error.sqlState ?? '42000',
      fault.error.message,
    );
  }
  if (!('result' in fault)) return undefined;
  const { columns, rows } = fault.result;
  return { typeId: 0x1000, columns: columns.map(textColumn), rows };
}

/** Returns the response of a statement, or that it is in progress after `waitMs`. */
export async function queryResponse(
  running: RunningStatement<Envelope>,
  waitMs: number,
  isAsync = false,
): Promise<Envelope> {
  if (isAsync) return inProgress(running.queryId, '333334');
  if (running.inProgress > 0) {
    running.inProgress--;
    return inProgress(running.queryId);
  }
  let timer: NodeJS.Timeout | undefined;
  const stillRunning = new Promise<Envelope>((resolve) => {
    timer = setTimeout(() => resolve(inProgress(running.queryId)), waitMs);
  });
  try {
    return await Promise.race([running.response, stillRunning]);
  } finally {
    clearTimeout(timer);
  }
}

async function withTimeout<R>(
  session: Session,
  { parameters = {} }: QueryBody,
  running: RunningStatement<Envelope>,
  work: () => Promise<R>,
): Promise<R> {
  const name = 'STATEMENT_TIMEOUT_IN_SECONDS';
  const seconds = Number(parameters[name] ?? session.parameters.get(name));
  const timer = setTimeout(
    () => running.stop(timedOut(seconds)),
    Math.min(seconds * 1000, 2 ** 31 - 1),
  );
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

function multipleStatementsError(): SnowflakeError {
  return new SnowflakeError(
    '000008',
    '0A000',
    'Actual statement count 2 did not match the desired statement count 1.',
  );
}

/** Waits for `settled`. Rejects if the statement is stopped first. */
async function untilAborted(settled: Promise<void>, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    settled.then(resolve);
  });
}
