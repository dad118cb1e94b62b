import { raw, type Sql } from 'sql-template-tag';

/**
 * The number of a LIMIT or OFFSET as text, because Snowflake accepts only a constant there, no bind.
 * @throws RangeError for anything but a safe integer from 0
 */
export function rowLimit(rows: number): Sql {
  if (Number.isSafeInteger(rows) && rows >= 0) return raw(String(rows));
  throw new RangeError(`A number of rows must be a safe integer from 0, not ${rows}.`);
}
