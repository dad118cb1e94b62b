import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AppError } from '@/lib/errors';
import { openParquet } from '@/lib/warehouse/open';
import { readCsv } from './read-csv';
import type { SourceTable } from './source-table';

const parquetMark = 'PAR1';

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
  const isParquet = bytes.subarray(0, 4).toString('latin1') === parquetMark;
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
