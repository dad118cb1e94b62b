import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Warehouse } from '@/lib/warehouse/types';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openTestWarehouse, uniqueAccount } from '@/test/snowflake/test-accounts';

let server: SnowflakeServer;
let warehouse: Warehouse;
const account = uniqueAccount();
beforeAll(async () => {
  server = await startSnowflakeServer();
  warehouse = await openTestWarehouse(server, { account });
});
afterAll(async () => {
  await warehouse.close();
  await server.close();
});

const script = (sql: string) => warehouse.script(sql);

describe('a script', () => {
  it('returns the last statement’s rows, with unquoted column names in lower case', async () => {
    const result = await script(`CREATE TABLE marks (Mark INTEGER);
      INSERT INTO marks VALUES (1), (2); -- a comment; with a semicolon
      SELECT Mark, ';' AS semicolon, 1 AS "As Written", DATE '2026-01-02' AS day
      FROM marks ORDER BY 1`);
    expect(result.columns).toEqual(['mark', 'semicolon', 'As Written', 'day']);
    expect(result.rows).toEqual([
      [1, ';', 1, '2026-01-02'],
      [2, ';', 1, '2026-01-02'],
    ]);
  });

  it('returns the number of changed rows', async () => {
    const result = await script('CREATE TABLE cups AS SELECT 1 AS a; UPDATE cups SET a = 2');
    expect(result).toEqual({ columns: [], rows: [], rowsAffected: 1 });
    const defined = await script('CREATE VIEW saucers AS SELECT 1 AS a');
    expect(defined).toEqual({ columns: [], rows: [], rowsAffected: null });
  });

  it('counts the rows that a MERGE inserted and updated', async () => {
    const result = await script(`CREATE TABLE jars AS SELECT 1 AS a, 1 AS b;
      MERGE INTO jars USING (SELECT 1 AS a UNION ALL SELECT 2) AS s ON jars.a = s.a
      WHEN MATCHED THEN UPDATE SET b = 2 WHEN NOT MATCHED THEN INSERT (a, b) VALUES (s.a, 3)`);
    expect(result.rowsAffected).toBe(2);
  });

  it.each([
    ['SELEC 1', /syntax error/],
    ['SELECT nothing', /nothing/i],
    ['SELECT * FROM nowhere', /does not exist/],
    ["SELECT CAST('x' AS INTEGER)", /not recognized/],
    ['-- only a comment', /no statement/],
  ])('shows Snowflake’s message for %j', async (sql, message) => {
    const error = await script(sql).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'invalid_input', message: expect.stringMatching(message) });
  });

  it('can begin and commit a transaction', async () => {
    const result = await script(`CREATE TABLE pens (a INTEGER);
      BEGIN; INSERT INTO pens VALUES (1); COMMIT; SELECT a FROM pens`);
    expect(result.rows).toEqual([[1]]);
  });

  it('rolls back an open transaction at its end and reports it', async () => {
    await script('CREATE TABLE left_open (a INTEGER)');
    await expect(script('BEGIN; INSERT INTO left_open VALUES (1)')).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('rolled back'),
    });
    expect((await script('SELECT * FROM left_open')).rows).toEqual([]);
  });

  it('keeps the changes made before a statement fails', async () => {
    await script('CREATE TABLE kept (a INTEGER)');
    await expect(script('INSERT INTO kept VALUES (1); SELEC 1')).rejects.toThrow('syntax error');
    expect((await script('SELECT a FROM kept')).rows).toEqual([[1]]);
  });

  it('runs in its own session, which closes afterward', async () => {
    const before = server.sessions(account).map(({ id }) => id);
    await script("ALTER SESSION SET TIMEZONE = 'Asia/Kolkata'; SELECT 1");
    expect(server.sessions(account).map(({ id }) => id)).toEqual(before);
  });

  it('is canceled when its signal aborts', async () => {
    const controller = new AbortController();
    const held = server.faults.plan({ when: ({ sql }) => /SELECT 7/.test(sql), do: 'hold' });
    const result = warehouse.script('SELECT 7', { signal: controller.signal });
    await held.reached;
    controller.abort();
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a warehouse with a name mapping', () => {
  it('maps the guide’s names in scripts and statements', async () => {
    const nameMapping = new Map([
      ['DSV_WAREHOUSE.DATA_SCIENCE.RESI_CORP_ACTIVE_CSMS', 'DSV_WAREHOUSE.DATA_SCIENCE.people'],
    ]);
    const mapped = await openTestWarehouse(server, { nameMapping });
    await mapped.script(`CREATE TABLE DSV_WAREHOUSE.DATA_SCIENCE.resi_corp_active_csms (n INTEGER);
      INSERT INTO people VALUES (1)`);
    const changed = await mapped.transaction('t', (session) =>
      session.write({
        name: 'w',
        tables: ['activeCsms'],
        sql: 'UPDATE DSV_WAREHOUSE.DATA_SCIENCE.resi_corp_active_csms SET n = 2',
        binds: [],
      }),
    );
    expect(changed).toBe(1);
    await mapped.close();
  });
});
