import { nameKey } from '@/lib/names';
import { AppError } from '@/lib/server/errors';
import type { FoundColumns } from './column-mapping';
import { numberColumn } from './columns';
import { BinaryValue } from './fields';
import {
  type ColumnFormat,
  columnFormats,
  type DecimalSeparator,
  otherSeparator,
  parseDigits,
  splitAmount,
  type WrittenNumber,
} from './number-format';
import { isBlank, type SourceRow, type SourceTable } from './source-file';

/** A row's values in our columns. */
export interface UsedRow {
  readonly number: number;
  readonly cells: Record<string, unknown>;
}

/** What reading the cells found, for notes. */
export interface CellFindings {
  /** Per column, how many cells have a word for a missing value, and which words. */
  readonly placeholders: ReadonlyMap<
    string,
    { readonly count: number; readonly words: ReadonlySet<string> }
  >;
  /** The currencies of each column, with the number of cells. */
  readonly currencies: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Numbers that can be read both ways, and how they were read. */
  readonly inferred: readonly {
    readonly number: WrittenNumber;
    readonly decimal: DecimalSeparator;
  }[];
}

/**
 * Reads the values of our columns: binary text as text, words such as NULL as missing, and numbers with
 * separators, currency, and percent signs as numbers. Others are left for the row's schema to reject.
 * @param rows the rows to read, of the right length
 * @param decimal the decimal separator; null to detect it
 * @throws AppError `invalid_input` if a column's decimal separator is not clear
 */
export function readCells(
  table: SourceTable,
  rows: readonly SourceRow[],
  { positions }: FoundColumns,
  decimal: DecimalSeparator | null,
): { readonly rows: readonly UsedRow[]; readonly found: CellFindings } {
  const placeholders = new Map<string, { count: number; words: Set<string> }>();
  const read = rows.map(({ number, values }): UsedRow => {
    const cells: Record<string, unknown> = {};
    for (const [column, position] of positions) {
      const value = asText(values[position]);
      const word = placeholderWord(value);
      if (word !== null) {
        const { count, words } = placeholders.get(column) ?? { count: 0, words: new Set() };
        placeholders.set(column, { count: count + 1, words: words.add(word) });
      }
      cells[column] = word === null ? (value ?? null) : null;
    }
    return { number, cells };
  });
  return { rows: read, found: { placeholders, ...readNumbers(table, read, positions, decimal) } };
}

/** Binary values that are UTF-8 as text. */
function asText(value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value);
  } catch {
    // The row's schema rejects it, and the message names the row.
    return new BinaryValue(value);
  }
}

/** Longer text is no placeholder. */
const MAX_PLACEHOLDER_LENGTH = 16;

function placeholderWord(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_PLACEHOLDER_LENGTH) return null;
  return nameKey(value) === null && !isBlank(value) ? value.trim() : null;
}

/** Replaces text in number columns by numbers. */
function readNumbers(
  table: SourceTable,
  rows: readonly UsedRow[],
  positions: ReadonlyMap<string, number>,
  decimal: DecimalSeparator | null,
): Pick<CellFindings, 'currencies' | 'inferred'> {
  const columns = [...positions.keys()].filter(numberColumn);
  const written: { readonly cells: Record<string, unknown>; readonly number: WrittenNumber }[] = [];
  const currencies = new Map<string, Map<string, number>>();
  for (const { number: line, cells } of rows) {
    for (const column of columns) {
      const value = cells[column];
      const { max = 0, sign } = numberColumn(column) ?? {};
      const amount = typeof value === 'string' ? splitAmount(value.trim()) : null;
      if (!amount) continue;
      if (amount.percent && sign !== 'percent') continue;
      if (amount.currency && sign !== 'currency') continue;
      const own = currencies.get(column) ?? new Map<string, number>();
      if (amount.currency) own.set(amount.currency, (own.get(amount.currency) ?? 0) + 1);
      currencies.set(column, own);
      written.push({ cells, number: { column, line, digits: amount.digits, max } });
    }
  }
  const numbers = written.map(({ number }) => number);
  const formats = decimal ? null : columnFormats(numbers, table.delimiter);
  const inferred: { number: WrittenNumber; decimal: DecimalSeparator }[] = [];
  for (const [column, format] of formats ?? []) {
    if (!('decimal' in format)) throw unclearNumbersError(table, column, format);
    if (format.inferred) inferred.push({ number: format.inferred, decimal: format.decimal });
  }
  for (const { cells, number } of written) {
    const format = formats?.get(number.column);
    const separator = decimal ?? (format && 'decimal' in format ? format.decimal : '.');
    cells[number.column] = parseDigits(number.digits, separator) ?? cells[number.column];
  }
  return { currencies, inferred };
}

/** "12.500" is 12.5 or 12,500. */
function bothReadings({ digits }: WrittenNumber): string {
  const readings = (['.', ','] as const).map((decimal) => formatNumber(digits, decimal));
  return readings.join(' or ');
}

/** A number of the file as people write it in English. */
export function formatNumber(digits: string, decimal: DecimalSeparator): string {
  return (parseDigits(digits, decimal) ?? Number.NaN).toLocaleString('en-US');
}

function unclearNumbersError(
  { file, unit, delimiter }: SourceTable,
  column: string,
  format: Exclude<ColumnFormat, { readonly decimal: DecimalSeparator }>,
): AppError {
  if ('conflict' in format) {
    const [point, comma] = format.conflict;
    return new AppError(
      'invalid_input',
      `Nothing was imported: ${column} in ${file} has both kinds of decimals: ${point.digits} (${unit} ${point.line}) and ${comma.digits} (${unit} ${comma.line}). Write all its numbers the same way.`,
      { details: { file, column } },
    );
  }
  const { digits, line } = format.ambiguous;
  const separator = digits.includes('.') ? '.' : ',';
  const likely =
    delimiter === ';' && separator === '.'
      ? ' Semicolons separate its columns, so it is probably the second.'
      : '';
  const other = otherSeparator(separator);
  return new AppError(
    'invalid_input',
    `Nothing was imported: ${digits} (${file}, ${unit} ${line}, ${column}) may be ${bothReadings(format.ambiguous)}.${likely} Choose the decimal separator: ${JSON.stringify(separator)} for ${formatNumber(digits, separator)} (--decimal ${separator}) or ${JSON.stringify(other)} for ${formatNumber(digits, other)} (--decimal ${other}).`,
    { details: { file, column, ambiguous: digits } },
  );
}
