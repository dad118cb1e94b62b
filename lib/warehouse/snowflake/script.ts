import { AppError } from '@/lib/server/errors';
import type { ScriptResult, StatementOptions } from '@/lib/warehouse/types';
import { toScriptError } from './errors';
import { toScriptResult } from './rows';
import type { SnowflakeSession } from './session';

/** Statements that answer rows of their own rather than what they did. */
const returnsRows =
  /^(?:SELECT|WITH|SHOW|DESC|DESCRIBE|EXPLAIN|VALUES|CALL|LIST|LS|EXECUTE|TABLE)$/;

const beginsTransaction = /^(?:BEGIN|START)$/;

/** What ends a transaction: DDL does in Snowflake, before it runs. */
const endsTransaction =
  /^(?:COMMIT|ROLLBACK|CREATE|ALTER|DROP|TRUNCATE|UNDROP|GRANT|REVOKE|COMMENT)$/;

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

/** Text in which a semicolon means nothing, a comment, a semicolon, or anything else. */
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
  /** The statement's first word, in upper case. */
  readonly verb: string;
}

/** Splits what a person wrote at its semicolons, leaving out what is only blank or a comment. */
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
