import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { CsvError, type Info } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { AppError } from '@/lib/server/errors';
import { openParquet } from '@/lib/warehouse/client';

/** A file of rows as it was read, before anything is made of its values. */
export interface SourceTable {
  /** The file's name, for messages. */
  readonly file: string;
  /** What a row's number counts: lines of a text, or rows of a file that has no lines. */
  readonly unit: 'line' | 'row';
  readonly columns: readonly string[];
  readonly rows: readonly SourceRow[];
}

export interface SourceRow {
  /** Where the row begins in the file, from 1. */
  readonly number: number;
  readonly values: readonly unknown[];
}

/** One thing that is wrong with a row, in the user's words. */
export interface RowError {
  readonly number: number;
  readonly column: string | null;
  readonly reason: string;
}

const PARQUET_MAGIC = 'PAR1';

/**
 * Reads a file of rows, CSV or Parquet by its content.
 * @throws AppError `invalid_input` when it cannot be read, has no rows, or names a column twice.
 */
export async function readSource(path: string): Promise<SourceTable> {
  const file = basename(path);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`;
    throw new AppError('invalid_input', `The file ${path} ${why}.`, { cause: error });
  });
  const isParquet = bytes.subarray(0, 4).toString('latin1') === PARQUET_MAGIC;
  const table = isParquet ? await fromParquet(file, path) : readCsv(file, bytes);
  const names = table.columns.map((name) => name.toLowerCase());
  const twice = table.columns.find((name, at) => names.indexOf(name.toLowerCase()) !== at);
  if (twice !== undefined) {
    throw new AppError('invalid_input', `${file} has the column ${twice} twice.`);
  }
  if (table.rows.length === 0) {
    throw new AppError(
      'invalid_input',
      `${file} has no rows. An import replaces the whole list, so an empty one is refused.`,
    );
  }
  return table;
}

async function fromParquet(file: string, path: string): Promise<SourceTable> {
  const { columns, rows } = await openParquet(resolve(path));
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
 * Reads CSV of UTF-8 text: with or without a byte order mark, any line ends, separated by commas,
 * semicolons or tabs, whichever the header line has most of.
 * @throws AppError `invalid_input` naming the line where the text cannot be read.
 */
function readCsv(file: string, bytes: Uint8Array): SourceTable {
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
