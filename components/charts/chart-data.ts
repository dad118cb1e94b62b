import {
  formatCompactMoney,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
} from '@/components/ui/format';

/** What a column's values are, and so how they are written. */
export type ColumnKind =
  | 'text'
  | 'count'
  | 'number'
  /** 0–1, written in per cent. */
  | 'share'
  | 'money'
  /** Milliseconds. */
  | 'duration'
  /** A day of the calendar as `YYYY-MM-DD`, in the zone that the page names. */
  | 'day';

export interface ChartColumn {
  readonly key: string;
  readonly title: string;
  readonly kind: ColumnKind;
  /** Decimals at most, of a number or a share. */
  readonly digits?: number;
}

export type ChartCell = string | number | null;

export interface ChartRow {
  /** Told apart by. */
  readonly id: string;
  readonly cells: Readonly<Record<string, ChartCell>>;
  /** Where a cell's figure comes from, by the column's key. */
  readonly hrefs?: Readonly<Record<string, string>>;
}

/**
 * What a chart shows, and its table and its download too: plain data, so that it may come from the
 * server. The first column names the rows.
 */
export interface ChartData {
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly ChartRow[];
}

const EMPTY_CELL = '–';
const DAY_MS = 86_400_000;
const longDay = dayFormat({ day: 'numeric', month: 'short', year: 'numeric' });
const shortDay = dayFormat({ day: 'numeric', month: 'short' });
const compact = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  maximumFractionDigits: 1,
  signDisplay: 'negative',
});

/** A cell as a person reads it, by the kind of its column; a dash where there is none. */
export function formatCell(cell: ChartCell | undefined, column: ChartColumn): string {
  if (cell === null || cell === undefined || cell === '') return EMPTY_CELL;
  if (column.kind === 'day') return formatCalendarDay(cell, longDay);
  if (typeof cell === 'string') return cell;
  switch (column.kind) {
    case 'text':
      return String(cell);
    case 'count':
      return formatNumber(cell);
    case 'number':
      return formatNumber(cell, column.digits ?? 1);
    case 'share':
      return formatPercent(cell, column.digits ?? 0);
    case 'money':
      return formatMoney(cell);
    case 'duration':
      return cell < 0 ? `-${formatDuration(-cell)}` : formatDuration(cell);
  }
}

/** The same where space is short, beside an axis. */
export function formatAxisLabel(cell: ChartCell | undefined, column: ChartColumn): string {
  if (column.kind === 'day' && cell) return formatCalendarDay(cell, shortDay);
  if (typeof cell !== 'number') return formatCell(cell, column);
  if (column.kind === 'money') return formatCompactMoney(cell);
  if (column.kind === 'share') return formatPercent(cell, 1);
  if (column.kind === 'count' || column.kind === 'number') {
    return Math.abs(cell) >= 10_000 ? compact.format(cell) : formatNumber(cell, 3);
  }
  if (column.kind === 'duration' && cell % DAY_MS === 0)
    return cell === 0 ? '0' : `${cell / DAY_MS} d`;
  return formatCell(cell, column);
}

/** A row's figure in a column, or null where there is none to draw. */
export function numberAt(row: ChartRow, key: string): number | null {
  const cell = row.cells[key];
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

function dayFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
}

function formatCalendarDay(cell: string | number, format: Intl.DateTimeFormat): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(String(cell)) ? new Date(`${cell}T00:00:00Z`) : null;
  return day && !Number.isNaN(day.getTime()) ? format.format(day) : String(cell);
}

/** By this a spreadsheet knows the text as UTF-8. */
const byteOrderMark = '\uFEFF';

/**
 * The data as a comma separated file (RFC 4180): all rows and columns, the titles at the head,
 * days as YYYY-MM-DD. Figures stand as they are, neither rounded nor turned into per cent or
 * hours: a share is 0–1 and a duration milliseconds. Text that a spreadsheet would take for a
 * formula begins with an apostrophe.
 */
export function toCsv({ columns, rows }: ChartData): string {
  const lines = [
    columns.map(({ title }) => quote(escapeFormula(title))),
    ...rows.map(({ cells }) => columns.map((column) => csvField(cells[column.key], column))),
  ];
  return `${byteOrderMark}${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

function csvField(cell: ChartCell | undefined, { kind }: ChartColumn): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  return quote(kind === 'day' ? cell : escapeFormula(cell));
}

function escapeFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
