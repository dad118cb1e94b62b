import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '@/lib/server/errors';
import type { ScriptResult, StatementOptions } from '@/lib/warehouse/types';
import { toDuckDb } from './dialect';
import { toScriptResult } from './rows';
import { rollBack, withLimits } from './transaction';

/** Errors in the SQL itself. The author of the script sees the engine's message. */
const sqlErrorPattern =
  /^(Parser|Binder|Catalog|Conversion|Invalid Input|Constraint|Out of Range|Not implemented|Syntax|Mismatch Type|Dependency|Parameter|Expression|TransactionContext|Invalid Type|Type|Permission) Error|^IO Error: No files found/i;

/** File and disk errors, which get our own message whatever their type. */
const fileErrorPattern =
  /read-only|Conflict on|Cannot open file|Permission denied|No space left|Could not (?:write|truncate)/i;

/**
 * Runs statements written by a person, in order, and returns the last one's result. The timeout
 * applies to each statement.
 * @throws AppError `invalid_input` with the engine's message if the SQL is wrong
 */
export async function runScript(
  connection: DuckDBConnection,
  sql: string,
  options: StatementOptions,
): Promise<ScriptResult> {
  const table = await runAll(connection, sql, options).catch(async (error: unknown) => {
    await rollBack(connection);
    throw error;
  });
  if (await rollBack(connection)) {
    throw new AppError(
      'invalid_input',
      'The script started a transaction without ending it, so it was rolled back. End it with COMMIT.',
    );
  }
  return table;
}

async function runAll(connection: DuckDBConnection, sql: string, options: StatementOptions) {
  const step = <R>(work: () => Promise<R>) =>
    withLimits(connection, 'script', options, () => withEngineMessage(work));
  const statements = await step(() => connection.extractStatements(toDuckDb(sql)));
  let table: ScriptResult = { columns: [], rows: [], rowsAffected: null };
  for (let index = 0; index < statements.count; index++) {
    // Prepare each statement just before it runs, because it may use the result of the previous
    // one.
    const statement = await step(() => statements.prepare(index));
    try {
      table = await step(async () => toScriptResult(await statement.runAndReadAll()));
    } finally {
      statement.destroySync();
    }
  }
  return table;
}

async function withEngineMessage<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // The driver has no clear message for text without a statement.
    const message = error.message
      .replace('Failed to extract statements: ', '')
      .replace(/^Error in native callback$/, 'Parser Error: there is no statement to run');
    if (fileErrorPattern.test(message) || !sqlErrorPattern.test(message)) throw error;
    throw new AppError('invalid_input', message, { cause: error });
  }
}
