import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '@/lib/server/errors';
import type { ScriptResult, StatementOptions } from '@/lib/warehouse/types';
import { toDuckDb } from './dialect';
import { toScriptResult } from './rows';
import { rollBack, withLimits } from './transaction';

/** Failures of the SQL itself, which the person who wrote it is shown in the engine's words. */
const sqlErrorPattern =
  /^(Parser|Binder|Catalog|Conversion|Invalid Input|Constraint|Out of Range|Not implemented|Syntax|Mismatch Type|Dependency|Parameter|Expression|TransactionContext|Invalid Type|Type|Permission) Error|^IO Error: No files found/i;

/** The file's and the disk's faults are ours to explain, whatever kind the engine gives them. */
const fileErrorPattern =
  /read-only|Conflict on|Cannot open file|Permission denied|No space left|Could not (?:write|truncate)/i;

/**
 * Runs statements that a person wrote, in order, and answers the last one's table. Each has the
 * whole time limit.
 * @throws AppError `invalid_input` with the engine's message where the SQL is at fault.
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
      'The script began a transaction and did not end it, so it was rolled back. End it with COMMIT.',
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
    // Prepared only now: a statement may use what the one before it made.
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
    // The driver has no message of its own for text without a statement.
    const message = error.message
      .replace('Failed to extract statements: ', '')
      .replace(/^Error in native callback$/, 'Parser Error: there is no statement to run');
    if (fileErrorPattern.test(message) || !sqlErrorPattern.test(message)) throw error;
    throw new AppError('invalid_input', message, { cause: error });
  }
}
