import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { CsvError, type Info } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { AppError } from '@/lib/server/errors';

/** The raw rows of a file. */
export interface SourceTable {
  /** The file's name, for messages. */
  readonly file: string;
  /** What row numbers refer to: lines in text files, rows in binary files. */
  readonly unit: 'line' | 'row';
  readonly columns: readonly string[];
  readonly rows: readonly SourceRow[];
}

export interface SourceRow {
  /** The line or row where this row starts, counting from 1. */
  readonly number: number;
  readonly values: readonly unknown[];
}

/** A problem with a row, in the user's words. */
export interface RowError {
  readonly number: number;
  readonly column: string | null;
  readonly reason: string;
}

/**
 * Reads the columns and rows of a Parquet file, in order.
 * @throws AppError `invalid_input` if the file is not readable Parquet
 */
export type ReadParquet = (path: string) => Promise<{
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}>;

const PARQUET_MAGIC = 'PAR1';

/**
 * Reads a CSV or Parquet file. The format is detected from its content.
 * @throws AppError `invalid_input` if it cannot be read, has no rows, or has a duplicate column
 */
export async function readSource(path: string, readParquet: ReadParquet): Promise<SourceTable> {
  const file = basename(path);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const problem = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`;
    throw new AppError('invalid_input', `The file ${path} ${problem}.`, { cause: error });
  });
  const isParquet = bytes.subarray(0, 4).toString('latin1') === PARQUET_MAGIC;
  const table = isParquet ? await fromParquet(file, path, readParquet) : readCsv(file, bytes);
  const names = table.columns.map((name) => name.toLowerCase());
  const duplicate = table.columns.find((name, at) => names.indexOf(name.toLowerCase()) !== at);
  if (duplicate !== undefined) {
    throw new AppError('invalid_input', `${file} has the column ${duplicate} twice.`);
  }
  if (table.rows.length === 0) {
    throw new AppError(
      'invalid_input',
      `${file} has no rows. An import replaces the whole list, so an empty file is rejected.`,
    );
  }
  return table;
}

async function fromParquet(
  file: string,
  path: string,
  readParquet: ReadParquet,
): Promise<SourceTable> {
  const { columns, rows } = await readParquet(resolve(path));
  return {
    file,
    unit: 'row',
    columns,
    rows: rows.map((values, index) => ({ number: index + 1, values })),
  };
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: Info;
}

/**
 * Reads UTF-8 CSV with or without a byte order mark and with any line ending. The delimiter is the
 * most frequent of comma, semicolon, and tab in the header.
 * @throws AppError `invalid_input` that names the line that cannot be parsed
 */
function readCsv(file: string, bytes: Uint8Array): SourceTable {
  // Normalize line endings, because the parser counts others twice inside quotes.
  const text = decode(file, bytes).replace(/\r\n?/g, '\n');
  const [header, ...records] = parseRecords(file, text);
  if (!header) throw new AppError('invalid_input', `${file} is empty: it has no header line.`);
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
      // Rows of the wrong length are reported together with the other bad rows.
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
