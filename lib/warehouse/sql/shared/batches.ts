import type { Command, Session } from '@/lib/warehouse/types';
import { type CommandParts, command, toText } from './statement';
import { MAX_STATEMENT_BYTES, statementBytes } from './statement-size';

/** Leaves room for parts of the rows that are larger than others. */
const TARGET_BYTES = 0.9 * MAX_STATEMENT_BYTES;

/**
 * Builds the commands that write any number of rows: none without rows, one if it is small enough
 * for Snowflake, and otherwise several with some of the rows each.
 * @throws AppError `invalid_input` if a single row is too large
 */
export function inBatches<Row>(
  rows: readonly Row[],
  build: (rows: readonly Row[]) => CommandParts,
): readonly Command[] {
  if (rows.length === 0) return [];
  const whole = build(rows);
  const bytes = statementBytes(toText(whole.sql));
  if (bytes <= MAX_STATEMENT_BYTES || rows.length === 1) return [command(whole)];
  const batchSize = Math.ceil(rows.length / Math.max(2, Math.ceil(bytes / TARGET_BYTES)));
  const batches = Array.from({ length: Math.ceil(rows.length / batchSize) }, (_, n) =>
    rows.slice(n * batchSize, (n + 1) * batchSize),
  );
  return batches.flatMap((batch) => inBatches(batch, build));
}

/** Runs commands in order and returns the number of rows that they affected together. */
export async function writeAll(session: Session, commands: readonly Command[]): Promise<number> {
  let affected = 0;
  for (const each of commands) affected += await session.write(each);
  return affected;
}
