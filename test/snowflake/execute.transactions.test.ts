import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type RawConnection } from './raw-connection';
import { type SnowflakeServer, startSnowflakeServer } from './server';

let server: SnowflakeServer;
let mine: RawConnection;
let theirs: RawConnection;

beforeAll(async () => {
  server = await startSnowflakeServer();
  mine = await connect(server);
  theirs = await connect(server);
  await mine.execute('CREATE TABLE T (N NUMBER, WORD VARCHAR)');
  await mine.execute('CREATE TABLE OTHER (N NUMBER)');
});
afterAll(() => server.close());

beforeEach(async () => {
  for (const session of [mine, theirs]) {
    await session.execute('ROLLBACK');
    await session.execute('ALTER SESSION SET AUTOCOMMIT = TRUE, LOCK_TIMEOUT = 600');
  }
  await mine.execute('DELETE FROM T');
  await mine.execute("INSERT INTO T VALUES (1, 'old')");
  server.clearRequests();
});

const word = async (session: RawConnection) => {
  const { rows } = await session.execute('SELECT WORD FROM T WHERE N = 1');
  return rows[0]?.WORD;
};
const write = (session: RawConnection, value: string) =>
  session.change('UPDATE T SET WORD = ? WHERE N = 1', [value]);

describe('a session that commits by itself', () => {
  it('has each change seen at once', async () => {
    await write(mine, 'new');
    expect(await word(theirs)).toBe('new');
  });

  it('begins a transaction when asked, which a rollback undoes', async () => {
    await mine.execute('BEGIN');
    await write(mine, 'new');
    expect([await word(mine), await word(theirs)]).toEqual(['new', 'old']);
    await mine.execute('ROLLBACK');
    expect(await word(mine)).toBe('old');
  });

  it('commits and rolls back without complaint where there is nothing to', async () => {
    await mine.execute('COMMIT');
    await mine.execute('ROLLBACK');
  });
});

describe('a session that does not commit by itself', () => {
  beforeEach(() => mine.execute('ALTER SESSION SET AUTOCOMMIT = FALSE'));

  it('begins a transaction with its first change, and keeps it until told', async () => {
    await write(mine, 'new');
    expect(await word(theirs)).toBe('old');
    await mine.execute('COMMIT');
    expect(await word(theirs)).toBe('new');
  });

  it('begins none by reading: each read sees what is committed by then', async () => {
    expect(await word(mine)).toBe('old');
    await write(theirs, 'new');
    expect(await word(mine)).toBe('new');
  });

  it('commits what was open when it defines something', async () => {
    await write(mine, 'new');
    await mine.execute('CREATE TABLE IF NOT EXISTS DEFINED (N NUMBER)');
    await mine.execute('ROLLBACK');
    expect(await word(theirs)).toBe('new');
  });

  it('loses what it did not commit when it logs out', async () => {
    const leaving = await connect(server);
    await leaving.execute('ALTER SESSION SET AUTOCOMMIT = FALSE');
    await write(leaving, 'new');
    await leaving.close();
    expect(await word(mine)).toBe('old');
    await write(mine, 'newer');
  });
});

describe('two sessions that change the same table', () => {
  it('take turns: the second waits, then works on what the first committed', async () => {
    await mine.execute('BEGIN');
    await write(mine, 'new');
    const second = theirs.change("UPDATE T SET WORD = 'newer' WHERE WORD = 'old'");
    await server.nextLockWait('test');
    await mine.execute('COMMIT');
    expect(await second).toBe(0);
    expect(await word(theirs)).toBe('new');
  });

  it('have the second refused once LOCK_TIMEOUT has passed', async () => {
    await mine.execute('BEGIN');
    await write(mine, 'new');
    const second = write(theirs, 'newer');
    await server.nextLockWait('test');
    await server.expireLockWaits('test');
    await expect(second).rejects.toMatchObject({ code: '000625' });
    await mine.execute('COMMIT');
    await write(theirs, 'newer');
  });

  it('have the second refused at once where LOCK_TIMEOUT is 0', async () => {
    await mine.execute('BEGIN');
    await write(mine, 'new');
    await theirs.execute('ALTER SESSION SET LOCK_TIMEOUT = 0');
    await expect(write(theirs, 'newer')).rejects.toMatchObject({ code: '000625' });
  });

  it('have one refused where both wait for what the other holds', async () => {
    for (const session of [mine, theirs]) {
      await session.execute('ALTER SESSION SET AUTOCOMMIT = FALSE, LOCK_TIMEOUT = 0');
    }
    await write(mine, 'new');
    await theirs.change('DELETE FROM OTHER');
    await expect(write(theirs, 'newer')).rejects.toMatchObject({ code: '000625' });
    await theirs.execute('ROLLBACK');
    await mine.change('DELETE FROM OTHER');
    await mine.execute('COMMIT');
  });

  it('do not wait for each other to insert', async () => {
    await mine.execute('BEGIN');
    await mine.execute('INSERT INTO OTHER VALUES (1)');
    expect(await theirs.change('INSERT INTO OTHER VALUES (2)')).toBe(1);
    await mine.execute('COMMIT');
    const { rows } = await mine.execute('SELECT COUNT(*) AS N FROM OTHER');
    expect(rows).toEqual([{ N: 2 }]);
  });
});

describe('what the server has written down', () => {
  it('is each statement with its tag, its session and whether it is control', async () => {
    const tag = JSON.stringify({ program: 'p', statement: 'queue.page', path: '/queue' });
    await mine.execute('SELECT 1', undefined, { parameters: { QUERY_TAG: tag } });
    await mine.execute('COMMIT');
    await mine.execute('ALTER SESSION SET TIMEZONE = UTC');
    const [session] = server.sessions('test');
    expect(server.statements('test')).toMatchObject([
      { sql: 'SELECT 1', statement: 'queue.page', tag: { path: '/queue' }, isControl: false },
      { sql: 'COMMIT', isControl: true, sessionId: session?.id, answered: 'ok', attempt: 1 },
    ]);
  });
});
