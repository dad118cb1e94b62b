import { byteOrderMark, csvLine } from '@/components/table/csv';
import type { Format } from '@/components/ui/format';
import { DAY_MS, HOUR_MS } from '@/lib/time';

/** The kind of a column's values, which decides their format. */
export type ColumnKind =
  | 'text'
  | 'count'
  | 'number'
  /** 0–1, shown as a percentage. */
  | 'share'
  | 'money'
  /** Milliseconds. */
  | 'duration'
  /** A calendar day as `YYYY-MM-DD`, in the time zone that the page names. */
  | 'day';

export interface ChartColumn {
  readonly key: string;
  readonly title: string;
  readonly kind: ColumnKind;
  /** Decimals of a share or a number. */
  readonly digits?: number;
}

export type ChartCell = string | number | null;

export interface ChartRow {
  readonly id: string;
  readonly cells: Readonly<Record<string, ChartCell>>;
  /** Links to the rows behind a cell, by column key. */
  readonly hrefs?: Readonly<Record<string, string>>;
  /** Whether this row sums up the rows below it, such as a team's. */
  readonly isGroup?: boolean;
}

/**
 * The data of a chart, its table, and its CSV file: plain data, so that a server component can pass
 * it. The first column names the rows.
 */
export interface ChartData {
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly ChartRow[];
}

const EMPTY_CELL = '–';

/** A cell's text by the kind of its column; a dash for a missing value. */
export function formatCell(
  cell: ChartCell | undefined,
  column: ChartColumn,
  format: Format,
): string {
  if (cell === null || cell === undefined || cell === '') return EMPTY_CELL;
  if (typeof cell === 'string') return isDay(cell, column) ? format.day(cell) : cell;
  switch (column.kind) {
    case 'text':
    case 'day':
      return String(cell);
    case 'count':
      return format.number(cell);
    case 'number':
      return format.fixed(cell, column.digits ?? 1);
    case 'share':
      return format.percent(cell, column.digits ?? 0);
    case 'money':
      return format.money(cell);
    case 'duration':
      return cell < 0 ? `-${format.duration(-cell)}` : format.duration(cell);
  }
}

/** A shorter text, for beside an axis. With all `ticks`, the axis uses one unit of time. */
export function formatAxisLabel(
  cell: ChartCell | undefined,
  column: ChartColumn,
  format: Format,
  ticks?: readonly number[],
): string {
  if (typeof cell === 'string' && isDay(cell, column)) return format.day(cell, 'short');
  if (typeof cell !== 'number') return formatCell(cell, column, format);
  switch (column.kind) {
    case 'money':
      return format.compactMoney(cell);
    case 'share':
      return format.percent(cell, Number.isInteger(Number((cell * 100).toFixed(6))) ? 0 : 1);
    case 'count':
    case 'number':
      return Math.abs(cell) >= 10_000 ? format.compact(cell) : format.number(cell, 3);
    case 'duration':
      if (cell === 0) return '0';
      if ((ticks ?? [cell]).every((tick) => tick % DAY_MS === 0)) {
        return `${format.number(cell / DAY_MS)} d`;
      }
      if ((ticks ?? [cell]).every((tick) => tick % HOUR_MS === 0)) {
        return `${format.number(cell / HOUR_MS)} h`;
      }
  }
  return formatCell(cell, column, format);
}

function isDay(cell: string, { kind }: ChartColumn): boolean {
  const calendarDay = kind === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(cell);
  return calendarDay && !Number.isNaN(Date.parse(`${cell}T00:00:00Z`));
}

/** A row's number in a column, or null if there is none to draw. */
export function numberAt(row: ChartRow, key: string): number | null {
  const cell = row.cells[key];
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

/**
 * Serializes all rows and columns as CSV with a header line. Values are machine-readable in every
 * locale: unrounded numbers, shares as 0–1, durations in milliseconds, days as YYYY-MM-DD.
 * @param preamble lines above the header, such as when the file was made; an empty line follows them
 */
export function toCsv(
  { columns, rows }: ChartData,
  preamble: readonly (readonly string[])[] = [],
): string {
  const lines = [
    ...preamble,
    ...(preamble.length > 0 ? [[]] : []),
    columns.map(({ title }) => title),
    ...rows.map(({ cells }) => columns.map(({ key }) => cells[key] ?? null)),
  ];
  return byteOrderMark + lines.map(csvLine).join('');
}
