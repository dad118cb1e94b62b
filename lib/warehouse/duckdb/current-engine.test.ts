import { readdir, readlink } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import sql from 'sql-template-tag';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CommitUnknownError } from '@/lib/warehouse/errors';
import { command, query } from '@/lib/warehouse/sql/shared/statement';
import type { Session } from '@/lib/warehouse/types';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { EngineLostError } from './errors';
import { transaction } from './transaction';

let temporary: TemporaryDuckDb;
beforeEach(async () => {
  temporary = await temporaryDuckDb();
  await temporary.warehouse.script('CREATE TABLE notes (id INTEGER)');
});
afterEach(() => temporary.dispose());

const add = (id: number) =>
  command({
    name: 'note.add',
    tables: [],
    sql: sql`INSERT INTO notes VALUES (CAST(${id} AS INTEGER))`,
  });
const ids = query({
  name: 'note.ids',
  tables: [],
  row: z.object({ id: z.number() }).transform(({ id }) => id),
  sql: sql`SELECT id FROM notes ORDER BY id`,
});
const writeNote = (id: number) => (session: Session) => session.write(add(id));

/** Makes the next merge of the log into the file fail, after which the engine is invalid. */
const failNextMerge = () =>
  temporary.warehouse.script(`SET debug_checkpoint_abort = 'before_header'`);
const invalidate = async () => {
  await failNextMerge();
  await temporary.warehouse.script('CHECKPOINT DSV_WAREHOUSE').catch(() => {});
};

describe('after the engine is lost', () => {
  it('reads and writes continue on another one', async () => {
    const { warehouse } = temporary;
    await warehouse.transaction('add', writeNote(1));
    await invalidate();
    const results = await Promise.all([
      ...Array.from({ length: 12 }, () => warehouse.read(ids)),
      warehouse.transaction('add', writeNote(2)),
    ]);
    expect(results[0]).toContain(1);
    expect(await warehouse.read(ids)).toEqual([1, 2]);
  });

  it.runIf(process.platform === 'linux')('its files are closed', async () => {
    await temporary.warehouse.read(ids);
    await invalidate();
    await temporary.warehouse.transaction('add', writeNote(1));
    const folder = '/proc/self/fd';
    const names = await readdir(folder);
    const links = await Promise.all(names.map((fd) => readlink(`${folder}/${fd}`).catch(() => '')));
    expect(links.filter((link) => link === temporary.path)).toHaveLength(1);
  });

  it('a transaction that had not committed runs again from the start', async () => {
    const { warehouse } = temporary;
    let attempts = 0;
    await warehouse.transaction('add', async (session) => {
      attempts++;
      await session.write(add(attempts));
      if (attempts === 1) throw new EngineLostError('test');
    });
    expect(attempts).toBe(2);
    expect(await warehouse.read(ids)).toEqual([2]);
  });
});

describe('a COMMIT', () => {
  it('succeeds if only merging the log into the file fails afterward', async () => {
    const { warehouse } = temporary;
    await failNextMerge();
    await warehouse.script(`SET GLOBAL wal_autocheckpoint = '1B'`);
    let attempts = 0;
    await warehouse.transaction('add', (session) => {
      attempts++;
      return session.write(add(1));
    });
    expect(attempts).toBe(1);
    expect(await warehouse.read(ids)).toEqual([1]);
  });

  it('has an unknown outcome after a fatal error', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const run = connection.run.bind(connection);
    connection.run = async (text, ...rest) => {
      if (text === 'COMMIT') throw new Error('FATAL Error: fsync failed!');
      return run(text, ...rest);
    };
    const work = transaction(
      connection,
      'nothing',
      async () => 1,
      {},
      () => {},
    );
    await expect(work).rejects.toBeInstanceOf(CommitUnknownError);
    instance.closeSync();
  });

  const failFirst = () => {
    let attempts = 0;
    return async (session: Session) => {
      attempts++;
      if (attempts === 1) throw new CommitUnknownError('The disk failed', 'test');
      await session.write(add(attempts));
    };
  };

  it('with an unknown outcome is tried again if the work finds an earlier result', async () => {
    const { warehouse } = temporary;
    await warehouse.transaction('add', failFirst(), { idempotent: true });
    expect(await warehouse.read(ids)).toEqual([2]);
  });

  it('with an unknown outcome is reported as such otherwise', async () => {
    const { warehouse } = temporary;
    await expect(warehouse.transaction('add', failFirst())).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringContaining('may or may not have been saved'),
    });
    await warehouse.transaction('add', writeNote(1));
    expect(await warehouse.read(ids)).toEqual([1]);
  });
});
