import { SnowflakeError, timedOut, toSnowflakeError } from './errors';
import { execute, type StatementResult } from './execute';
import type { ActiveSnowflakeFault, SnowflakeFault } from './faults';
import type { SnowflakeRequest } from './requests';
import { type Chunks, type Envelope, inProgress, rowsResponse, statementError } from './responses';
import { RunningStatement, type Session } from './sessions';
import { hasMultipleStatements } from './statement-kind';
import { readBinds, textColumn, type WireBind } from './values';

/** The body of a query request, as the SDK sends it. */
export interface QueryBody {
  readonly sqlText?: string;
  readonly bindings?: Readonly<Record<string, WireBind>>;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly asyncExec?: boolean;
  readonly describeOnly?: boolean;
}

/**
 * Starts a statement, unless its request id was seen before in the session: then it is the same
 * statement that is answered again, and nothing is executed twice.
 */
export function startQuery(
  session: Session,
  requestId: string,
  body: QueryBody,
  record: SnowflakeRequest,
  fault: ActiveSnowflakeFault | undefined,
  chunks: Chunks,
): RunningStatement<Envelope> {
  const earlier = session.running.get(requestId);
  if (earlier) return earlier as RunningStatement<Envelope>;
  const running = new RunningStatement<Envelope>(requestId, async (self) => {
    const { queryId, signal } = self;
    try {
      if (fault?.do === 'hold') await untilAborted(fault.released, signal);
      const rows = readBinds(body.bindings);
      const outcome =
        plannedResult(fault?.do) ??
        (await session.runSerially(() => {
          signal.throwIfAborted();
          record.executed = true;
          const sql = body.sqlText ?? '';
          if (hasMultipleStatements(sql)) throw severalStatements();
          return withTimeout(session, body, self, () => execute(session, { sql, rows, signal }));
        }));
      const binds = Object.keys(body.bindings ?? {}).length;
      return rowsResponse(session, queryId, outcome, chunks, binds);
    } catch (error) {
      return statementError(toSnowflakeError(error), queryId);
    }
  });
  if (fault?.do === 'answer-in-progress') running.inProgress = 2;
  session.remember(running);
  return running;
}

/** The rows or the failure that a test has planned in place of the engine's. */
function plannedResult(then: SnowflakeFault | undefined): StatementResult | undefined {
  if (typeof then !== 'object') return undefined;
  if ('error' in then) {
    throw new SnowflakeError(then.error.code, then.error.sqlState ?? '42000', then.error.message);
  }
  if (!('answer' in then)) return undefined;
  const { columns, rows } = then.answer;
  return { typeId: 0x1000, columns: columns.map(textColumn), rows };
}

/** Answers what a statement answered, or that it is in progress once patience has run out. */
export async function queryResponse(
  running: RunningStatement<Envelope>,
  patienceMs: number,
  isAsync = false,
): Promise<Envelope> {
  if (isAsync) return inProgress(running.queryId, '333334');
  if (running.inProgress > 0) {
    running.inProgress--;
    return inProgress(running.queryId);
  }
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<Envelope>((resolve) => {
    timer = setTimeout(() => resolve(inProgress(running.queryId)), patienceMs);
  });
  try {
    return await Promise.race([running.answer, patience]);
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

function severalStatements(): SnowflakeError {
  return new SnowflakeError(
    '000008',
    '0A000',
    'Actual statement count 2 did not match the desired statement count 1.',
  );
}

/** Waits for `settled`, but no longer than until the statement is stopped. */
async function untilAborted(settled: Promise<void>, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    settled.then(resolve);
  });
}
