import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { AppError } from '../../errors';
import type { StatementOptions, Table } from '../types';
import { toDuckDb } from './dialect';
import { toTable } from './rows';
import { guarded } from './statement';
import { rollBack } from './transaction';

const empty: Table = { columns: [], rows: [], rowsAffected: 0 };

/** Failures of the SQL itself, which the person who wrote it is shown in the engine's words. */
const ofTheSql =
  /^(Parser|Binder|Catalog|Conversion|Invalid Input|Constraint|Out of Range|Not implemented|Syntax|Mismatch Type|Dependency|Parameter|Expression|TransactionContext|Invalid Type|Type|Divide by Zero|Permission) Error/i;

/**
 * Runs statements that a person wrote, in order, and answers the last one's table.
 * @throws AppError `invalid_input` with the engine's message where the SQL is at fault.
 */
export async function runScript(
  connection: DuckDBConnection,
  sql: string,
  options: StatementOptions,
): Promise<Table> {
  const table = await runAll(connection, sql, options).catch(async (error: unknown) => {
    await rollBack(connection);
    throw error;
  });
  if (await rollBack(connection)) {
    throw new AppError(
      'invalid_input',
      'The script began a transaction and did not end it, so it was rolled back. End it with COMMIT.',
    );
  }
  return table;
}

async function runAll(connection: DuckDBConnection, sql: string, options: StatementOptions) {
  let table = empty;
  const statements = await asWritten(() => connection.extractStatements(toDuckDb(sql)));
  for (let index = 0; index < statements.count; index++) {
    // Prepared only now: a statement may use what the one before it made.
    const statement = await asWritten(() => statements.prepare(index));
    table = await runPrepared(connection, statement, options);
  }
  return table;
}

async function runPrepared(
  connection: DuckDBConnection,
  statement: DuckDBPreparedStatement,
  options: StatementOptions,
): Promise<Table> {
  try {
    return await guarded(connection, 'script', options, () =>
      asWritten(async () => toTable(await statement.runAndReadAll())),
    );
  } finally {
    statement.destroySync();
  }
}

async function asWritten<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // A read-only file, a full disk and the like are ours to explain.
    const ofTheFile = /read-only mode|Conflict on/i.test(error.message);
    if (
      ofTheFile ||
      !(ofTheSql.test(error.message) || /IO Error: No files found/.test(error.message))
    ) {
      throw error;
    }
    throw new AppError('invalid_input', error.message, { cause: error });
  }
}
