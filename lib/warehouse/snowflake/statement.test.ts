import sql from 'sql-template-tag';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { query } from '@/lib/warehouse/sql/shared/statement';
import type { StatementObserver, Warehouse } from '@/lib/warehouse/types';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openTestWarehouse, rawCommand, uniqueAccount } from '@/test/snowflake/test-accounts';

let server: SnowflakeServer;
let warehouse: Warehouse;
let observed: Parameters<StatementObserver>[0][] = [];
const account = uniqueAccount();
beforeAll(async () => {
  server = await startSnowflakeServer({ chunkSizes: { first: 10, further: 1000 } });
  warehouse = await openTestWarehouse(server, {
    account,
    poolSize: 2,
    observe: (event) => observed.push(event),
  });
  await warehouse.script('CREATE TABLE notes (id INTEGER)');
});
afterAll(async () => {
  await warehouse.close();
  await server.close();
});
beforeEach(() => {
  observed = [];
  server.clearRequests();
});
afterEach(() => server.faults.clear());

const row = z.object({ n: z.number() });
const one = query({ name: 'one', tables: [], row, sql: sql`SELECT 1 AS n` });
const endless = query({
  name: 'endless',
  tables: [],
  row,
  sql: sql`SELECT COUNT(*) AS n FROM range(100000000000) AS a, range(1000) AS b WHERE a.range % 7 = b.range`,
});
const sessions = () => server.sessions(account).map(({ id }) => id);
const aborts = () => server.requests().filter(({ kind }) => kind === 'abort');

describe('a statement', () => {
  it('is canceled in Snowflake after its timeout and keeps its session', async () => {
    const before = sessions();
    const error = await warehouse.read(endless, { timeoutMs: 50 }).catch((e) => e);
    expect(error).toMatchObject({ code: 'timeout' });
    expect(String(error.cause)).toContain('endless: no answer within 50 ms');
    expect(aborts().length).toBeGreaterThan(0);
    expect(server.statements(account)).toMatchObject([{ outcome: '000604' }]);
    expect(sessions()).toEqual(before);
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
  });

  it('is canceled in Snowflake when its signal aborts', async () => {
    const controller = new AbortController();
    const held = server.faults.plan({ do: 'hold' });
    const result = warehouse.read(one, { signal: controller.signal });
    await held.reached;
    controller.abort();
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
    expect(aborts().length).toBeGreaterThan(0);
  });

  it('is canceled even before it was sent', async () => {
    const controller = new AbortController();
    const result = warehouse.read(endless, { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is not sent if its signal has already aborted', async () => {
    const result = warehouse.read(one, { signal: AbortSignal.abort() });
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
    expect(server.statements(account)).toEqual([]);
  });

  it('is abandoned with its session if it cannot be canceled', async () => {
    const [before] = sessions();
    const held = server.faults.plan({ do: 'hold-response' });
    const unansweredAborts = server.faults.plan({
      when: ({ kind }) => kind === 'abort',
      do: 'hold',
      times: 100,
    });
    await expect(warehouse.read(one, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'timeout' });
    unansweredAborts.cancel();
    held.release();
    expect(sessions()).not.toContain(before);
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
  });

  it('rolls back its transaction when it times out', async () => {
    const work = warehouse.transaction(
      'stopped',
      async (session) => {
        await session.write(rawCommand('INSERT INTO notes VALUES (1)'));
        await session.read(endless);
      },
      { timeoutMs: 200 },
    );
    await expect(work).rejects.toMatchObject({ code: 'timeout' });
    expect(server.statements(account).at(-1)).toMatchObject({ sql: 'ROLLBACK', outcome: 'ok' });
    expect((await warehouse.script('SELECT * FROM notes')).rows).toEqual([]);
  });

  it('waits for a free session no longer than its timeout', async () => {
    const held = server.faults.plan({ do: 'hold', times: 2 });
    const busy = [warehouse.read(one), warehouse.read(one)];
    await expect(warehouse.read(one, { timeoutMs: 30 })).rejects.toMatchObject({ code: 'timeout' });
    held.release();
    expect(await Promise.all(busy)).toEqual([[{ n: 1 }], [{ n: 1 }]]);
    expect(sessions()).toHaveLength(2);
  });

  it('is awaited while Snowflake reports it in progress', async () => {
    server.faults.plan({ do: 'report-in-progress' });
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
  });

  it('returns every row of a chunked result', async () => {
    const many = query({
      name: 'many',
      tables: [],
      row,
      sql: sql`SELECT range AS n FROM range(5432) ORDER BY 1`,
    });
    const rows = await warehouse.read(many);
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 5432 }, (_, n) => n));
    expect(server.requests().filter(({ kind }) => kind === 'chunk').length).toBeGreaterThan(1);
  });

  it('reports a missing table with advice to run setup', async () => {
    const missingTable = query({
      name: 'lost',
      tables: [],
      row,
      sql: sql`SELECT n FROM DSV_WAREHOUSE.DATA_SCIENCE.LOST`,
    });
    const error = await warehouse.read(missingTable).catch((e) => e);
    expect(error).toMatchObject({ code: 'warehouse_missing' });
    expect(error.message).toContain('npm run setup');
  });

  it('is tagged with its name, user, and page in Snowflake’s query history', async () => {
    await warehouse.read(one, { tag: { person: 'mia@example.com', path: '/queue' } });
    await warehouse.read(one);
    expect(server.statements(account).map(({ tag }) => tag)).toEqual([
      { program: 'csm-routing', statement: 'one', path: '/queue', person: 'mia@example.com' },
      { program: 'csm-routing', statement: 'one' },
    ]);
  });

  it('is observed as a statement, and COMMIT as control', async () => {
    await warehouse.transaction('decide', async (session) => {
      await session.read(one);
      await session.write(rawCommand('UPDATE notes SET id = 1', [], 'note.update'));
    });
    await warehouse.read(endless, { timeoutMs: 30 }).catch(() => undefined);
    expect(observed.map(({ name, kind, ok }) => [name, kind, ok])).toEqual([
      ['one', 'statement', true],
      ['note.update', 'statement', true],
      ['decide: commit', 'control', true],
      ['endless', 'statement', false],
    ]);
  });
});

describe('closing a Snowflake warehouse', () => {
  it('waits for running statements and rejects waiting and later ones', async () => {
    const otherAccount = uniqueAccount();
    const small = await openTestWarehouse(server, { account: otherAccount, poolSize: 1 });
    const held = server.faults.plan({ do: 'hold' });
    const running = small.read(one);
    await held.reached;
    const waiting = small.read(one).catch((error) => error.code);
    const closed = small.close();
    await expect(small.read(one)).rejects.toMatchObject({ code: 'warehouse_unavailable' });
    await expect(small.script('SELECT 1')).rejects.toMatchObject({ code: 'warehouse_unavailable' });
    expect(await waiting).toBe('warehouse_unavailable');
    held.release();
    expect(await running).toEqual([{ n: 1 }]);
    await closed;
    expect(server.sessions(otherAccount)).toEqual([]);
  });
});
