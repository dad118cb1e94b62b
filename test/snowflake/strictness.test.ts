import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type RawConnection } from './raw-connection';
import { type SnowflakeServer, startSnowflakeServer } from './server';

let server: SnowflakeServer;
let session: RawConnection;
let other: RawConnection;

beforeAll(async () => {
  server = await startSnowflakeServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  [session, other] = await Promise.all([connect(server), connect(server)]);
  await session.execute('CREATE OR REPLACE TABLE T (N INTEGER, V INTEGER)');
  await session.execute('INSERT INTO T VALUES (1, 0), (2, 0)');
});
afterEach(() => Promise.all([session.close(), other.close()]));

const rows = async (sql: string, binds?: readonly unknown[]) =>
  (await session.execute(sql, binds)).rows;

describe('a session with the account’s defaults', () => {
  it.each([
    ['a bind', 'SELECT CAST(? AS TIMESTAMP_NTZ) AS at', ['2026-03-02T09:00:00.001Z'], '100035'],
    ['a literal', "SELECT CAST('2026-03-02 09:00:00' AS TIMESTAMP_NTZ) AS at", [], '100035'],
    ['a date', 'SELECT CAST(? AS DATE) AS day', ['2026-03-02'], '100040'],
  ])('does not recognize ISO 8601 in %s', async (_, sql, binds, code) => {
    await expect(rows(sql, binds)).rejects.toMatchObject({ code });
    const auto = "TIMESTAMP_INPUT_FORMAT = 'AUTO', DATE_INPUT_FORMAT = 'AUTO'";
    await session.execute(`ALTER SESSION SET ${auto}`);
    expect(await rows(sql, binds)).toHaveLength(1);
  });

  it('does not cast a time to text, which would lose its seconds', async () => {
    const sql = 'SELECT CAST(decided_at AS VARCHAR) AS V FROM (SELECT NOW() AS decided_at) AS T';
    await expect(rows(sql)).rejects.toMatchObject({ code: '001003' });
    const allDigits = "TIMESTAMP_NTZ_OUTPUT_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9'";
    await session.execute(`ALTER SESSION SET ${allDigits}`);
    expect(await rows(sql)).toHaveLength(1);
  });

  it('ignores the case of quoted names', async () => {
    expect(await rows('SELECT 1 AS "one"')).toEqual([{ ONE: 1 }]);
    await session.execute('ALTER SESSION SET QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE');
    expect(await rows('SELECT 1 AS "one"')).toEqual([{ one: 1 }]);
  });

  it('sorts NULL first', async () => {
    const sql = 'SELECT X FROM (VALUES (1), (NULL)) AS v (X) ORDER BY X';
    expect(await rows(sql)).toEqual([{ X: null }, { X: 1 }]);
    await session.execute("ALTER SESSION SET DEFAULT_NULL_ORDERING = 'LAST'");
    expect(await rows(sql)).toEqual([{ X: 1 }, { X: null }]);
  });

  it('returns only the first rows', async () => {
    const sql = 'SELECT * FROM range(100)';
    expect(await rows(sql)).toHaveLength(10);
    await session.execute('ALTER SESSION SET ROWS_PER_RESULTSET = 0');
    expect(await rows(sql)).toHaveLength(100);
  });
});

describe('a statement', () => {
  it.each([
    'SELECT NULL AS X UNION ALL SELECT N FROM T',
    'SELECT N FROM T UNION ALL SELECT ?',
    'INSERT INTO T (N, V) SELECT 1, NULL',
  ])('is refused if it combines or stores a NULL without a type: %s', async (sql) => {
    const binds = sql.includes('?') ? [null] : [];
    await expect(rows(sql, binds)).rejects.toMatchObject({ code: '001003' });
    const typed = sql.replace(/NULL|\?/, 'CAST($& AS INTEGER)');
    await session.execute(typed, binds);
  });

  it.each(['LIMIT', 'OFFSET'])('is refused with a bind in %s', async (clause) => {
    await expect(rows(`SELECT N FROM T ${clause} ?`, [1])).rejects.toMatchObject({
      code: '001003',
      message: expect.stringContaining(clause),
    });
  });

  it('is refused if it has more than 1 MB with its binds', async () => {
    const sql = 'SELECT LENGTH(CAST(? AS VARCHAR)) AS N';
    expect(await rows(sql, ['x'.repeat(999_900)])).toEqual([{ N: 999_900 }]);
    await expect(rows(sql, ['x'.repeat(1_000_000)])).rejects.toMatchObject({ code: '001003' });
  });
});

describe('a transaction that changes rows', () => {
  const change = 'UPDATE T SET V = V + 1 WHERE N = 1';
  const locked: readonly string[] = [
    'UPDATE T SET V = V + 1 WHERE N = 2',
    'DELETE FROM T WHERE N = 2',
    'MERGE INTO T USING (SELECT 2 AS N) AS S ON T.N = S.N WHEN MATCHED THEN UPDATE SET V = 1',
  ];

  it.each(locked)('makes another wait for the table: %s', async (sql) => {
    await session.execute('BEGIN');
    await session.execute(change);
    await other.execute('ALTER SESSION SET LOCK_TIMEOUT = 0');
    await expect(other.execute(sql)).rejects.toMatchObject({ code: '000625', sqlState: '57014' });
    await other.execute('ALTER SESSION SET LOCK_TIMEOUT = 60');
    const waiting = other.change(sql);
    await session.execute('COMMIT');
    expect(await waiting).toBe(1);
  });

  it('does not make an INSERT or a read wait', async () => {
    await session.execute('BEGIN');
    await session.execute(change);
    await other.execute('INSERT INTO T VALUES (3, 0)');
    expect((await other.execute('SELECT COUNT(*) AS C FROM T')).rows).toEqual([{ C: 3 }]);
  });

  it('releases the lock if it changes no rows, rolls back, or loses its session', async () => {
    await other.execute('ALTER SESSION SET LOCK_TIMEOUT = 60');
    await session.execute('BEGIN');
    await session.execute('UPDATE T SET V = 1 WHERE N = 99');
    expect(await other.change(change)).toBe(1);
    await session.execute('ROLLBACK');
    await session.execute('BEGIN');
    await session.execute(change);
    const waiting = other.change(change);
    await session.close();
    expect(await waiting).toBe(1);
    session = await connect(server);
  });

  it('stops waiting when canceled', async () => {
    await session.execute('BEGIN');
    await session.execute(change);
    const waiting = other.start(change);
    const outcome = expect(waiting.result).rejects.toMatchObject({ code: '000604' });
    await expect
      .poll(() =>
        waiting.cancel().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await outcome;
  });
});
