import { AppError } from '@/lib/errors';
import type { Query } from './types';

/**
 * Parses every row by the query's schema, with keys in lower case.
 * @throws AppError `unexpected` whose cause names the statement, the row and the column.
 */
export function parseRows<Row>(
  columnNames: readonly string[],
  rows: readonly (readonly unknown[])[],
  query: Query<Row>,
): Row[] {
  const columns = columnNames.map((name) => name.toLowerCase());
  return rows.map((values, index) => {
    const row: Record<string, unknown> = {};
    for (const [at, column] of columns.entries()) row[column] = values[at];
    const parsed = query.row.safeParse(row);
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
    throw new AppError(
      'unexpected',
      'The warehouse answered something this program does not understand. The log has the details.',
      { cause: new Error(`${query.name}, row ${index + 1}: ${faults}`, { cause: parsed.error }) },
    );
  });
}
