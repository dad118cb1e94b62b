import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { tableNames } from '@/lib/warehouse/tables';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());

const row = z.object({ n: z.number() });
const one = query({ name: 'one', tables: [], row, sql: sql`SELECT 1 AS n` });
const endless = query({
  name: 'endless',
  tables: [],
  row,
  sql: sql`SELECT COUNT(*) AS n FROM range(100000000000) AS a, range(1000) AS b WHERE a.range % 7 = b.range`,
});

describe('a statement', () => {
  it('is canceled in the engine after its timeout', async () => {
    const error = await temporary.warehouse.read(endless, { timeoutMs: 50 }).catch((e) => e);
    expect(error).toMatchObject({ code: 'timeout' });
    expect(String(error.cause)).toContain('endless: no answer within 50 ms');
  });

  it('is canceled in the engine when its request is aborted', async () => {
    const controller = new AbortController();
    const result = temporary.warehouse.read(endless, { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is canceled even if the request is aborted before the engine starts', async () => {
    const controller = new AbortController();
    const result = temporary.warehouse.read(endless, { signal: controller.signal });
    controller.abort();
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('does not start for a request that is already aborted', async () => {
    const result = temporary.warehouse.read(one, { signal: AbortSignal.abort() });
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('leaves every read connection usable after its cancellation', async () => {
    const { warehouse } = temporary;
    const stopped = await Promise.allSettled(
      Array.from({ length: 4 }, () => warehouse.read(endless, { timeoutMs: 50 })),
    );
    expect(stopped.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    const results = await Promise.all(Array.from({ length: 12 }, () => warehouse.read(one)));
    expect(results.flat()).toEqual(Array(12).fill({ n: 1 }));
  });

  it('waits for a free connection no longer than its timeout', async () => {
    const { warehouse } = temporary;
    const controller = new AbortController();
    const busy = Array.from({ length: 4 }, () =>
      warehouse.read(endless, { signal: controller.signal }).catch(() => undefined),
    );
    await expect(warehouse.read(one, { timeoutMs: 30 })).rejects.toMatchObject({ code: 'timeout' });
    controller.abort();
    await Promise.all(busy);
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
  });

  it('rolls back its transaction when it is canceled', async () => {
    const { warehouse } = temporary;
    const insert = `INSERT INTO ${tableNames.activeCsms} VALUES ('Ann')`;
    const work = warehouse.transaction(
      'stopped',
      async (session) => {
        await session.write({ name: 'insert', tables: [], sql: insert, binds: [] });
        await session.read(endless);
      },
      { timeoutMs: 50 },
    );
    await expect(work).rejects.toMatchObject({ code: 'timeout' });
    expect((await warehouse.script(`SELECT * FROM ${tableNames.activeCsms}`)).rows).toEqual([]);
  });

  it('recommends setup when a table is missing', async () => {
    const missingTable = query({
      name: 'missing-table',
      tables: [],
      row,
      sql: sql`SELECT n FROM DSV_WAREHOUSE.DATA_SCIENCE.MISSING`,
    });
    const error = await temporary.warehouse.read(missingTable).catch((e) => e);
    expect(error).toMatchObject({ code: 'warehouse_missing' });
    expect(error.message).toContain('npm run setup');
  });
});

describe('close', () => {
  it('waits for running statements, and rejects queued and later ones', async () => {
    const { warehouse, dispose } = await temporaryDuckDb();
    const running = warehouse.transaction('slow', async (session) => {
      const [first] = await session.read(one);
      return first?.n;
    });
    const queued = warehouse.transaction('next', async () => 2).catch((error) => error.code);
    const closed = warehouse.close();
    await expect(warehouse.read(one)).rejects.toMatchObject({ code: 'warehouse_unavailable' });
    expect(await running).toBe(1);
    expect(await queued).toBe('warehouse_unavailable');
    await closed;
    await dispose();
  });
});
