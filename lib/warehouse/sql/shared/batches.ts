import type { Command, Session } from '@/lib/warehouse/types';
import { type CommandParts, command, toText } from './statement';
import { fitsInStatement, MAX_STATEMENT_BYTES, statementBytes } from './statement-size';

/** What the padding of a short list may add (`paddedTable`). */
const PADDING_BYTES = 40_000;

/**
 * Builds the commands that write any number of rows: none without rows, one if it is small enough
 * for Snowflake, and otherwise as few as possible, in the order of the rows.
 * @param build builds a command for some of the rows; its size must be a sum over the rows, apart
 * from padding
 * @throws AppError `invalid_input` if a single row is too large
 */
export function inBatches<Row>(
  rows: readonly Row[],
  build: (rows: readonly Row[]) => CommandParts,
): readonly Command[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { sql, ...parts } = build(rows);
  const whole = { ...parts, ...toText(sql) };
  if (fitsInStatement(whole)) return [whole];
  const bytesOf = (batch: readonly Row[]) => statementBytes(toText(build(batch).sql));
  const bytesWithoutRows = 2 * bytesOf([first]) - bytesOf([first, first]);
  const batches: Row[][] = [];
  let left = 0;
  for (const row of rows) {
    const bytes = bytesOf([row]) - bytesWithoutRows;
    if (bytes > left) {
      batches.push([]);
      left = MAX_STATEMENT_BYTES - bytesWithoutRows - PADDING_BYTES;
    }
    batches.at(-1)?.push(row);
    left -= bytes;
  }
  return batches.map((batch) => command(build(batch)));
}

/** Runs commands in order and returns the number of rows that they affected together. */
export async function writeAll(session: Session, commands: readonly Command[]): Promise<number> {
  let affected = 0;
  for (const each of commands) affected += await session.write(each);
  return affected;
}
