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

const shortLimits = { ...transactionLimits, commitMs: 100 };
const isCommit = ({ sql }: { readonly sql: string }) => sql === 'COMMIT';
const commits = () => server.statements(account).filter(isCommit);
const add = () =>
  transaction(
    pool,
    'add',
    (session) => session.write(rawCommand('INSERT INTO notes VALUES (1)')),
    {},
    shortLimits,
  );
const notes = () =>
  pool.use('notes', {}, async (session) => {
    const { rows } = await session.run(rawCommand('SELECT id FROM notes'));
    return rows.flat();
  });

describe('a COMMIT without a timely response', () => {
  it('is not canceled, but sent again with the same request id', async () => {
    server.faults.plan({ when: isCommit, do: 'hold-response' });
    await add();
    expect(await notes()).toEqual(['1']);
    expect(commits().map(({ executed }) => executed)).toEqual([true, false]);
    expect(new Set(commits().map(({ requestId }) => requestId)).size).toBe(1);
    expect(server.requests().filter(({ kind }) => kind === 'abort')).toEqual([]);
  });

  it('has an unknown outcome if the second response is missing too', async () => {
    const held = server.faults.plan({ when: isCommit, do: 'hold-response', times: 2 });
    await expect(add()).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringContaining('may or may not'),
    });
    held.cancel();
  });
});

describe('a COMMIT that fails', () => {
  const failCommit = (code: string) =>
    server.faults.plan({ when: isCommit, do: { error: { code, message: 'refused' } } });

  it('is rolled back and reported', async () => {
    failCommit('000603');
    await expect(add()).rejects.toMatchObject({ message: expect.stringContaining('Try again') });
    expect(server.statements(account).at(-1)?.sql).toBe('ROLLBACK');
    expect(await notes()).toEqual([]);
  });

  it('because of a lock is retried', async () => {
    failCommit('000625');
    await add();
    expect(await notes()).toEqual(['1']);
  });
});

describe('a ROLLBACK that fails', () => {
  it('closes its session and reports the original error', async () => {
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
