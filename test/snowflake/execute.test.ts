import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type RawConnection } from './raw-connection';
import { type SnowflakeServer, startSnowflakeServer } from './server';

let server: SnowflakeServer;
let session: RawConnection;

beforeAll(async () => {
  server = await startSnowflakeServer({ chunkSizes: { first: 10, further: 100 } });
  session = await connect(server);
  await session.execute('CREATE TABLE T (N NUMBER(38,0) PRIMARY KEY, WORD VARCHAR(100))');
});

afterAll(async () => {
  await session.close();
  await server.close();
});

describe('what the unmodified SDK reads', () => {
  it('is every kind of value as Snowflake spells it', async () => {
    const { rows } = await session.execute(`SELECT 1 AS whole, CAST(12.5 AS NUMBER(10, 2)) AS exact,
      CAST(0.1 AS FLOAT) AS real, 'héé 🙂' AS word, TRUE AS yes, FALSE AS no, NULL AS nothing,
      CAST('2026-03-02T09:00:00.123456Z' AS TIMESTAMP_NTZ) AS moment,
      CAST('1969-12-31 23:59:58.5' AS TIMESTAMP_NTZ) AS before, DATE '2026-03-02' AS day,
      "n" AS "Quoted", COUNT(*) FROM (SELECT 2 AS "n") GROUP BY "n"`);
    expect(rows).toMatchObject([
      {
        WHOLE: 1,
        EXACT: 12.5,
        REAL: 0.1,
        WORD: 'héé 🙂',
        YES: true,
        NO: false,
        NOTHING: null,
        Quoted: 2,
        'COUNT(*)': 1,
      },
    ]);
    const [row] = rows as Record<string, Date>[];
    expect(row?.MOMENT?.toISOString()).toBe('2026-03-02T09:00:00.123Z');
    expect(row?.BEFORE?.toISOString()).toBe('1969-12-31T23:59:58.500Z');
    expect(row?.DAY?.toISOString()).toBe('2026-03-02T00:00:00.000Z');
  });

  it('takes binds of every kind that the SDK sends', async () => {
    const { rows } = await session.execute(
      'SELECT ? AS whole, ? AS big, ? AS real, ? AS word, ? AS yes, ? AS nothing LIMIT ?',
      [7, 5_000_000_000, 0.25, "it's \\ 🙂", true, null, 1],
    );
    expect(rows).toEqual([
      { WHOLE: 7, BIG: 5_000_000_000, REAL: 0.25, WORD: "it's \\ 🙂", YES: true, NOTHING: null },
    ]);
  });

  it('counts what a statement changes', async () => {
    expect(await session.change('INSERT INTO T VALUES (?, ?), (2, ?)', [1, 'a', 'b'])).toBe(2);
    expect(await session.change("UPDATE T SET WORD = 'c' WHERE N = 2")).toBe(1);
    const merge = `MERGE INTO T USING (SELECT 1 AS N UNION ALL SELECT 2 UNION ALL SELECT 3) AS S
      ON T.N = S.N WHEN MATCHED AND S.N = 1 THEN DELETE WHEN MATCHED THEN UPDATE SET WORD = 'd'
      WHEN NOT MATCHED THEN INSERT (N, WORD) VALUES (S.N, 'new')`;
    const { rows, statement } = await session.execute(merge);
    expect(rows).toEqual([
      {
        'number of rows inserted': 1,
        'number of rows updated': 1,
        'number of rows deleted': 1,
      },
    ]);
    expect(statement.getNumUpdatedRows()).toBe(3);
    expect(await session.change('DELETE FROM T')).toBe(2);
    expect(await session.change('DELETE FROM T')).toBe(0);
    expect(await session.change('SELECT 1')).toBe(-1);
  });

  it('inserts a bound array in one statement', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => [n, n === 7 ? null : `word ${n}`]);
    expect(await session.change('INSERT INTO T VALUES (?, ?)', rows)).toBe(50);
    const read = await session.execute('SELECT COUNT(*) AS ALL_, COUNT(WORD) AS WORDS FROM T');
    expect(read.rows).toEqual([{ ALL_: 50, WORDS: 49 }]);
    await session.execute('DELETE FROM T');
  });

  it('reads a large answer in chunks, in order', async () => {
    const { rows, statement } = await session.execute('SELECT range AS n FROM range(1234)');
    expect(rows.map((row) => row.N)).toEqual(Array.from({ length: 1234 }, (_, n) => n));
    expect(statement.getNumRows()).toBe(1234);
    expect(server.requests().filter(({ kind }) => kind === 'chunk')).toHaveLength(13);
  });

  it('reads an answer without rows', async () => {
    expect((await session.execute('SELECT 1 AS N WHERE 1 = 0')).rows).toEqual([]);
  });

  it('describes what is there as Snowflake’s information schema does', async () => {
    await session.execute(
      'CREATE OR REPLACE VIEW V AS SELECT n AS one, CAST(n AS FLOAT) AS two FROM T',
    );
    const { rows } = await session.execute(`SELECT column_name, data_type, is_nullable
      FROM DSV_WAREHOUSE.INFORMATION_SCHEMA.COLUMNS AS c WHERE table_name = 'V' ORDER BY 1`);
    expect(rows).toEqual([
      { COLUMN_NAME: 'ONE', DATA_TYPE: 'NUMBER', IS_NULLABLE: 'YES' },
      { COLUMN_NAME: 'TWO', DATA_TYPE: 'FLOAT', IS_NULLABLE: 'YES' },
    ]);
    const tables =
      await session.execute(`SELECT table_name, table_type FROM INFORMATION_SCHEMA.TABLES
      WHERE table_schema = CURRENT_SCHEMA() ORDER BY 1`);
    expect(tables.rows).toEqual([
      { TABLE_NAME: 'T', TABLE_TYPE: 'BASE TABLE' },
      { TABLE_NAME: 'V', TABLE_TYPE: 'VIEW' },
    ]);
  });

  it('enforces lengths, counted in characters, and no keys', async () => {
    expect(await session.change('INSERT INTO T VALUES (1, ?), (1, NULL)', ['🙂'.repeat(100)])).toBe(
      2,
    );
    const long = session.execute('INSERT INTO T VALUES (2, ?)', ['x'.repeat(101)]);
    await expect(long).rejects.toMatchObject({ code: '100078' });
    await session.execute('DELETE FROM T');
  });

  it('numbers rows where a column is told to', async () => {
    await session.execute('CREATE TABLE NUMBERED (ID NUMBER(38,0) AUTOINCREMENT, WORD VARCHAR)');
    await session.execute("INSERT INTO NUMBERED (WORD) VALUES ('a'), ('b')");
    const { rows } = await session.execute('SELECT ID FROM NUMBERED ORDER BY ID');
    expect(rows).toEqual([{ ID: 1 }, { ID: 2 }]);
    await session.execute('DROP TABLE NUMBERED');
  });

  it.each([
    ['SELECT FROM WHERE', '001003'],
    ['SELECT * FROM NOWHERE', '002003'],
    ['SELECT * FROM NODB.PUBLIC.T', '002003'],
    ['SELECT NOTHING FROM T', '000904'],
    ['SELECT 1; SELECT 2', '000008'],
    ['ALTER SESSION SET NO_SUCH_THING = 1', '001006'],
    ["SELECT CAST('x' AS NUMBER)", '100038'],
  ])('refuses %j as Snowflake does, with %s', async (sql, code) => {
    await expect(session.execute(sql)).rejects.toMatchObject({
      code,
      sqlState: expect.any(String),
    });
  });
});
