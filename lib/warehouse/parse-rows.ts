import { AppError } from '@/lib/errors';
import type { Query } from './types';

/**
 * Parses every row, with a property for each column in lower case, by the query's schema.
 * @throws AppError `unexpected` whose cause names the statement, the row and the column.
 */
export function parseRows<Row>(rows: readonly object[], query: Query<Row>): Row[] {
  return rows.map((row, index) => {
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
