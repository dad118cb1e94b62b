import { guideQueries } from '@/lib/warehouse/guide-queries';
import type { Warehouse } from '@/lib/warehouse/types';

/**
 * Asks a query of the guide as of a moment: its words, but for the engine's clock. Answers its rows
 * with their columns in lower case and counts as numbers.
 */
export async function guideAt(
  warehouse: Warehouse,
  name: keyof typeof guideQueries,
  now: Date,
): Promise<Record<string, unknown>[]> {
  const moment = now.toISOString();
  const text = guideQueries[name]
    .replaceAll('CURRENT_DATE()', `CAST('${moment.slice(0, 10)}' AS DATE)`)
    .replaceAll('CURRENT_TIMESTAMP()', `CAST('${moment}' AS TIMESTAMP_NTZ)`);
  const { columns, rows } = await warehouse.script(text);
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, at) => [column.toLowerCase(), plain(row[at])])),
  );
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
