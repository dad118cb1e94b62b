import { AppError } from '@/lib/server/errors';
import type { ScriptResult, StatementOptions } from '@/lib/warehouse/types';
import { toScriptError } from './errors';
import { toScriptResult } from './rows';
import type { SnowflakeSession } from './session';

/** Statements that return rows of their own. */
const returnsRows =
  /^(?:SELECT|WITH|SHOW|DESC|DESCRIBE|EXPLAIN|VALUES|CALL|LIST|LS|EXECUTE|TABLE)$/;

const beginsTransaction = /^(?:BEGIN|START)$/;

/** Statements that end a transaction. In Snowflake, DDL commits before it runs. */
const endsTransaction =
  /^(?:COMMIT|ROLLBACK|CREATE|ALTER|DROP|TRUNCATE|UNDROP|GRANT|REVOKE|COMMENT)$/;

/**
 * Runs statements written by a person, in order, and returns the last one's result. The timeout
 * applies to each statement. Each is a transaction of its own unless the script says BEGIN. Wrap a
 * Snowflake Scripting block, which contains semicolons, in EXECUTE IMMEDIATE $$ … $$.
 * @throws AppError `invalid_input` with Snowflake's message if the SQL is wrong
 */
export async function runScript(
  session: SnowflakeSession,
  sql: string,
  inPlace: (sql: string) => string,
  options: StatementOptions,
): Promise<ScriptResult> {
  const statements = splitStatements(sql);
  if (statements.length === 0) throw invalid('There is no statement to run.');
  let table: ScriptResult = { columns: [], rows: [], rowsAffected: null };
  let inTransaction = false;
  for (const { sql, verb } of statements) {
    const statement = { name: 'script', sql: inPlace(sql) };
    const answer = await session.run(statement, { ...options, toError: toScriptError });
    table = toScriptResult(answer, returnsRows.test(verb));
    if (beginsTransaction.test(verb)) inTransaction = true;
    if (endsTransaction.test(verb)) inTransaction = false;
  }
  // The session ends after this, which rolls back an open transaction.
  if (inTransaction) {
    throw invalid(
      'The script started a transaction without ending it, so it was rolled back. End it with COMMIT.',
    );
  }
  return table;
}

function invalid(message: string): AppError {
  return new AppError('invalid_input', message);
}

/** Matches text that hides semicolons, a comment, a semicolon, or anything else. */
const token = new RegExp(
  [
    String.raw`(?<kept>'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"]|"")*"|\$\$[\s\S]*?\$\$)`,
    String.raw`(?<comment>(?:--|\/\/)[^\n]*|\/\*[\s\S]*?\*\/)`,
    '(?<end>;)',
    String.raw`[^'"$\-/;]+|[\s\S]`,
  ].join('|'),
  'g',
);

/** A statement of a script. */
export interface ScriptStatement {
  readonly sql: string;
  /** The statement's first word, in uppercase. */
  readonly verb: string;
}

/** Splits a script at its semicolons, without blank parts and comments. */
export function splitStatements(script: string): ScriptStatement[] {
  const statements: ScriptStatement[] = [];
  let sql = '';
  let bare = '';
  const end = () => {
    const verb = /^[\s(]*(\w+)/.exec(bare)?.[1]?.toUpperCase() ?? '';
    if (bare.trim() !== '') statements.push({ sql: sql.trim(), verb });
    sql = '';
    bare = '';
  };
  for (const { 0: text, groups } of script.matchAll(token)) {
    if (groups?.end) {
      end();
      continue;
    }
    sql += text;
    bare += groups?.comment ? ' ' : text;
  }
  end();
  return statements;
}
