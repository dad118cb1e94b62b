import type { ChartCell, ChartColumn, ChartData } from './chart-data';

/** By this a spreadsheet knows the text as UTF-8. */
const byteOrderMark = '\uFEFF';

/**
 * The data as a comma separated file (RFC 4180): all rows and columns, the titles at the head,
 * days as YYYY-MM-DD. Figures stand as they are, neither rounded nor turned into per cent or
 * hours: a share is 0–1 and a duration milliseconds. Text that a spreadsheet would take for a
 * formula begins with an apostrophe.
 */
export function csvOf({ columns, rows }: ChartData): string {
  const lines = [
    columns.map(({ title }) => quoted(guarded(title))),
    ...rows.map(({ cells }) => columns.map((column) => field(cells[column.key], column))),
  ];
  return `${byteOrderMark}${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

function field(cell: ChartCell | undefined, { kind }: ChartColumn): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  return quoted(kind === 'day' ? cell : guarded(cell));
}

function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
