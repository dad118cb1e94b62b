import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { databaseFiles } from '@/lib/warehouse/database-files';
import { startProcess } from '@/test/support/processes/start-process';
import { openDuckDb } from './open-duckdb';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
  path = join(folder, 'warehouse.duckdb');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function create(): Promise<void> {
  const warehouse = await openDuckDb({ path, create: true });
  await warehouse.script('CREATE TABLE kept (a INTEGER); INSERT INTO kept VALUES (1)');
  await warehouse.close();
}

async function openError(
  options: Partial<Parameters<typeof openDuckDb>[0]> = {},
): Promise<AppError> {
  const error = await openDuckDb({ path, ...options }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

/** Runs `work` as a user that file permissions apply to, because root ignores them. */
async function asUnprivilegedUser<R>(work: () => Promise<R>): Promise<R> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('openDuckDb', () => {
  it('keeps data across a restart', async () => {
    await create();
    const warehouse = await openDuckDb({ path });
    expect((await warehouse.script('SELECT a FROM kept')).rows).toEqual([[1]]);
    await warehouse.close();
  });

  it('creates the folder of a new warehouse', async () => {
    path = join(folder, 'deep', 'er', 'warehouse.duckdb');
    await create();
    expect((await readFile(path)).length).toBeGreaterThan(0);
  });

  it('keeps the files and the folder it creates private, and corrects those of an earlier version', async () => {
    const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
    path = join(folder, 'new', 'warehouse.duckdb');
    await create();
    const { share } = databaseFiles(path);
    expect(await mode(join(folder, 'new'))).toBe('700');
    for (const file of [path, share]) {
      expect(await mode(file)).toBe('600');
      await chmod(file, 0o644);
    }
    const warehouse = await openDuckDb({ path });
    await warehouse.script('INSERT INTO kept VALUES (2)');
    for (const file of [path, share, `${path}.wal`]) expect(await mode(file)).toBe('600');
    await warehouse.close();
  });

  it('reports a missing file and how to create it', async () => {
    const error = await openError();
    expect(error.code).toBe('warehouse_missing');
    expect(error.message).toContain('npm run setup');
    expect(error.message).toContain(path);
  });

  it('reports a missing share file', async () => {
    await create();
    await rm(databaseFiles(path).share);
    expect(await openError()).toMatchObject({ code: 'warehouse_missing' });
  });

  it.each(['This is not a database. '.repeat(500), ''])(
    'reports a file that is not a warehouse and leaves it unchanged',
    async (text) => {
      await writeFile(path, text);
      await writeFile(databaseFiles(path).share, text);
      const error = await openError({ create: true });
      expect(error.code).toBe('warehouse_unavailable');
      expect(error.message).toContain('is not a warehouse');
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  it('rejects a file written by a newer version of DuckDB', async () => {
    await create();
    await writeFile(path, withStorageVersion(await readFile(path), 99n));
    expect(await openError()).toMatchObject({ code: 'warehouse_too_new' });
  });

  it('names the process that has the file open, and opens the file after that process exits', async () => {
    await create();
    const child = startProcess('hold-warehouse', path);
    for await (const line of child.lines) if (line === 'held') break;
    expect(await openError()).toMatchObject({
      code: 'warehouse_busy',
      details: { pid: child.process.pid },
    });
    child.process.stdin.end();
    await child.exited;
    await (await openDuckDb({ path })).close();
  });

  it('rejects a second instance in the same process, because it would lose commits', async () => {
    const first = await openDuckDb({ path, create: true });
    expect(await openError()).toMatchObject({
      code: 'warehouse_busy',
      details: { pid: process.pid },
    });
    await first.close();
    await (await openDuckDb({ path })).close();
  });

  it('reports a read-only file', async () => {
    await create();
    await chmod(folder, 0o777);
    for (const file of Object.values(databaseFiles(path))) await chmod(file, 0o444);
    expect(await asUnprivilegedUser(() => openError())).toMatchObject({
      code: 'warehouse_read_only',
    });
  });

  it('reports a read-only folder by the first write', async () => {
    await create();
    for (const file of Object.values(databaseFiles(path))) await chmod(file, 0o666);
    await chmod(folder, 0o555);
    const error = await asUnprivilegedUser(async () => {
      const warehouse = await openDuckDb({ path });
      try {
        return await warehouse.script('INSERT INTO kept VALUES (2)');
      } finally {
        await warehouse.close();
      }
    }).catch((thrown: unknown) => thrown);
    await chmod(folder, 0o755);
    expect(error).toMatchObject({ code: 'warehouse_read_only' });
  });

  it('reads but does not write when opened read-only', async () => {
    await create();
    const warehouse = await openDuckDb({ path, readOnly: true });
    expect((await warehouse.script('SELECT a FROM kept')).rows).toEqual([[1]]);
    await expect(warehouse.script('INSERT INTO kept VALUES (2)')).rejects.toMatchObject({
      code: 'warehouse_read_only',
    });
    await warehouse.close();
  });

  it('never shows the driver’s message', async () => {
    await writeFile(path, 'x'.repeat(10_000));
    await writeFile(databaseFiles(path).share, 'x'.repeat(10_000));
    const error = await openError();
    expect(error.message).not.toMatch(/IO Error|DuckDB database file/);
    expect(String((error.cause as Error).message)).toMatch(/IO Error/);
  });
});

/** Changes the storage version in the file's first block, and updates the checksum. */
function withStorageVersion(file: Buffer, version: bigint): Buffer {
  file.writeBigUInt64LE(version, 12);
  let checksum = 5381n;
  for (let offset = 8; offset < 4096; offset += 8) {
    checksum ^= BigInt.asUintN(64, file.readBigUInt64LE(offset) * 0xbf58476d1ce4e5b9n);
  }
  file.writeBigUInt64LE(checksum, 0);
  return file;
}
