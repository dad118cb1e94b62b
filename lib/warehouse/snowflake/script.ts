import { AppError } from '@/lib/errors';
import type { StatementOptions, Table } from '../types';
import { toScriptError } from './errors';
import { toTable } from './rows';
import type { SnowflakeSession } from './session';
import { splitStatements } from './split-statements';

/** Statements that answer rows of their own rather than what they did. */
const answersRows =
  /^(?:SELECT|WITH|SHOW|DESC|DESCRIBE|EXPLAIN|VALUES|CALL|LIST|LS|EXECUTE|TABLE)$/;

const begins = /^(?:BEGIN|START)$/;

/** What ends a transaction: DDL does in Snowflake, before it runs. */
const ends = /^(?:COMMIT|ROLLBACK|CREATE|ALTER|DROP|TRUNCATE|UNDROP|GRANT|REVOKE|COMMENT)$/;

/**
 * Runs statements that a person wrote, in order, and answers the last one's table. Each has the
 * whole time limit, and is its own transaction unless the script says BEGIN. A block of Snowflake's
 * scripting has semicolons of its own, so it goes in EXECUTE IMMEDIATE $$ … $$.
 * @throws AppError `invalid_input` with Snowflake's message where the SQL is at fault.
 */
export async function runScript(
  session: SnowflakeSession,
  sql: string,
  inPlace: (sql: string) => string,
  options: StatementOptions,
): Promise<Table> {
  const statements = splitStatements(sql);
  if (statements.length === 0) throw invalid('There is no statement to run.');
  let table: Table = { columns: [], rows: [], rowsAffected: null };
  let inTransaction = false;
  for (const { sql, verb } of statements) {
    const statement = { name: 'script', sql: inPlace(sql) };
    const answer = await session.run(statement, { ...options, toError: toScriptError });
    table = toTable(answer, answersRows.test(verb));
    if (begins.test(verb)) inTransaction = true;
    if (ends.test(verb)) inTransaction = false;
  }
  // The session ends after this, which rolls back what it left open.
  if (inTransaction) {
    throw invalid(
      'The script began a transaction and did not end it, so it was rolled back. End it with COMMIT.',
    );
  }
  return table;
}

function invalid(words: string): AppError {
  return new AppError('invalid_input', words);
}
