import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type RawConnection } from './raw-connection';
import type { SnowflakeRequest } from './requests';
import { type SnowflakeServer, startSnowflakeServer } from './server';

let server: SnowflakeServer;
let session: RawConnection;

beforeAll(async () => {
  server = await startSnowflakeServer();
});
afterAll(() => server.close());

beforeEach(async () => {
  session = await connect(server);
  await session.execute('CREATE OR REPLACE TABLE T (N INTEGER)');
  server.clearRequests();
});
afterEach(() => server.faults.clear());

const insert = 'INSERT INTO T VALUES (1)';
const isInsert = ({ sql }: SnowflakeRequest) => sql === insert;
const count = async () => {
  const { rows } = await session.execute('SELECT COUNT(*) AS N FROM T');
  return rows[0]?.N;
};

describe('a request with a repeated id', () => {
  it('gets the first response and is not executed twice', async () => {
    const requestId = randomUUID();
    const first = await session.execute(insert, undefined, { requestId });
    const second = await session.execute(insert, undefined, { requestId });
    expect(second.statement.getQueryId()).toBe(first.statement.getQueryId());
    expect(await count()).toBe(1);
    expect(server.statements().map(({ executed }) => executed)).toEqual([true, false, true]);
  });

  it('is a new request in another session', async () => {
    const requestId = randomUUID();
    const other = await connect(server);
    for (const each of [session, other]) await each.execute(insert, undefined, { requestId });
    expect(await count()).toBe(2);
    await other.close();
  });
});

describe('a dropped connection', () => {
  it('makes the SDK retry, and the statement is executed once, whether dropped before or after', async () => {
    server.faults.plan({ when: isInsert, do: 'drop-before' });
    await session.execute(insert);
    server.faults.plan({ when: isInsert, do: 'drop-after-executing' });
    await session.execute(insert);
    expect(await count()).toBe(2);
    expect(server.statements().filter(isInsert)).toMatchObject([
      { attempt: 1, executed: false, outcome: 'dropped' },
      { attempt: 2, executed: true, outcome: 'ok' },
      { attempt: 1, executed: true, outcome: 'dropped' },
      { attempt: 2, executed: false, outcome: 'ok' },
    ]);
  });

  it('makes the SDK retry until the server is up again', async () => {
    await server.down();
    const result = session.execute(insert);
    await server.up();
    await result;
    expect(await count()).toBe(1);
  });
});

describe('an overloaded server', () => {
  it('returns 503, and the SDK retries', async () => {
    const fault = server.faults.plan({ when: isInsert, do: 'respond-503' });
    await session.execute(insert);
    expect([fault.hits, await count()]).toEqual([1, 1]);
  });
});

describe('a session with an expired token', () => {
  it('is renewed with its master token and keeps its transaction', async () => {
    await session.execute('BEGIN');
    await session.execute(insert);
    server.expireSessions();
    expect(await count()).toBe(1);
    await session.execute('ROLLBACK');
    expect(await count()).toBe(0);
    expect(server.requests().filter(({ kind }) => kind === 'renew')).toHaveLength(1);
  });

  it('ends if the master token has expired too, and its transaction is rolled back', async () => {
    await session.execute('BEGIN');
    await session.execute(insert);
    server.faults.plan({ do: 'expire-master' });
    await expect(count()).rejects.toMatchObject({ code: 407002 });
    session = await connect(server);
    expect(await count()).toBe(0);
  });

  it('ends if the session no longer exists', async () => {
    server.faults.plan({ do: 'end-session' });
    await expect(count()).rejects.toMatchObject({ code: 407002 });
    expect(session.connection.isUp()).toBe(false);
  });

  it('is still considered connected by the SDK after two 401 responses', async () => {
    server.faults.plan({ do: 'respond-401', times: 2 });
    await expect(count()).rejects.toMatchObject({ code: 401004 });
    expect(session.connection.isUp()).toBe(true);
  });
});

describe('a planned fault', () => {
  it('holds a response until it is released', async () => {
    const held = server.faults.plan({ when: isInsert, do: 'hold-response' });
    const result = session.change(insert);
    await held.reached;
    const other = await connect(server);
    await expect
      .poll(async () => (await other.execute('SELECT COUNT(*) AS N FROM T')).rows)
      .toEqual([{ N: 1 }]);
    held.release();
    expect(await result).toBe(1);
  });

  it('fails a statement or replaces its rows', async () => {
    const error = { code: '003001', sqlState: '42501', message: 'Insufficient privileges' };
    server.faults.plan({ when: isInsert, do: { error } });
    await expect(session.execute(insert)).rejects.toMatchObject(error);
    const result = { columns: ['privilege'], rows: [['SELECT'], [null]] };
    server.faults.plan({ when: ({ sql }) => sql.startsWith('SHOW'), do: { result } });
    expect((await session.execute('SHOW GRANTS')).rows).toEqual([
      { privilege: 'SELECT' },
      { privilege: null },
    ]);
    expect(await count()).toBe(0);
  });

  it('applies as often as planned, to matching requests, in the order planned', async () => {
    const failure = (code: string) => ({ error: { code, message: 'no' } });
    const first = server.faults.plan({ when: isInsert, do: failure('111111'), times: 2 });
    const second = server.faults.plan({ when: isInsert, do: failure('222222') });
    for (const code of ['111111', '111111', '222222']) {
      await expect(session.execute(insert)).rejects.toMatchObject({ code });
    }
    await session.execute(insert);
    expect([first.hits, second.hits, await count()]).toEqual([2, 1, 1]);
  });
});
