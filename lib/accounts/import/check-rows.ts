import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { Found } from './mapping';
import type { Fault, SourceRow, SourceTable } from './source-table';

/** How many bad rows are named; the others are counted. */
const named = 20;

/**
 * Makes values of every row, or names what is wrong with the first twenty bad ones.
 * @param key the column that must differ from row to row
 * @throws AppError `invalid_input` when any row is bad.
 */
export function checkRows<Row extends object>(
  table: SourceTable,
  found: Found,
  schema: z.ZodType<Row>,
  key: keyof Row & string,
): readonly Row[] {
  const good: Row[] = [];
  const bad: Fault[][] = [];
  const seen = new Map<unknown, number>();
  for (const row of table.rows) {
    const { parsed, faults } = checkRow(table, found, schema, row);
    const first = parsed && seen.get(parsed[key]);
    if (first !== undefined) {
      const reason = `${JSON.stringify(parsed?.[key])} is there already, on ${table.unit} ${first}`;
      bad.push([{ number: row.number, column: key, reason }]);
    } else if (parsed) {
      seen.set(parsed[key], row.number);
      good.push(parsed);
    } else {
      bad.push(faults);
    }
  }
  if (bad.length > 0) throw refusal(table, bad);
  return good;
}

function checkRow<Row>(
  table: SourceTable,
  { columns, positions }: Found,
  schema: z.ZodType<Row>,
  { number, values }: SourceRow,
): { readonly parsed: Row | undefined; readonly faults: Fault[] } {
  if (values.length !== table.columns.length) {
    const reason = `has ${values.length} values where the header has ${table.columns.length}`;
    return { parsed: undefined, faults: [{ number, column: null, reason }] };
  }
  const valueIn = (column: string) => values[positions.get(column) ?? -1] ?? null;
  const fields = Object.fromEntries(columns.map((column) => [column, valueIn(column)]));
  const result = schema.safeParse(fields);
  if (result.success) return { parsed: result.data, faults: [] };
  const faults = result.error.issues.map(({ path, message }) => ({
    number,
    column: String(path[0]),
    reason: message,
  }));
  return { parsed: undefined, faults };
}

function refusal(table: SourceTable, bad: readonly Fault[][]): AppError {
  const faults = bad.slice(0, named).flat();
  const lines = faults.map(({ number, column, reason }) => {
    const place = `${table.unit} ${number}${column === null ? '' : `, ${column}`}`;
    return `  ${place}: ${reason}`;
  });
  const rows = bad.length === 1 ? '1 row is' : `${bad.length.toLocaleString('en-US')} rows are`;
  const only = bad.length > named ? ` The first ${named}:` : '';
  return new AppError(
    'invalid_input',
    `Nothing was imported: in ${table.file} ${rows} bad.${only}\n${lines.join('\n')}`,
    { details: { file: table.file, bad: bad.length, faults } },
  );
}
