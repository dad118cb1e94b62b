import { DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '@/lib/server/errors';
import { toScriptResult } from './rows';

/** The columns and rows of a file, in its order. */
export interface ParquetTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * Reads a Parquet file by an engine of its own, so that it works whatever the warehouse is.
 * @throws AppError `invalid_input` when the file is not readable Parquet.
 */
export async function readParquet(path: string): Promise<ParquetTable> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    return toScriptResult(await connection.runAndReadAll('SELECT * FROM read_parquet(?)', [path]));
  } catch (error) {
    throw new AppError('invalid_input', `${path} is not a Parquet file that can be read.`, {
      cause: error,
    });
  } finally {
    connection.disconnectSync();
    instance.closeSync();
  }
}
