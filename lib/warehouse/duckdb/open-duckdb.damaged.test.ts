import { mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppError } from '@/lib/server/errors';
import { databaseFiles } from '@/lib/warehouse/database-files';
import { openDuckDb } from './open-duckdb';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
  path = join(folder, 'warehouse.duckdb');
  const warehouse = await openDuckDb({ path, create: true });
  await warehouse.script(`CREATE TABLE notes AS
    SELECT i, CAST(uuid() AS VARCHAR) AS text FROM range(20000) AS r (i);
    CREATE TABLE other AS SELECT 1 AS n`);
  await warehouse.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Opens the warehouse, reads the large table, and returns the error of either step. */
async function errorOfReading(): Promise<AppError> {
  const read = async () => {
    const warehouse = await openDuckDb({ path });
    try {
      await warehouse.script('SELECT SUM(length(text)) FROM notes');
    } finally {
      await warehouse.close();
    }
  };
  return read().then(
    () => expect.unreachable('It was read.'),
    (error: AppError) => error,
  );
}

function expectNamesProblem(error: AppError, file: string | RegExp) {
  expect(error.code).toBe('warehouse_unavailable');
  expect(error.message).toMatch(/is not a warehouse, or it is damaged or cut short\. Restore it/);
  expect(error.message).toMatch(file);
  expect(error.message).not.toMatch(/kept|safe|lost|unchanged|not changed|nothing/i);
}

it.each([1, 100, 4_096, 8_192, 12_288, 20_000, 274_432, 600_000])(
  'a file cut to %i bytes is reported as such, without a claim about its data',
  async (bytes) => {
    await truncate(path, bytes);
    expectNamesProblem(await errorOfReading(), path);
  },
);

it('a share file that is cut short is reported as such', async () => {
  const { share } = databaseFiles(path);
  await truncate(share, 5_000);
  expectNamesProblem(await errorOfReading(), share);
});

// DuckDB's three headers are 4 KiB each, and its blocks 256 KiB.
const FIRST_BLOCK = 3 * 4_096;
const BLOCK_SIZE = 256 * 1024;

it('a file whose data blocks are overwritten is reported as such', async () => {
  const { size } = await stat(path);
  const file = await open(path, 'r+');
  for (let start = FIRST_BLOCK; start + BLOCK_SIZE <= size; start += BLOCK_SIZE) {
    await file.write(Buffer.alloc(4_096, 'x'), 0, 4_096, start + BLOCK_SIZE / 2);
  }
  await file.close();
  // Depends on whether opening reads one of them.
  expectNamesProblem(await errorOfReading(), /warehouse\.duckdb|DUCKDB_PATH/);
});

it.each([
  ['text', 'Mon 9:00 standup\n'],
  ['CSV', 'id,name\n1,Ann\n'.repeat(5_000)],
  ['SQLite', `SQLite format 3\0${'\0'.repeat(9_000)}`],
  ['Parquet', `PAR1${'x'.repeat(9_000)}PAR1`],
])('a %s file in its place is reported as such and not changed', async (_, content) => {
  await writeFile(path, content);
  expectNamesProblem(await errorOfReading(), path);
  expect(await readFile(path, 'utf8')).toBe(content);
});
