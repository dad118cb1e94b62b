import { type Envelope, failure, inProgress, rowsAnswer } from './answers';
import { readBinds, type WireBind } from './binds';
import { textColumn } from './cells';
import type { Chunks } from './chunks';
import { SnowflakeError, timedOut, toSnowflakeError } from './errors';
import { execute, type Outcome } from './execute';
import type { Happening, Happens } from './faults';
import type { Recorded } from './records';
import { Running } from './running';
import type { Session } from './session';
import { hasSeveral } from './several';

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
  record: Recorded,
  fault: Happens | undefined,
  chunks: Chunks,
): Running<Envelope> {
  const earlier = session.running.get(requestId);
  if (earlier) return earlier as Running<Envelope>;
  const running = new Running<Envelope>(requestId, async (self) => {
    const { queryId, signal } = self;
    try {
      if (fault?.do === 'hold') await orAborted(fault.released, signal);
      const rows = readBinds(body.bindings);
      const outcome =
        planned(fault?.do) ??
        (await session.inTurn(() => {
          signal.throwIfAborted();
          record.executed = true;
          const sql = body.sqlText ?? '';
          if (hasSeveral(sql)) throw severalStatements();
          return withTimeout(session, body, self, () => execute(session, { sql, rows, signal }));
        }));
      const binds = Object.keys(body.bindings ?? {}).length;
      return rowsAnswer(session, queryId, outcome, chunks, binds);
    } catch (error) {
      return failure(toSnowflakeError(error), queryId);
    }
  });
  if (fault?.do === 'answer-in-progress') running.inProgress = 2;
  session.remember(running);
  return running;
}

/** The rows or the failure that a test has planned in place of the engine's. */
function planned(then: Happening | undefined): Outcome | undefined {
  if (typeof then !== 'object') return undefined;
  if ('error' in then) {
    throw new SnowflakeError(then.error.code, then.error.sqlState ?? '42000', then.error.message);
  }
  if (!('answer' in then)) return undefined;
  const { columns, rows } = then.answer;
  return { typeId: 0x1000, columns: columns.map(textColumn), rows };
}

/** Answers what a statement answered, or that it is in progress once patience has run out. */
export async function answerOf(
  running: Running<Envelope>,
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
  running: Running<Envelope>,
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
async function orAborted(settled: Promise<void>, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    settled.then(resolve);
  });
}
