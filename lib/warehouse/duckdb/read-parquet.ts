import { DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '@/lib/server/errors';
import { toScriptResult } from './rows';

/** The columns and rows of a file, in order. */
interface ParquetTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * Reads a Parquet file with a separate DuckDB instance, so it works with either warehouse.
 * @throws AppError `invalid_input` if the file is not readable Parquet
 */
export async function readParquet(path: string): Promise<ParquetTable> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    return toScriptResult(await connection.runAndReadAll('SELECT * FROM read_parquet(?)', [path]));
  } catch (error) {
    throw new AppError('invalid_input', `${path} is not a Parquet file, or it cannot be read.`, {
      cause: error,
    });
  } finally {
    connection.disconnectSync();
    instance.closeSync();
  }
}
