import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sql from 'sql-template-tag';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { finishCopy, openCopy, readCopy } from '@/lib/warehouse/copies';
import { databaseFiles } from '@/lib/warehouse/database-files';
import { command } from '@/lib/warehouse/sql/shared/statement';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { startProcess } from '@/test/support/processes/start-process';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';

let temporary: TemporaryDuckDb;
let warehouse: Warehouse;
/** The path of the copy. */
let copy: string;
beforeEach(async () => {
  temporary = await temporaryDuckDb();
  ({ warehouse } = temporary);
  copy = join(dirname(temporary.path), 'copy', 'warehouse.duckdb');
  await mkdir(dirname(copy));
  await warehouse.script('CREATE TABLE pairs (n INTEGER, half VARCHAR, text VARCHAR)');
});
afterEach(() => temporary.dispose());

/** Adds as many pairs in one transaction. Many at once are written to the file before the commit. */
const addPairs = (count: number) =>
  warehouse.transaction('pairs', async (session) => {
    for (const half of ['a', 'b']) {
      await session.write(
        command({
          name: 'pairs',
          tables: [],
          sql: sql`INSERT INTO pairs SELECT range, ${half}, 'x' || range FROM range(${count})`,
        }),
      );
    }
  });

const copyFiles = () => {
  if (!warehouse.copyFiles) throw new Error('The embedded warehouse has no copyFiles.');
  return warehouse.copyFiles(copy);
};

it('copies one moment while transactions of any size commit', async () => {
  await addPairs(200_000);
  await warehouse.script('DELETE FROM pairs WHERE n % 3 = 0');
  await addPairs(10);
  let isCopied = false;
  const copying = copyFiles().finally(() => {
    isCopied = true;
  });
  let commits = 0;
  for (; !isCopied; commits++) await addPairs(commits % 2 === 0 ? 1 : 150_000);
  const contents = await copying;
  await addPairs(1);
  expect(commits).toBeGreaterThan(1);

  await finishCopy(copy);
  expect(await readCopy(copy)).toEqual(contents);
  const opened = await openCopy(copy);
  const { rows } = await opened.script(
    "SELECT COUNT(*), COUNT(*) FILTER (half = 'a') * 2, COUNT(*) FILTER (text <> 'x' || n) FROM pairs",
  );
  await opened.close();
  const pairs = contents.rows['DSV_WAREHOUSE.DATA_SCIENCE.pairs'];
  expect(rows).toEqual([[pairs, pairs, 0]]);
  // The copy ended before the last commits.
  const [[now] = []] = (await warehouse.script('SELECT COUNT(*) FROM pairs')).rows;
  expect(pairs).toBeLessThan(Number(now));
});

it('copies the views, the share, indexes, and the next id of a recommendation', async () => {
  const insert = `INSERT INTO ${tableNames.recommendations} (account_id) VALUES ('A-1')`;
  await warehouse.script(`${insert}; ${insert}`);
  await warehouse.script(
    `INSERT INTO ${tableNames.onboardingSource} VALUES ('A-1', 'One', 'T', 'Needs CSM', NULL)`,
  );
  await copyFiles();
  await finishCopy(copy);
  const opened = await openCopy(copy);
  await opened.script(insert);
  const ids = `SELECT recommendation_id FROM ${tableNames.recommendations} ORDER BY 1`;
  expect((await opened.script(ids)).rows).toEqual([[1], [2], [3]]);
  const accounts = await opened.script(`SELECT account_name FROM ${tableNames.accounts}`);
  expect(accounts.rows).toEqual([['One']]);
  const indexes = 'SELECT COUNT(*) FROM duckdb_indexes()';
  expect((await opened.script(indexes)).rows).toEqual((await warehouse.script(indexes)).rows);
  await opened.close();
});

it('keeps the files private and locked, and merges the log again afterwards', async () => {
  const threshold = "SELECT current_setting('checkpoint_threshold')";
  const before = (await warehouse.script(threshold)).rows;
  await copyFiles();
  for (const file of Object.values(databaseFiles(copy))) {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
  expect((await warehouse.script(threshold)).rows).toEqual(before);
  const other = startProcess('hold-warehouse', temporary.path);
  const [code] = await once(other.process, 'exit');
  expect(code).not.toBe(0);
  expect(other.stderr()).toContain(`process ${process.pid}`);
});

it('reports a disk error with its code, and lets commits merge the log again', async () => {
  copy = join(dirname(temporary.path), 'missing', 'warehouse.duckdb');
  await expect(copyFiles()).rejects.toMatchObject({ code: 'ENOENT' });
  const threshold = "SELECT current_setting('checkpoint_threshold')";
  expect((await warehouse.script(threshold)).rows).toEqual([['16.0 MiB']]);
});
