import { CsvError, type Info } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { AppError } from '@/lib/errors';
import type { SourceTable } from './source-table';

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: Info;
}

/**
 * Reads CSV of UTF-8 text: with or without a byte order mark, any line ends, separated by commas,
 * semicolons or tabs, whichever the header line has most of.
 * @throws AppError `invalid_input` naming the line where the text cannot be read.
 */
export function readCsv(file: string, bytes: Uint8Array): SourceTable {
  // One kind of line end, because the parser counts the others twice inside quotes.
  const text = decode(file, bytes).replace(/\r\n?/g, '\n');
  const [header, ...records] = parseRecords(file, text);
  if (!header) throw new AppError('invalid_input', `${file} is empty: its header line is missing.`);
  return {
    file,
    unit: 'line',
    columns: header.record.map((name) => name.trim()),
    rows: records.map(({ record, info }) => ({
      number: info.lines - record.join('').split('\n').length + 1,
      values: record,
    })),
  };
}

function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('invalid_input', `${file} is not UTF-8 text. Save it as CSV UTF-8.`, {
      cause,
    });
  }
}

function parseRecords(file: string, text: string): readonly CsvRecord[] {
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      skip_empty_lines: true,
      // Rows of another length are reported with all the others.
      relax_column_count: true,
    }) as unknown as readonly CsvRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? `, line ${error.lines}` : '';
    throw new AppError('invalid_input', `${file}${line}: the quotes do not match.`, {
      cause: error,
    });
  }
}

function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf('\n') >>> 0).replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => header.split(delimiter).length;
  return [';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best), ',');
}
