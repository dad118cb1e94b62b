import { AppError } from '@/lib/server/errors';
import type { Command } from '@/lib/warehouse/types';

type Statement = Pick<Command, 'sql' | 'binds'>;

/** Maximum size of a statement with its binds. Snowflake accepts 1 MB; the rest is a margin. */
export const MAX_STATEMENT_BYTES = 950_000;

/** A bind without its value in a request: `"12":{"type":"TEXT","value":…},`. */
const BIND_OVERHEAD_BYTES = 40;

/** Of a number, boolean, or null as text. */
const MAX_NUMBER_LENGTH = 25;

/** A UTF-16 code unit has at most this many bytes in JSON: `\u0000`. */
const MAX_BYTES_PER_CODE_UNIT = 6;

/** The size of a statement with its binds as JSON in UTF-8, which is how Snowflake receives it. */
export function statementBytes({ sql, binds }: Statement): number {
  return [sql, ...binds].reduce<number>(
    (bytes, value) => bytes + Buffer.byteLength(JSON.stringify(value)),
    binds.length * BIND_OVERHEAD_BYTES,
  );
}

/** Whether a statement is small enough for Snowflake. */
export function fitsInStatement(statement: Statement): boolean {
  return isShort(statement) || statementBytes(statement) <= MAX_STATEMENT_BYTES;
}

/**
 * Checks that a statement is not too large for Snowflake.
 * @throws AppError `invalid_input`; its cause names the statement
 */
export function requireStatementFits(name: string, statement: Statement): void {
  if (fitsInStatement(statement)) return;
  const bytes = statementBytes(statement);
  const megabytes = (bytes / 1e6).toFixed(1);
  throw new AppError(
    'invalid_input',
    `This is too large for one statement: ${megabytes} MB, but the warehouse accepts 1 MB. Nothing was changed.`,
    { cause: new Error(`${name}: ${bytes} bytes`) },
  );
}

/** Whether a statement fits without measuring it, which is true of nearly all. */
function isShort({ sql, binds }: Statement): boolean {
  let codeUnits = sql.length;
  for (const bind of binds) codeUnits += typeof bind === 'string' ? bind.length : MAX_NUMBER_LENGTH;
  const most = codeUnits * MAX_BYTES_PER_CODE_UNIT + binds.length * BIND_OVERHEAD_BYTES;
  return most <= MAX_STATEMENT_BYTES;
}
