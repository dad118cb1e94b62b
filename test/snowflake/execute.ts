import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import { toDuckDb } from '@/lib/warehouse/duckdb/dialect';
import { SnowflakeError, toSnowflakeError } from './errors';
import { readAlterSession } from './parameters';
import type { Session } from './sessions';
import { kindOf, type StatementKind } from './statement-kind';
import { type BoundRow, type Column, textColumn, toCell, toColumn, wholeColumn } from './values';

/** A statement's result, with cells in wire format. */
export interface StatementResult {
  readonly typeId: number;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A statement with its bound rows. */
export interface StatementRequest {
  readonly sql: string;
  readonly rows: readonly BoundRow[];
  readonly signal: AbortSignal;
}

/**
 * Executes a statement on DuckDB, in the session's transaction if one is open. Only date parts are
 * translated, so tests use only SQL that both engines understand.
 * @throws SnowflakeError
 */
export async function execute(
  session: Session,
  request: StatementRequest,
): Promise<StatementResult> {
  const kind = kindOf(request.sql);
  switch (kind.kind) {
    case 'begin':
      session.requestTransaction();
      return statusResult(kind);
    case 'commit':
    case 'rollback':
      await session.finish(kind.kind === 'commit' ? 'COMMIT' : 'ROLLBACK');
      return statusResult(kind);
    case 'alter-session':
      await alterSession(session, request.sql);
      return statusResult(kind);
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return change(session, kind, request);
    case 'define':
      await session.finish('COMMIT');
      await run(session.connection, request.sql, request.rows[0], request.signal);
      return statusResult(kind);
    case 'show-parameters':
      return showParameters(session, kind);
    case 'explain':
      // DuckDB has one output format.
      return read(session, kind, {
        ...request,
        sql: request.sql.replace(/^\s*EXPLAIN\s+USING\s+\w+/i, 'EXPLAIN'),
      });
    default:
      return read(session, kind, request);
  }
}

function showParameters(session: Session, { typeId }: StatementKind): StatementResult {
  const rows = [...session.parameters].map(([name, value]) => [name, String(value)]);
  return { typeId, columns: [textColumn('key'), textColumn('value')], rows };
}

function statusResult(
  { typeId }: StatementKind,
  status = 'Statement executed successfully.',
): StatementResult {
  return { typeId, columns: [textColumn('status')], rows: [[status]] };
}

async function read(
  session: Session,
  { typeId }: StatementKind,
  { sql, rows, signal }: StatementRequest,
): Promise<StatementResult> {
  const reader = await run(session.connection, sql, rows[0], signal);
  const ignoresCase = session.parameters.get('QUOTED_IDENTIFIERS_IGNORE_CASE') === true;
  const names = snowflakeColumnNames(reader.columnNames(), ignoresCase ? '' : sql);
  const maxRows = Number(session.parameters.get('ROWS_PER_RESULTSET')) || undefined;
  return {
    typeId,
    columns: names.map((name, index) => toColumn(name, reader.columnType(index))),
    rows: reader.convertRows(toCell).slice(0, maxRows),
  };
}

/** Names columns as Snowflake does: in upper case unless the statement quotes the name. */
function snowflakeColumnNames(columns: readonly string[], sql: string): string[] {
  const quoted = new Set([...sql.matchAll(/"((?:[^"]|"")+)"/g)].map(([, name]) => name));
  return columns.map((name) => (quoted.has(name) ? name : name.toUpperCase()));
}

async function change(
  session: Session,
  kind: StatementKind,
  { sql, rows, signal }: StatementRequest,
): Promise<StatementResult> {
  const table = lockedTable(sql);
  const counted = countChanges(kind, sql);
  const totals = counted.columns.map(() => 0);
  try {
    const isNewLock = table !== undefined && (await session.lockTable(table, signal));
    await session.beginToChange();
    for (const row of rows) {
      const reader = await run(session.connection, counted.sql, row, signal);
      counted.count(reader).forEach((count, index) => {
        totals[index] = (totals[index] ?? 0) + count;
      });
    }
    // A statement that changed no rows needs no lock.
    if (isNewLock && totals.every((count) => count === 0)) session.account.locks.release(table);
  } finally {
    session.endStatement();
  }
  return { typeId: kind.typeId, columns: counted.columns, rows: [totals.map(String)] };
}

/** The table that a statement locks. An INSERT locks none. */
function lockedTable(sql: string): string | undefined {
  return /^\s*(?:UPDATE|DELETE\s+FROM|MERGE\s+INTO)\s+(?:\w+\.)*(\w+)/i
    .exec(sql)?.[1]
    ?.toUpperCase();
}

/** Repeated because the engine ignores an interrupt before the statement starts. */
const INTERRUPT_INTERVAL_MS = 20;

async function run(
  connection: DuckDBConnection,
  sql: string,
  bound: BoundRow | undefined,
  signal: AbortSignal,
): Promise<DuckDBResultReader> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    timer = setInterval(() => connection.interrupt(), INTERRUPT_INTERVAL_MS);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const { values = [], types = [] } = bound ?? {};
    return await (values.length > 0
      ? connection.runAndReadAll(toDuckDb(sql), values, types)
      : connection.runAndReadAll(toDuckDb(sql)));
  } catch (error) {
    throw signal.aborted && signal.reason instanceof SnowflakeError
      ? signal.reason
      : toSnowflakeError(error);
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', interrupt);
  }
}

async function alterSession(session: Session, sql: string): Promise<void> {
  for (const [name, value] of readAlterSession(sql)) await session.setParameter(name, value);
}

interface CountedStatement {
  readonly sql: string;
  /** Columns for Snowflake's row counts, which the SDK adds up. */
  readonly columns: readonly Column[];
  readonly count: (reader: DuckDBResultReader) => readonly number[];
}

const mergeActions = [
  ['INSERT', 'inserted'],
  ['UPDATE', 'updated'],
  ['DELETE', 'deleted'],
] as const;

/** Prepares a statement so that its changes are counted as in Snowflake. */
function countChanges({ kind }: StatementKind, sql: string): CountedStatement {
  const countColumns = (...names: string[]) =>
    names.map((name) => wholeColumn(`number of ${name}`));
  const changed = (reader: DuckDBResultReader) => reader.rowsChanged;
  switch (kind) {
    case 'merge': {
      const actions = mergeActions.filter(([action]) =>
        new RegExp(`\\bTHEN\\s+${action}\\b`, 'i').test(sql),
      );
      return {
        sql: `${sql}\nRETURNING merge_action`,
        columns: countColumns(...actions.map(([, word]) => `rows ${word}`)),
        count(reader) {
          const performed = reader.getRowsJS().map(([action]) => action);
          return actions.map(([action]) => performed.filter((each) => each === action).length);
        },
      };
    }
    case 'update':
      return {
        sql,
        columns: countColumns('rows updated', 'multi-joined rows updated'),
        count: (reader) => [changed(reader), 0],
      };
    case 'delete':
      return { sql, columns: countColumns('rows deleted'), count: (reader) => [changed(reader)] };
    default:
      return { sql, columns: countColumns('rows inserted'), count: (reader) => [changed(reader)] };
  }
}
