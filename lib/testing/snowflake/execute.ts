import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import type { BoundRow } from './binds';
import { type Column, textColumn, toCell, toColumn } from './cells';
import { countChanges } from './changes';
import { inSession } from './context-functions';
import { spellForDuckDb } from './dialect';
import { SnowflakeError, toSnowflakeError } from './errors';
import { namesAsSnowflake } from './names';
import type { Session } from './session';
import { alterSession, use } from './settings';
import { kindOf, type StatementKind } from './statement-kind';

/** What a statement answers, its cells spelled for the wire. */
export interface Outcome {
  readonly typeId: number;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A statement as it was asked. */
export interface Asked {
  readonly sql: string;
  readonly rows: readonly BoundRow[];
  readonly signal: AbortSignal;
}

/**
 * Executes a statement in its session, in the session's transaction where one is open.
 * @throws SnowflakeError
 */
export async function execute(session: Session, asked: Asked): Promise<Outcome> {
  const kind = kindOf(asked.sql);
  switch (kind.kind) {
    case 'begin':
      session.ask();
      return done(kind);
    case 'commit':
    case 'rollback':
      await session.finish(kind.kind === 'commit' ? 'COMMIT' : 'ROLLBACK');
      return done(kind);
    case 'alter-session':
      await alterSession(session, asked.sql);
      return done(kind);
    case 'use':
      await use(session, asked.sql);
      return done(kind);
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

function done({ typeId }: StatementKind, status = 'Statement executed successfully.'): Outcome {
  return { typeId, columns: [textColumn('status')], rows: [[status]] };
}

async function read(session: Session, { typeId }: StatementKind, asked: Asked): Promise<Outcome> {
  const [sql = ''] = spellForDuckDb(inSession(session, asked.sql));
  const reader = await run(session.connection, sql, asked.rows[0], asked.signal);
  const names = namesAsSnowflake(reader.columnNames(), asked.sql);
  return {
    typeId,
    columns: names.map((name, at) => toColumn(name, reader.columnType(at))),
    rows: reader.convertRows(toCell),
  };
}

async function change(session: Session, kind: StatementKind, asked: Asked): Promise<Outcome> {
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
    const [sql = ''] = spellForDuckDb(inSession(session, asked.sql));
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
async function define(session: Session, kind: StatementKind, asked: Asked): Promise<Outcome> {
  await session.finish('COMMIT');
  const database = /\bDATABASE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"?(\w+)"?/i.exec(asked.sql)?.[1];
  if (kind.kind === 'create-database' && database) await session.account.addDatabase(database);
  else if (database && /^\s*DROP\b/i.test(asked.sql)) await session.account.dropDatabase(database);
  else {
    for (const sql of spellForDuckDb(inSession(session, asked.sql))) {
      await run(session.connection, sql, asked.rows[0], asked.signal);
    }
  }
  return done(kind);
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
