import { constants } from 'node:fs';
import { access, chmod, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { withCommitEvents } from '@/lib/warehouse/commit-events';
import { type DatabaseFiles, databaseFiles } from '@/lib/warehouse/database-files';
import type { StatementObserver, Warehouse } from '@/lib/warehouse/types';
import { withViewProblems } from '@/lib/warehouse/view-problems';
import { copyFiles } from './copy-files';
import { CurrentEngine } from './current-engine';
import { openEngine } from './engine';
import { readOnlyError, toWarehouseError } from './errors';
import { runScript } from './script';
import { read, transaction } from './transaction';

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
  requireNotOpenHere(files);
  openFiles.add(files.warehouse);
  if (!readOnly) await keepPrivate(files);
  const open = async (create: boolean) => {
    try {
      return await openEngine(files, { readOnly, create });
    } catch (error) {
      throw toWarehouseError(error, 'open');
    }
  };
  const reopen = async () => {
    // The engine would create a file that is missing, for example because a disk was unmounted.
    await checkDatabaseFiles(files, { readOnly, create: false });
    return open(false);
  };
  try {
    const engine = new CurrentEngine(await open(create), reopen);
    return withCommitEvents(withViewProblems(new DuckDbWarehouse(files, engine, observe)));
  } catch (error) {
    openFiles.delete(files.warehouse);
    throw error;
  }
}

/**
 * Checks that this process does not have the files open, because to close them again would release its lock.
 * @throws AppError `warehouse_busy`
 */
export function requireNotOpenHere({ warehouse }: DatabaseFiles): void {
  if (!openFiles.has(warehouse)) return;
  throw new AppError('warehouse_busy', 'This program already has the warehouse open.', {
    details: { pid: process.pid },
  });
}

class DuckDbWarehouse implements Omit<Warehouse, 'onCommit'> {
  readonly kind = 'duckdb';
  readonly #files: DatabaseFiles;
  readonly #current: CurrentEngine;
  readonly #observe: StatementObserver;
  #closing: Promise<void> | undefined;

  constructor(files: DatabaseFiles, current: CurrentEngine, observe: StatementObserver) {
    this.#files = files;
    this.#current = current;
    this.#observe = observe;
  }

  read: Warehouse['read'] = (query, options = {}) =>
    this.#current.use(({ readers, reporters }) =>
      (query.isReport ? reporters : readers).use(query.name, options, (connection) =>
        read(connection, query, options, this.#observe),
      ),
    );

  transaction: Warehouse['transaction'] = (name, work, options = {}) =>
    this.#current.use(
      ({ writer }) =>
        writer.use(name, options, (connection) =>
          transaction(connection, name, work, options, this.#observe),
        ),
      options,
    );

  script: Warehouse['script'] = (sql, options = {}) =>
    this.#current.use(({ writer }) =>
      writer.use('script', options, (connection) => runScript(connection, sql, options)),
    );

  copyFiles: NonNullable<Warehouse['copyFiles']> = (path, options = {}) =>
    this.#current.use((engine) => copyFiles(engine, this.#files, databaseFiles(path), options));

  close(): Promise<void> {
    this.#closing ??= this.#current.close().finally(() => openFiles.delete(this.#files.warehouse));
    return this.#closing;
  }
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

/**
 * Only this user may read the files, because they hold password hashes. The engine creates files, such
 * as its log, with the process's mask; files of an earlier version are corrected.
 */
async function keepPrivate({ warehouse, share }: DatabaseFiles): Promise<void> {
  process.umask(0o077);
  for (const path of [warehouse, share].flatMap((file) => [file, `${file}.wal`])) {
    try {
      if ((await stat(path)).mode & 0o077) await chmod(path, 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      log.warn(
        { err: error, path },
        'other users of this machine may be able to read the warehouse',
      );
    }
  }
}

async function requireWritable(path: string): Promise<void> {
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw readOnlyError(error);
  });
}
