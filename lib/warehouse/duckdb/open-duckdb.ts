import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '@/lib/server/errors';
import { withCommitEvents } from '@/lib/warehouse/commit-events';
import { Semaphore } from '@/lib/warehouse/semaphore';
import type { StatementObserver, Warehouse } from '@/lib/warehouse/types';
import { attachDatabases, type DatabaseFiles, prepareConnection } from './dialect';
import { readOnlyError, toWarehouseError } from './errors';
import { destroyPrepared, runPrepared } from './prepared-statements';
import { runScript } from './script';
import { read, transaction } from './transaction';

const READER_COUNT = 4;

/**
 * Files open in this process. DuckDB would allow a second instance on a file and silently lose
 * commits.
 */
const globals = globalThis as { [key: symbol]: Set<string> | undefined };
const openFilesKey = Symbol.for('csm-routing.duckdb.files');
globals[openFilesKey] ??= new Set();
const openFiles = globals[openFilesKey];

export interface DuckDbOptions {
  /** Path of the database file. The share is in `<name>.share.duckdb` next to it. */
  readonly path: string;
  readonly readOnly?: boolean | undefined;
  /** Create missing files and schemas. */
  readonly create?: boolean | undefined;
  readonly observe?: StatementObserver | undefined;
}

/**
 * Opens the embedded warehouse: one write connection with a queue, and several read connections.
 * @throws AppError `warehouse_*`
 */
export async function openDuckDb(options: DuckDbOptions): Promise<Warehouse> {
  const { path, readOnly = false, create = false, observe = () => {} } = options;
  const files = databaseFiles(path);
  await checkDatabaseFiles(files, { readOnly, create });
  if (openFiles.has(files.warehouse)) {
    throw new AppError('warehouse_busy', 'This program already has the warehouse open.', {
      details: { pid: process.pid },
    });
  }
  openFiles.add(files.warehouse);
  try {
    const { instance, connections } = await connect(files, { readOnly, create });
    return withCommitEvents(new DuckDbWarehouse(files.warehouse, instance, connections, observe));
  } catch (error) {
    openFiles.delete(files.warehouse);
    throw toWarehouseError(error, 'open');
  }
}

async function connect(files: DatabaseFiles, mode: { readOnly: boolean; create: boolean }) {
  // Never download extensions: a missing one must fail.
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
  });
  const connections: DuckDBConnection[] = [];
  try {
    for (let index = 0; index <= READER_COUNT; index++) {
      const connection = await instance.connect();
      connections.push(connection);
      if (index === 0) await attachDatabases(connection, files, mode);
      await prepareConnection(connection);
    }
    return { instance, connections };
  } catch (error) {
    for (const connection of connections) connection.disconnectSync();
    instance.closeSync();
    throw error;
  }
}

class DuckDbWarehouse implements Omit<Warehouse, 'onCommit'> {
  readonly kind = 'duckdb';
  readonly #file: string;
  readonly #instance: DuckDBInstance;
  readonly #writer: Semaphore<DuckDBConnection>;
  readonly #readers: Semaphore<DuckDBConnection>;
  readonly #observe: StatementObserver;
  #closing: Promise<void> | undefined;

  constructor(
    file: string,
    instance: DuckDBInstance,
    [writer, ...readers]: readonly DuckDBConnection[],
    observe: StatementObserver,
  ) {
    this.#file = file;
    this.#instance = instance;
    this.#writer = new Semaphore(writer ? [writer] : []);
    this.#readers = new Semaphore(readers);
    this.#observe = observe;
  }

  read: Warehouse['read'] = (query, options = {}) =>
    this.#readers.use(query.name, options, (connection) =>
      read(connection, query, options, this.#observe, runPrepared),
    );

  transaction: Warehouse['transaction'] = (name, work, options = {}) =>
    this.#writer.use(name, options, (connection) =>
      transaction(connection, name, work, options, this.#observe),
    );

  script: Warehouse['script'] = (sql, options = {}) =>
    this.#writer.use('script', options, (connection) => runScript(connection, sql, options));

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const connections = await Promise.all([this.#writer.close(), this.#readers.close()]);
    for (const connection of connections.flat()) {
      destroyPrepared(connection);
      connection.disconnectSync();
    }
    this.#instance.closeSync();
    openFiles.delete(this.#file);
  }
}

/** The two files of a warehouse: the given one, and `<name>.share.duckdb` next to it. */
export function databaseFiles(path: string): DatabaseFiles {
  const warehouse = resolve(path);
  return { warehouse, share: `${warehouse.replace(/\.duckdb$/, '')}.share.duckdb` };
}

/**
 * Checks the files for problems that the engine would report unclearly. Never opens a file: closing
 * it would release the lock that the engine holds on it in this process.
 * @throws AppError `warehouse_missing` or `warehouse_read_only`
 */
async function checkDatabaseFiles(
  files: DatabaseFiles,
  mode: { readonly readOnly: boolean; readonly create: boolean },
): Promise<void> {
  const folder = dirname(files.warehouse);
  if (mode.create) {
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw readOnlyError(error);
    });
  }
  for (const file of [files.warehouse, files.share]) {
    const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw toWarehouseError(error, 'open');
    });
    if (!found && !mode.create) {
      throw new AppError(
        'warehouse_missing',
        `There is no warehouse at ${file}. Run \`npm run setup\` to create it, or set DUCKDB_PATH.`,
      );
    }
    if (found && !mode.readOnly) await requireWritable(file);
  }
  if (!mode.readOnly) await requireWritable(folder);
}

async function requireWritable(path: string): Promise<void> {
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw readOnlyError(error);
  });
}
