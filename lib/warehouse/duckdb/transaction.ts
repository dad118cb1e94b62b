import type { DuckDBConnection } from '@duckdb/node-api';
import type { Command, Query, Session, StatementOptions } from '../types';
import { toDuckDb } from './dialect';
import { WriteConflict } from './errors';
import { parseRows } from './rows';
import { guarded, type StatementObserver } from './statement';

/** How often work is tried before a conflict is reported. */
const attempts = 5;

/** Runs one statement and answers its parsed rows. */
export async function read<Row>(
  connection: DuckDBConnection,
  query: Query<Row>,
  options: StatementOptions,
  observe: StatementObserver,
): Promise<Row[]> {
  const reader = await run(connection, query, options, observe);
  return parseRows(reader, query);
}

async function run(
  connection: DuckDBConnection,
  { name, sql, binds }: Command,
  options: StatementOptions,
  observe: StatementObserver,
) {
  const from = performance.now();
  let ok = false;
  try {
    const reader = await guarded(connection, name, options, () =>
      connection.runAndReadAll(toDuckDb(sql), binds.length > 0 ? [...binds] : undefined),
    );
    ok = true;
    return reader;
  } finally {
    observe({ name, ms: performance.now() - from, ok });
  }
}

/** A session whose statements run one after the other, and none once the transaction ended. */
class OpenSession implements Session {
  conflict: WriteConflict | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(
    private readonly connection: DuckDBConnection,
    private readonly options: StatementOptions,
    private readonly observe: StatementObserver,
  ) {}

  read<Row>(query: Query<Row>): Promise<Row[]> {
    return this.#next(() => read(this.connection, query, this.options, this.observe));
  }

  write(command: Command): Promise<number> {
    return this.#next(async () => {
      const reader = await run(this.connection, command, this.options, this.observe);
      return reader.rowsChanged;
    });
  }

  /** Waits for statements nobody awaited, so that none runs outside the transaction. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#last;
  }

  #next<R>(work: () => Promise<R>): Promise<R> {
    if (this.#ended) throw new Error('The session was used after its transaction had ended.');
    const result = this.#last.then(work).catch((error: unknown) => {
      if (error instanceof WriteConflict) this.conflict = error;
      throw error;
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** Runs `work` in a transaction on the connection, again from the start after a write conflict. */
export async function transaction<T>(
  connection: DuckDBConnection,
  name: string,
  work: (session: Session) => Promise<T>,
  options: StatementOptions,
  observe: StatementObserver,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const session = new OpenSession(connection, options, observe);
    try {
      await guarded(connection, `${name}: begin`, options, () => connection.run('BEGIN'));
      const result = await work(session);
      await session.end();
      if (session.conflict) throw session.conflict;
      // Once asked to commit the engine is left to finish: a cancelled commit would be in doubt.
      await guarded(connection, `${name}: commit`, { timeoutMs: 2 ** 31 - 1 }, () =>
        connection.run('COMMIT'),
      );
      return result;
    } catch (error) {
      await session.end();
      await rollBack(connection);
      const conflicted = error instanceof WriteConflict || session.conflict !== undefined;
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
