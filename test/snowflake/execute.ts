import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import { snowflakeColumnNames, substituteContextFunctions, toDuckDbStatements } from './dialect';
import { SnowflakeError, toSnowflakeError } from './errors';
import { defaultParameters, isParameter, readAlterSession } from './parameters';
import type { Session } from './sessions';
import { kindOf, type StatementKind } from './statement-kind';
import { type BoundRow, type Column, textColumn, toCell, toColumn, wholeColumn } from './values';

/** What a statement answers, its cells spelled for the wire. */
export interface StatementResult {
  readonly typeId: number;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A statement as it was asked. */
export interface StatementRequest {
  readonly sql: string;
  readonly rows: readonly BoundRow[];
  readonly signal: AbortSignal;
}

/**
 * Executes a statement in its session, in the session's transaction where one is open.
 * @throws SnowflakeError
 */
export async function execute(session: Session, asked: StatementRequest): Promise<StatementResult> {
  const kind = kindOf(asked.sql);
  switch (kind.kind) {
    case 'begin':
      session.requestTransaction();
      return statusResult(kind);
    case 'commit':
    case 'rollback':
      await session.finish(kind.kind === 'commit' ? 'COMMIT' : 'ROLLBACK');
      return statusResult(kind);
    case 'alter-session':
      await alterSession(session, asked.sql);
      return statusResult(kind);
    case 'use':
      await use(session, asked.sql);
      return statusResult(kind);
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return change(session, kind, asked);
    case 'define':
    case 'create-database':
      return define(session, kind, asked);
    default:
      return read(session, kind, asked);
  }
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
  asked: StatementRequest,
): Promise<StatementResult> {
  const [sql = ''] = toDuckDbStatements(substituteContextFunctions(session, asked.sql));
  const reader = await run(session.connection, sql, asked.rows[0], asked.signal);
  const names = snowflakeColumnNames(reader.columnNames(), asked.sql);
  return {
    typeId,
    columns: names.map((name, at) => toColumn(name, reader.columnType(at))),
    rows: reader.convertRows(toCell),
  };
}

async function change(
  session: Session,
  kind: StatementKind,
  asked: StatementRequest,
): Promise<StatementResult> {
  const { locks } = session.account;
  if (kind.locks) {
    await locks.take(
      kind.locks,
      session,
      Number(session.parameters.get('LOCK_TIMEOUT')),
      asked.signal,
    );
  }
  await session.beginToChange();
  try {
    const [sql = ''] = toDuckDbStatements(substituteContextFunctions(session, asked.sql));
    const counted = countChanges(kind, sql);
    const totals = counted.columns.map(() => 0);
    for (const row of asked.rows) {
      const reader = await run(session.connection, counted.sql, row, asked.signal);
      counted.count(reader).forEach((count, at) => {
        totals[at] = (totals[at] ?? 0) + count;
      });
    }
    return { typeId: kind.typeId, columns: counted.columns, rows: [totals.map(String)] };
  } finally {
    if (!session.inTransaction) locks.release(session);
  }
}

/** A definition commits what was open, and is committed by itself. */
async function define(
  session: Session,
  kind: StatementKind,
  asked: StatementRequest,
): Promise<StatementResult> {
  await session.finish('COMMIT');
  const database = /\bDATABASE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"?(\w+)"?/i.exec(asked.sql)?.[1];
  if (kind.kind === 'create-database' && database) await session.account.addDatabase(database);
  else if (database && /^\s*DROP\b/i.test(asked.sql)) await session.account.dropDatabase(database);
  else {
    for (const sql of toDuckDbStatements(substituteContextFunctions(session, asked.sql))) {
      await run(session.connection, sql, asked.rows[0], asked.signal);
    }
  }
  return statusResult(kind);
}

/** An interrupt that comes before the engine has begun is lost, so it is repeated this often. */
const interruptEveryMs = 20;

async function run(
  connection: DuckDBConnection,
  sql: string,
  bound: BoundRow | undefined,
  signal: AbortSignal,
): Promise<DuckDBResultReader> {
  signal.throwIfAborted();
  let repeat: NodeJS.Timeout | undefined;
  const stop = () => {
    connection.interrupt();
    repeat = setInterval(() => connection.interrupt(), interruptEveryMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const { values = [], types = [] } = bound ?? {};
    return await (values.length > 0
      ? connection.runAndReadAll(sql, values, types)
      : connection.runAndReadAll(sql));
  } catch (error) {
    throw signal.aborted && signal.reason instanceof SnowflakeError
      ? signal.reason
      : toSnowflakeError(error);
  } finally {
    clearInterval(repeat);
    signal.removeEventListener('abort', stop);
  }
}

/**
 * Sets or unsets a session's parameters.
 * @throws SnowflakeError `001006` for a parameter that Snowflake does not know.
 */
async function alterSession(session: Session, sql: string): Promise<void> {
  const asked = readAlterSession(sql);
  const changes =
    'set' in asked
      ? asked.set
      : asked.unset.map((name) => [name, defaultParameters[name]] as const);
  for (const [name, value] of changes) {
    if (!isParameter(name)) {
      throw new SnowflakeError(
        '001006',
        '22023',
        `SQL compilation error:\ninvalid parameter '${name}'`,
      );
    }
    if (name === 'TIMEZONE') {
      await session.connection.run(`SET TimeZone = '${value}'`).catch((error) => {
        throw toSnowflakeError(error);
      });
    }
    if (value === undefined) session.parameters.delete(name);
    else session.parameters.set(name, value);
  }
}

const useStatement =
  /^\s*USE\s+(?:(ROLE|WAREHOUSE|DATABASE|SCHEMA)\s+)?(?:"?([\w$]+)"?\s*\.\s*)?"?([\w$]+)"?\s*;?\s*$/i;

/** Changes a session's role, warehouse, database or schema. */
async function use(session: Session, sql: string): Promise<void> {
  const [, kind = 'DATABASE', database, name = ''] = useStatement.exec(sql) ?? [];
  const value = name.toUpperCase();
  switch (database ? 'SCHEMA' : kind.toUpperCase()) {
    case 'ROLE':
      session.role = value;
      return;
    case 'WAREHOUSE':
      session.warehouse = value;
      return;
    case 'DATABASE':
      session.database = value;
      session.schema = 'PUBLIC';
      break;
    default:
      if (database) session.database = database.toUpperCase();
      session.schema = value;
  }
  await session.prepare();
}

interface CountedStatement {
  readonly sql: string;
  /** The columns in which Snowflake counts what this statement changes; the SDK adds them up. */
  readonly columns: readonly Column[];
  readonly count: (reader: DuckDBResultReader) => readonly number[];
}

const mergeActions = [
  ['INSERT', 'inserted'],
  ['UPDATE', 'updated'],
  ['DELETE', 'deleted'],
] as const;

/** How to run a statement so that what it changes can be counted as Snowflake does. */
function countChanges({ kind }: StatementKind, sql: string): CountedStatement {
  const whole = (...names: string[]) => names.map((name) => wholeColumn(`number of ${name}`));
  const changed = (reader: DuckDBResultReader) => reader.rowsChanged;
  switch (kind) {
    case 'merge': {
      const actions = mergeActions.filter(([action]) =>
        new RegExp(`\\bTHEN\\s+${action}\\b`, 'i').test(sql),
      );
      return {
        sql: `${sql}\nRETURNING merge_action`,
        columns: whole(...actions.map(([, word]) => `rows ${word}`)),
        count(reader) {
          const done = reader.getRowsJS().map(([action]) => action);
          return actions.map(([action]) => done.filter((each) => each === action).length);
        },
      };
    }
    case 'update':
      return {
        sql,
        columns: whole('rows updated', 'multi-joined rows updated'),
        count: (reader) => [changed(reader), 0],
      };
    case 'delete':
      return { sql, columns: whole('rows deleted'), count: (reader) => [changed(reader)] };
    default:
      return { sql, columns: whole('rows inserted'), count: (reader) => [changed(reader)] };
  }
}
