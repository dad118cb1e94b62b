import type { Column } from 'snowflake-sdk';
import type { ScriptResult } from '@/lib/warehouse/types';

/** Snowflake's result with the SDK's raw cells, in which numbers are text. */
export interface StatementResult {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly unknown[])[];
  /** Null for a statement that never changes rows. */
  readonly rowsAffected: number | null;
}

type CellConverter = (value: unknown) => unknown;

/** Converts a column's cells to Dates in UTC, numbers, or text beyond 2^53. */
function cellConverter(column: Column): CellConverter {
  if (column.isNumber()) return column.getType() === 'real' ? toReal : toNumber;
  if (column.isTimestamp() || column.isDate()) return toDate;
  return (value) => value ?? null;
}

/** Shows a date as text instead of a Date. */
function displayCellConverter(column: Column): CellConverter {
  if (!column.isDate()) return cellConverter(column);
  return (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : (value ?? null));
}

function toNumber(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const number = Number(value);
  const isWhole = /^-?\d+$/.test(String(value));
  return isWhole && !Number.isSafeInteger(number) ? String(value) : number;
}

function toReal(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const infinite = /^(-?)inf(?:inity)?$/i.exec(String(value));
  return infinite ? Number(`${infinite[1]}Infinity`) : Number(value);
}

/** Drops what the SDK adds to a Date, such as its own toJSON. */
function toDate(value: unknown): unknown {
  return value instanceof Date ? new Date(value.getTime()) : (value ?? null);
}

/** Rows as plain objects with lowercase column names. */
export function toPlainRows({
  columns,
  rows,
}: StatementResult): Readonly<Record<string, unknown>>[] {
  const names = columns.map((column) => column.getName().toLowerCase());
  return convert(rows, columns.map(cellConverter)).map((cells) =>
    Object.fromEntries(names.map((name, at) => [name, cells[at]])),
  );
}

/** The answer as it is, for a statement whose shape nobody declared. */
export function toScriptResult(
  { columns, rows, rowsAffected }: StatementResult,
  answersRows: boolean,
): ScriptResult {
  if (!answersRows) return { columns: [], rows: [], rowsAffected };
  return {
    columns: columns.map((column) => displayName(column.getName())),
    rows: convert(rows, columns.map(displayCellConverter)),
    rowsAffected: null,
  };
}

/** Snowflake returns unquoted names in uppercase; we use lowercase. */
function displayName(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name.toLowerCase() : name;
}

function convert(rows: StatementResult['rows'], cells: readonly CellConverter[]): unknown[][] {
  return rows.map((row) => cells.map((cell, at) => cell(row[at])));
}

/** Counts that are not part of the number of changed rows. */
const notChanged = /multi-joined/i;

/** Sums the result of a DML statement, which has a count per kind of change. */
export function countAffectedRows(
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
): number {
  const counted = columns.flatMap((column, at) => (notChanged.test(column.getName()) ? [] : [at]));
  return rows.reduce(
    (total, row) => counted.reduce((sum, at) => sum + Number(row[at] ?? 0), total),
    0,
  );
}
