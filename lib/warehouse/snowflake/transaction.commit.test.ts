import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { rawCommand, testOptions, uniqueAccount } from '@/test/snowflake/test-accounts';
import { loadSdk, openSession } from './connect';
import { SessionPool } from './session';
import { transaction, transactionLimits } from './transaction';

let server: SnowflakeServer;
let pool: SessionPool;
let account: string;
beforeAll(async () => {
  server = await startSnowflakeServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  account = uniqueAccount();
  const sdk = await loadSdk();
  const options = testOptions(server, { account });
  pool = new SessionPool(1, () => openSession(sdk, options, { autocommit: false }));
  await pool.use('create', {}, (session) =>
    session.run(rawCommand('CREATE TABLE notes (id INTEGER)')),
  );
  server.clearRequests();
});
afterEach(async () => {
  server.faults.clear();
  await pool.close();
});

const quick = { ...transactionLimits, commitMs: 100 };
const isCommit = ({ sql }: { readonly sql: string }) => sql === 'COMMIT';
const commits = () => server.statements(account).filter(isCommit);
const add = () =>
  transaction(
    pool,
    'add',
    (session) => session.write(rawCommand('INSERT INTO notes VALUES (1)')),
    {},
    quick,
  );
const notes = () =>
  pool.use('notes', {}, async (session) => {
    const { rows } = await session.run(rawCommand('SELECT id FROM notes'));
    return rows.flat();
  });

describe('a COMMIT whose answer does not come in time', () => {
  it('is not cancelled, but asked for again by its request id', async () => {
    server.faults.plan({ when: isCommit, do: 'hold-answer' });
    await add();
    expect(await notes()).toEqual(['1']);
    expect(commits().map(({ executed }) => executed)).toEqual([true, false]);
    expect(new Set(commits().map(({ requestId }) => requestId)).size).toBe(1);
    expect(server.requests().filter(({ kind }) => kind === 'abort')).toEqual([]);
  });

  it('is in doubt when the second answer does not come either', async () => {
    const held = server.faults.plan({ when: isCommit, do: 'hold-answer', times: 2 });
    await expect(add()).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringContaining('not known'),
    });
    held.cancel();
  });
});

describe('a COMMIT that Snowflake refuses', () => {
  const refuse = (code: string) =>
    server.faults.plan({ when: isCommit, do: { error: { code, message: 'refused' } } });

  it('keeps nothing, and is told as what it is', async () => {
    refuse('000603');
    await expect(add()).rejects.toMatchObject({ message: expect.stringContaining('Try again') });
    expect(server.statements(account).at(-1)?.sql).toBe('ROLLBACK');
    expect(await notes()).toEqual([]);
  });

  it('for a lock runs its work again', async () => {
    refuse('000625');
    await add();
    expect(await notes()).toEqual(['1']);
  });
});

describe('a ROLLBACK that fails', () => {
  it('ends its session, and the work’s own failure is told', async () => {
    server.faults.plan({
      when: ({ sql }) => sql === 'ROLLBACK',
      do: { error: { code: '000603', message: 'refused' } },
    });
    const [before] = server.sessions(account);
    const work = transaction(
      pool,
      'fail',
      async (session) => {
        await session.write(rawCommand('INSERT INTO notes VALUES (1)'));
        throw new Error('given up');
      },
      {},
    );
    await expect(work).rejects.toThrow('given up');
    expect(server.sessions(account)).not.toContain(before);
    expect(await notes()).toEqual([]);
  });
});
