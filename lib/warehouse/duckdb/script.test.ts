import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());

const script = (sql: string) => temporary.warehouse.script(sql);

describe('a script', () => {
  it('returns the last statement’s rows, with column names as written', async () => {
    const result = await script(`CREATE TABLE marks (Mark INTEGER);
      INSERT INTO marks VALUES (1), (2); -- a comment; with a semicolon
      SELECT Mark, ';' AS semicolon, DATE '2026-01-02' AS day FROM marks ORDER BY 1`);
    expect(result.columns).toEqual(['Mark', 'semicolon', 'day']);
    expect(result.rows).toEqual([
      [1, ';', '2026-01-02'],
      [2, ';', '2026-01-02'],
    ]);
  });

  it('returns the number of changed rows', async () => {
    const result = await script('CREATE TABLE cups AS SELECT 1 AS a; UPDATE cups SET a = 2');
    expect(result).toEqual({ columns: [], rows: [], rowsAffected: 1 });
    const created = await script('CREATE VIEW saucers AS SELECT 1 AS a');
    expect(created).toEqual({ columns: [], rows: [], rowsAffected: null });
  });

  it.each([
    ['SELEC 1', /syntax error/],
    ['SELECT nothing', /Referenced column "nothing"/],
    ['SELECT * FROM nowhere', /nowhere does not exist/],
    ["SELECT CAST('x' AS INTEGER)", /Could not convert/],
    ['-- only a comment', /no statement/],
    ["SELECT * FROM read_csv('/no/such/file.csv')", /No files found/],
  ])('shows the engine’s message for %j', async (sql, message) => {
    const error = await script(sql).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'invalid_input', message: expect.stringMatching(message) });
  });

  it('can start and commit a transaction', async () => {
    const result = await script(`BEGIN; CREATE TABLE pens AS SELECT 1 AS a; COMMIT;
      SELECT a FROM pens`);
    expect(result.rows).toEqual([[1]]);
  });

  it('rolls back a transaction that it left open, and reports it', async () => {
    await expect(script('BEGIN; CREATE TABLE left_open (a INTEGER)')).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('rolled back'),
    });
    await expect(script('SELECT * FROM left_open')).rejects.toThrow('does not exist');
  });

  it('supports DATEADD, DATEDIFF, and CURRENT_TIMESTAMP() like Snowflake', async () => {
    const { rows } = await script(`SELECT
      DATEADD(month, 1, TIMESTAMP '2026-01-31 10:00:00'),
      DATEADD(quarter, -1, TIMESTAMP '2026-05-01 00:00:00'),
      DATEADD(week, 1, DATE '2026-01-01'),
      DATEADD(seconds, 90, TIMESTAMP '2026-01-01 00:00:00'),
      DATEDIFF(hour, TIMESTAMP '2026-01-01 00:59:59', TIMESTAMP '2026-01-01 01:00:00'),
      DATEDIFF('minute', CURRENT_TIMESTAMP(), CURRENT_TIMESTAMP())`);
    expect(rows).toEqual([
      [
        new Date('2026-02-28T10:00:00Z'),
        new Date('2026-02-01T00:00:00Z'),
        new Date('2026-01-08T00:00:00Z'),
        new Date('2026-01-01T00:01:30Z'),
        1,
        0,
      ],
    ]);
  });

  it('sorts NULLs like Snowflake: last ascending, first descending', async () => {
    const sorted = (order: string) =>
      script(`SELECT a FROM (VALUES (1), (NULL), (2)) AS v (a) ORDER BY a ${order}`);
    expect((await sorted('ASC')).rows.flat()).toEqual([1, 2, null]);
    expect((await sorted('DESC')).rows.flat()).toEqual([null, 2, 1]);
  });
});
