import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CsvError, type Info } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { AppError } from '@/lib/server/errors';

/** A file to import. */
export interface SourceFile {
  /** Its name without a folder, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The raw rows of a file. */
export interface SourceTable {
  /** The file's name, for messages. */
  readonly file: string;
  /** What row numbers refer to: lines in text files, rows in binary files. */
  readonly unit: 'line' | 'row';
  /** The character between columns; null in binary files. */
  readonly delimiter: string | null;
  /** As in the header: names may be empty or repeated. */
  readonly columns: readonly string[];
  readonly rows: readonly SourceRow[];
}

export interface SourceRow {
  /** The line or row where this row starts, counting from 1. */
  readonly number: number;
  readonly values: readonly unknown[];
}

/**
 * Reads the columns and rows of a Parquet file, in order.
 * @throws AppError `invalid_input` if the file is not readable Parquet
 */
export type ReadParquet = (file: SourceFile) => Promise<{
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}>;

/**
 * Reads a file from disk.
 * @throws AppError `invalid_input` if it cannot be read
 */
export async function openSourceFile(path: string): Promise<SourceFile> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const problem = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`;
    throw new AppError('invalid_input', `The file ${path} ${problem}.`, { cause: error });
  });
  return { name: basename(path), bytes };
}

const PARQUET_MAGIC = 'PAR1';

/**
 * Reads the rows of a CSV or Parquet file, without blank ones. The format is detected from its content.
 * @throws AppError `invalid_input` if it cannot be read or has no rows
 */
export async function readSource(file: SourceFile, readParquet: ReadParquet): Promise<SourceTable> {
  const { name, bytes } = file;
  const isParquet = Buffer.from(bytes.subarray(0, 4)).toString('latin1') === PARQUET_MAGIC;
  const table = isParquet ? await fromParquet(file, readParquet) : readCsv(name, bytes);
  const rows = table.rows.filter(({ values }) => values.some((value) => !isBlank(value)));
  if (rows.length === 0) {
    throw new AppError(
      'invalid_input',
      `${name} has no rows. An import replaces the whole list, so an empty file is rejected.`,
    );
  }
  return { ...table, rows };
}

/** Whether a cell has no value. */
export function isBlank(value: unknown): boolean {
  return (
    value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
  );
}

async function fromParquet(file: SourceFile, readParquet: ReadParquet): Promise<SourceTable> {
  const { columns, rows } = await readParquet(file);
  return {
    file: file.name,
    unit: 'row',
    delimiter: null,
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
  const delimiter = delimiterOf(text);
  const [header, ...records] = parseRecords(file, text, delimiter);
  if (!header) throw new AppError('invalid_input', `${file} is empty: it has no header line.`);
  return {
    file,
    unit: 'line',
    delimiter,
    columns: header.record.map((name) => name.trim()),
    rows: records.map(({ record, info }) => ({
      number: info.lines - record.join('').split('\n').length + 1,
      values: withoutBlankEnd(record, header.record.length),
    })),
  };
}

/** Drops blank values beyond the header's columns, which spreadsheets add. */
function withoutBlankEnd(record: readonly string[], length: number): readonly string[] {
  return record.slice(length).every(isBlank) ? record.slice(0, length) : record;
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

function parseRecords(file: string, text: string, delimiter: string): readonly CsvRecord[] {
  try {
    return parse(text, {
      delimiter,
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
