import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { AppError } from '@/lib/server/errors';
import type { DatabaseFiles } from '@/lib/warehouse/database-files';
import { Semaphore, shuttingDownError } from '@/lib/warehouse/semaphore';
import { attachDatabases, prepareConnection } from './dialect';
import { destroyPrepared } from './prepared-statements';

const READER_COUNT = 4;

/** An open DuckDB instance: one write connection with a queue, and several read connections. */
export interface Engine {
  readonly writer: Semaphore<DuckDBConnection>;
  readonly readers: Semaphore<DuckDBConnection>;
  /**
   * Waits for running statements, then closes the files.
   * @param refusal the error for waiting and later statements
   */
  close(refusal?: AppError): Promise<void>;
}

/** Settings that keep an instance from taking all cores and most of the memory. */
interface EngineLimits {
  readonly threads?: string;
  readonly memory_limit?: string;
}

/** Opens an instance and attaches the files. A failure closes whatever it opened. */
export async function openEngine(
  files: DatabaseFiles,
  mode: { readonly readOnly: boolean; readonly create: boolean },
  limits: EngineLimits = {},
): Promise<Engine> {
  // Never download extensions: a missing one must fail.
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    ...limits,
  });
  const connections: DuckDBConnection[] = [];
  const closeAll = () => {
    for (const connection of connections) {
      destroyPrepared(connection);
      connection.disconnectSync();
    }
    instance.closeSync();
  };
  try {
    for (let index = 0; index <= READER_COUNT; index++) {
      const connection = await instance.connect();
      connections.push(connection);
      if (index === 0) await attachDatabases(connection, files, mode);
      await prepareConnection(connection);
    }
  } catch (error) {
    closeAll();
    throw error;
  }
  const writer = new Semaphore(connections.slice(0, 1));
  const readers = new Semaphore(connections.slice(1));
  return {
    writer,
    readers,
    async close(refusal = shuttingDownError()) {
      await Promise.all([writer.close(refusal), readers.close(refusal)]);
      closeAll();
    },
  };
}
