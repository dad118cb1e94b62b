import sql from 'sql-template-tag';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rawRow } from '@/lib/warehouse/sql/shared/columns';
import { query } from '@/lib/warehouse/sql/shared/statement';
import type { Warehouse } from '@/lib/warehouse/types';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openTestWarehouse } from '@/test/snowflake/test-accounts';

let server: SnowflakeServer;
let warehouse: Warehouse;
const originalZone = process.env.TZ;
beforeAll(async () => {
  server = await startSnowflakeServer();
  warehouse = await openTestWarehouse(server);
});
afterAll(async () => {
  await warehouse.close();
  await server.close();
});
afterEach(() => {
  if (originalZone === undefined) delete process.env.TZ;
  else process.env.TZ = originalZone;
});

describe('a row', () => {
  it('has plain values: safe integers, strings beyond 2^53, fractions, booleans, and NULL', async () => {
    const rows = await warehouse.read(
      query({
        name: 'values',
        tables: [],
        row: rawRow,
        sql: sql`SELECT COUNT(*) AS n, SUM(1) AS s, CAST('9007199254740993' AS BIGINT) AS big,
          CAST('-9007199254740993' AS BIGINT) AS least, CAST(1.25 AS DECIMAL(9, 2)) AS d,
          CAST(0.1 AS DOUBLE) AS r, CAST(NULL AS INTEGER) AS nothing, CAST(NULL AS DOUBLE) AS gap,
          TRUE AS yes, FALSE AS no, CAST(NULL AS BOOLEAN) AS unknown, CAST(NULL AS VARCHAR) AS blank,
          CAST(NULL AS TIMESTAMP_NTZ) AS never, 'NULL' AS word`,
      }),
    );
    expect(rows).toEqual([
      {
        n: 1,
        s: 1,
        big: '9007199254740993',
        least: '-9007199254740993',
        d: 1.25,
        r: 0.1,
        nothing: null,
        gap: null,
        yes: true,
        no: false,
        unknown: null,
        blank: null,
        never: null,
        word: 'NULL',
      },
    ]);
  });

  it('returns binds of every type, including NULL', async () => {
    const binds = ['a ? b', 7, -1.5, true, false, null, 2 ** 53];
    const columns = ['text', 'integer', 'fraction', 'yes', 'no', 'missing', 'large'];
    const rows = await warehouse.read({
      name: 'binds',
      tables: [],
      sql: `SELECT ${columns.map((column) => `? AS ${column}`).join(', ')}`,
      binds,
      row: rawRow,
    });
    expect(rows).toEqual([
      Object.fromEntries(
        columns.map((column, at) => [column, column === 'large' ? String(2 ** 53) : binds[at]]),
      ),
    ]);
  });

  it('fails with the statement and column in the error’s cause if it does not parse', async () => {
    const wrong = query({
      name: 'count.wrong',
      tables: [],
      row: z.object({ n: z.number() }),
      sql: sql`SELECT 'x' AS n`,
    });
    const error = await warehouse.read(wrong).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unexpected' });
    expect(String(Object(error).cause)).toMatch(/count\.wrong, row 1: n: /);
  });
});

describe.each(['UTC', 'Asia/Kolkata', 'America/St_Johns'])('on a host in %s', (host) => {
  it.each([
    '2026-01-02T03:04:05.678Z',
    '1969-12-31T23:59:59.999Z',
    '2026-03-08T05:29:59.999Z',
    '2026-11-01T04:30:00.000Z',
    '2026-03-01T18:30:00.000Z',
  ])('%s round-trips', async (text) => {
    process.env.TZ = host;
    const [result] = await warehouse.read(
      query({
        name: 'moment',
        tables: [],
        row: rawRow,
        sql: sql`SELECT CAST(${text} AS TIMESTAMP_NTZ) AS t,
          CAST(CAST(${text} AS TIMESTAMP_NTZ) AS DATE) AS d`,
      }),
    );
    expect(result).toEqual({ t: new Date(text), d: new Date(text.slice(0, 10)) });
    expect(JSON.stringify(result?.t)).toBe(JSON.stringify(text));
  });

  it('a script returns a date as text without a shift', async () => {
    process.env.TZ = host;
    const { rows } = await warehouse.script("SELECT DATE '2026-03-08' AS day");
    expect(rows).toEqual([['2026-03-08']]);
  });
});
