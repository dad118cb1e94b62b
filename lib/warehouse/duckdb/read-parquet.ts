import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '@/lib/server/errors';
import { toScriptResult } from './rows';

/** The columns and rows of a file, in order. */
interface ParquetTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * Reads a Parquet file with a separate DuckDB instance, so it works with either warehouse. DuckDB reads
 * files only from disk, so there is a temporary copy, which is removed.
 * @throws AppError `invalid_input` if the file is not readable Parquet
 */
export async function readParquet(file: {
  readonly name: string;
  readonly bytes: Uint8Array;
}): Promise<ParquetTable> {
  const folder = await mkdtemp(join(tmpdir(), 'csm-routing-import-'));
  try {
    const path = join(folder, 'file.parquet');
    await writeFile(path, file.bytes);
    return await readFrom(path, file.name);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readFrom(path: string, name: string): Promise<ParquetTable> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    return toScriptResult(await connection.runAndReadAll('SELECT * FROM read_parquet(?)', [path]));
  } catch (error) {
    throw new AppError('invalid_input', `${name} is not a Parquet file, or it cannot be read.`, {
      cause: error,
    });
  } finally {
    connection.disconnectSync();
    instance.closeSync();
  }
}
