import { escapeFormula } from '@/lib/spreadsheet';

/** Makes spreadsheets read the file as UTF-8. */
export const byteOrderMark = '\uFEFF';

export type CsvCell = string | number | null;

/**
 * One line of a CSV file (RFC 4180), with its line break. Formulas are escaped. A missing or infinite
 * value is an empty field.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvField).join(',')}\r\n`;
}

function csvField(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = escapeFormula(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
