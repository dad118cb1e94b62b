import { availableParallelism } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { AppError } from '@/lib/server/errors';
import type { DatabaseFiles } from '@/lib/warehouse/database-files';
import { Semaphore, shuttingDownError } from '@/lib/warehouse/semaphore';
import { attachDatabases, prepareConnection } from './dialect';
import { destroyPrepared } from './prepared-statements';

/** One core is left for everything that is not a statement, such as a decision's next step. */
const STATEMENT_CORES = Math.max(availableParallelism() - 1, 1);
const READER_COUNT = 3;
const REPORTER_COUNT = Math.min(STATEMENT_CORES, 3);

/** An open DuckDB instance. Its connections are shared, each with a queue. */
export interface Engine {
  readonly writer: Semaphore<DuckDBConnection>;
  readonly readers: Semaphore<DuckDBConnection>;
  /** Few, so that reports leave time for short reads and decisions. */
  readonly reporters: Semaphore<DuckDBConnection>;
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
    threads: String(STATEMENT_CORES),
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
    for (let index = 0; index < 1 + READER_COUNT + REPORTER_COUNT; index++) {
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
  const readers = new Semaphore(connections.slice(1, 1 + READER_COUNT));
  const reporters = new Semaphore(connections.slice(1 + READER_COUNT));
  return {
    writer,
    readers,
    reporters,
    async close(refusal = shuttingDownError()) {
      await Promise.all([writer, readers, reporters].map((each) => each.close(refusal)));
      closeAll();
    },
  };
}
