import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import { OpenSession } from '../open-session';
import type { StatementObserver } from '../statement-observer';
import type { Command, Query, Session, StatementOptions } from '../types';
import { WriteConflict } from '../write-conflict';
import { toDuckDb } from './dialect';
import { readRows } from './rows';
import { guarded } from './statement';

/** How often work is tried before a conflict is reported. */
const attempts = 5;

type Execute = (connection: DuckDBConnection, command: Command) => Promise<DuckDBResult>;

const runOnce: Execute = (connection, { sql, binds }) =>
  connection.run(toDuckDb(sql), binds.length > 0 ? [...binds] : undefined);

/** Runs one statement and answers its parsed rows. */
export async function read<Row>(
  connection: DuckDBConnection,
  query: Query<Row>,
  options: StatementOptions,
  observe: StatementObserver,
  execute: Execute = runOnce,
): Promise<Row[]> {
  const answer = async () => readRows(await execute(connection, query), query);
  return run(connection, query.name, options, observe, answer);
}

async function run<Answer>(
  connection: DuckDBConnection,
  name: string,
  options: StatementOptions,
  observe: StatementObserver,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const from = performance.now();
  let ok = false;
  try {
    const answered = await guarded(connection, name, options, work);
    ok = true;
    return answered;
  } finally {
    observe({ name, ms: performance.now() - from, ok, kind: 'statement' });
  }
}

const isConflict = (error: unknown) => error instanceof WriteConflict;

/** Runs `work` in a transaction on the connection, again from the start after a write conflict. */
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
        const { rowsChanged } = await runOnce(connection, command);
        return rowsChanged;
      }),
  };
  for (let attempt = 1; ; attempt++) {
    const session = new OpenSession(statements, isConflict);
    try {
      await guarded(connection, `${name}: begin`, options, () => connection.run('BEGIN'));
      const result = await work(session);
      await session.end();
      if (session.repeats) throw session.repeats;
      // Once asked to commit the engine is left to finish: a cancelled commit would be in doubt.
      await guarded(connection, `${name}: commit`, { timeoutMs: 2 ** 31 - 1 }, () =>
        connection.run('COMMIT'),
      );
      return result;
    } catch (error) {
      await session.end();
      await rollBack(connection);
      const conflicted = isConflict(error) || session.repeats !== undefined;
      if (!conflicted || attempt === attempts) throw error;
    }
  }
}

/** Ends whatever transaction is open; answers whether there was one. */
export async function rollBack(connection: DuckDBConnection): Promise<boolean> {
  try {
    await connection.run('ROLLBACK');
    return true;
  } catch (error) {
    if (error instanceof Error && /no transaction is active/.test(error.message)) return false;
    throw error;
  }
}
