import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '@/lib/errors';
import type { StatementObserver } from '../statement-observer';
import { Turns } from '../turns';
import type { Warehouse } from '../types';
import { boot, type Files, prepareConnection } from './boot';
import { toWarehouseError } from './errors';
import { checkFiles, filesOf } from './files';
import { forgetKept, runKept } from './kept-statements';
import { runScript } from './script';
import { read, transaction } from './transaction';

const readers = 4;

/** Files open in this process: a second instance on one would open and silently lose commits. */
const holder = globalThis as { [key: symbol]: Set<string> | undefined };
const key = Symbol.for('csm-routing.duckdb.files');
holder[key] ??= new Set();
const openFiles = holder[key];

export interface DuckDbOptions {
  /** Path of the database file; its share is the sibling `<name>.share.duckdb`. */
  readonly path: string;
  readonly readOnly?: boolean | undefined;
  /** Creates the files and schemas that are missing. */
  readonly create?: boolean | undefined;
  readonly observe?: StatementObserver | undefined;
}

/**
 * Opens the embedded warehouse: one writing connection behind a queue and several that read.
 * @throws AppError with a `warehouse_*` code.
 */
export async function openDuckDb(options: DuckDbOptions): Promise<Warehouse> {
  const { path, readOnly = false, create = false, observe = () => {} } = options;
  const files = filesOf(path);
  await checkFiles(files, { readOnly, create });
  if (openFiles.has(files.warehouse)) {
    throw new AppError('warehouse_busy', 'This program has the warehouse open already.', {
      details: { pid: process.pid },
    });
  }
  openFiles.add(files.warehouse);
  try {
    const { instance, connections } = await connect(files, { readOnly, create });
    return new DuckDbWarehouse(files.warehouse, instance, connections, observe);
  } catch (error) {
    openFiles.delete(files.warehouse);
    throw toWarehouseError(error, 'open');
  }
}

async function connect(files: Files, mode: { readOnly: boolean; create: boolean }) {
  // Without the network: an extension the engine lacks must fail, not be fetched.
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
  });
  const connections: DuckDBConnection[] = [];
  try {
    for (let index = 0; index <= readers; index++) {
      const connection = await instance.connect();
      connections.push(connection);
      if (index === 0) await boot(connection, files, mode);
      await prepareConnection(connection);
    }
    return { instance, connections };
  } catch (error) {
    for (const connection of connections) connection.disconnectSync();
    instance.closeSync();
    throw error;
  }
}

class DuckDbWarehouse implements Warehouse {
  readonly kind = 'duckdb';
  readonly #file: string;
  readonly #instance: DuckDBInstance;
  readonly #writer: Turns<DuckDBConnection>;
  readonly #readers: Turns<DuckDBConnection>;
  readonly #observe: StatementObserver;
  #closing: Promise<void> | undefined;

  constructor(
    file: string,
    instance: DuckDBInstance,
    [writer, ...others]: readonly DuckDBConnection[],
    observe: StatementObserver,
  ) {
    this.#file = file;
    this.#instance = instance;
    this.#writer = new Turns(writer ? [writer] : []);
    this.#readers = new Turns(others);
    this.#observe = observe;
  }

  read: Warehouse['read'] = (query, options = {}) =>
    this.#readers.use(query.name, options, (connection) =>
      read(connection, query, options, this.#observe, runKept),
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
      forgetKept(connection);
      connection.disconnectSync();
    }
    this.#instance.closeSync();
    openFiles.delete(this.#file);
  }
}
