import sql from 'sql-template-tag';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { query } from '@/lib/warehouse/sql/shared/statement';
import type { Session, Warehouse } from '@/lib/warehouse/types';
import type { SnowflakeFault } from '@/test/snowflake/faults';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openTestWarehouse, rawCommand, uniqueAccount } from '@/test/snowflake/test-accounts';

let server: SnowflakeServer;
let warehouse: Warehouse;
let account: string;
beforeAll(async () => {
  server = await startSnowflakeServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  account = uniqueAccount();
  warehouse = await openTestWarehouse(server, { account, poolSize: 2 });
  await warehouse.script('CREATE TABLE notes (id INTEGER)');
  server.clearRequests();
});
afterEach(async () => {
  server.faults.clear();
  await warehouse.close();
});

const one = query({
  name: 'one',
  tables: [],
  row: z.object({ n: z.number() }),
  sql: sql`SELECT 1 AS n`,
});
const ids = query({
  name: 'ids',
  tables: [],
  row: z.object({ id: z.number() }),
  sql: sql`SELECT id FROM notes ORDER BY id`,
});
const add = (id: number) => rawCommand('INSERT INTO notes VALUES (?)', [id]);
/** The distinct sessions that received statements, in order. */
const usedSessions = () => [
  ...new Set(server.statements(account).map(({ sessionId }) => sessionId)),
];
const requestsOf = (kind: string) =>
  server.requests().filter((each) => each.kind === kind && each.account === account);
const isCommit = ({ sql }: { readonly sql: string }) => sql === 'COMMIT';

describe('a session with an expired token', () => {
  it('is renewed without losing its transaction', async () => {
    await warehouse.transaction('t', async (session) => {
      await session.write(add(1));
      server.expireSessions();
      await session.write(add(2));
      server.expireSessions();
    });
    expect(await warehouse.read(ids)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(requestsOf('renew')).toHaveLength(2);
    expect(usedSessions()).toHaveLength(1);
  });
});

describe('a token renewal', () => {
  const isRenewal = ({ kind }: { readonly kind: string }) => kind === 'renew';

  it('is retried if the connection drops', async () => {
    server.faults.plan({ when: isRenewal, do: 'drop-before' });
    server.expireSessions();
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
    expect(usedSessions()).toHaveLength(1);
  });

  it('is followed by a new session if it is refused', async () => {
    server.faults.plan({ when: isRenewal, do: 'expire-master' });
    server.expireSessions();
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
    expect(usedSessions()).toHaveLength(2);
  });
});

describe.each<[string, SnowflakeFault]>([
  ['with an expired master token', 'expire-master'],
  ['that no longer exists', 'end-session'],
  ['that gets a 401 while the SDK considers it connected', 'respond-401'],
])('a session %s', (_, fault) => {
  it('is replaced, and the read is retried in the new one', async () => {
    server.faults.plan({ do: fault });
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
    expect(server.statements(account)).toHaveLength(2);
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
    expect(server.statements(account)).toHaveLength(3);
    expect(usedSessions()).toHaveLength(2);
  });

  it('loses its transaction, which runs again exactly once in a new session', async () => {
    let attempts = 0;
    await warehouse.transaction('t', async (session) => {
      attempts++;
      await session.write(add(attempts));
      if (attempts === 1) server.faults.plan({ do: fault });
      await session.write(add(10));
    });
    expect(attempts).toBe(2);
    expect(await warehouse.read(ids)).toEqual([{ id: 2 }, { id: 10 }]);
    expect(usedSessions()).toHaveLength(2);
  });

  it('is replaced even if the transaction’s work catches the error', async () => {
    let attempts = 0;
    await warehouse.transaction('t', async (session) => {
      attempts++;
      await session.write(add(attempts));
      if (attempts === 1) server.faults.plan({ do: fault });
      await session.write(add(10)).catch(() => undefined);
      await session.write(add(20)).catch(() => undefined);
    });
    expect(await warehouse.read(ids)).toEqual([{ id: 2 }, { id: 10 }, { id: 20 }]);
  });
});

describe('a dropped connection', () => {
  it('before a read causes a retry', async () => {
    server.faults.plan({ do: 'drop-before' });
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
  });

  it('after a write does not cause a second write', async () => {
    server.faults.plan({ do: 'drop-after-executing' });
    await warehouse.transaction('t', (session) => session.write(add(1)));
    expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
    const [first, second] = server.statements(account);
    expect(second?.requestId).toBe(first?.requestId);
    expect([first?.executed, second?.executed]).toEqual([true, false]);
  });

  it('before a COMMIT causes a retry that commits once', async () => {
    server.faults.plan({ when: isCommit, do: 'drop-before' });
    await warehouse.transaction('t', (session) => session.write(add(1)));
    expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
  });

  it('after a COMMIT causes a retry that finds the outcome by the request id', async () => {
    server.faults.plan({ when: isCommit, do: 'drop-after-executing' });
    let attempts = 0;
    await warehouse.transaction('t', async (session) => {
      attempts++;
      await session.write(add(1));
    });
    expect(attempts).toBe(1);
    expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
    const commits = server.statements(account).filter(isCommit);
    expect(commits.map(({ executed }) => executed)).toEqual([true, false]);
    expect(new Set(commits.map(({ requestId }) => requestId)).size).toBe(1);
  });
});

describe('a COMMIT in a lost session', () => {
  const loseAtCommit = () => server.faults.plan({ when: isCommit, do: 'end-session' });

  it('is reported as unknown, with advice to check first', async () => {
    loseAtCommit();
    const work = warehouse.transaction('t', (session) => session.write(add(1)));
    await expect(work).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringMatching(/may or may not have been saved.*Check before/),
    });
  });

  it('is retried if the transaction is idempotent', async () => {
    loseAtCommit();
    let attempts = 0;
    const work = async (session: Session) => {
      attempts++;
      const [found] = await session.read(ids);
      if (!found) await session.write(add(1));
    };
    await warehouse.transaction('t', work, { idempotent: true });
    expect(attempts).toBe(2);
    expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
  });

  it('is still reported as unknown if the retry cannot connect', async () => {
    loseAtCommit();
    server.faults.plan({ when: ({ kind }) => kind === 'login', do: { status: 403 } });
    const work = warehouse.transaction('t', (session) => session.write(add(1)), {
      idempotent: true,
    });
    await expect(work).rejects.toMatchObject({
      message: expect.stringContaining('may or may not'),
    });
  });
});

it('ends the transaction of a session that was lost while Snowflake was away', async () => {
  await warehouse.transaction('first', (session) => session.write(add(0)));
  const increase = rawCommand('UPDATE notes SET id = id + 1');
  const lost = warehouse.transaction(
    'lost',
    async (session) => {
      await session.write(increase);
      await server.down();
      await session.write(add(10));
    },
    { timeoutMs: 100 },
  );
  await expect(lost).rejects.toMatchObject({ code: 'timeout' });
  await server.up();
  // Otherwise it would wait for the lock of the first.
  await warehouse.transaction('next', (session) => session.write(increase));
  expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
  await expect.poll(() => server.sessions(account).length).toBe(1);
});

describe('an overloaded Snowflake', () => {
  it('gets a retry', async () => {
    server.faults.plan({ do: 'respond-503' });
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
  });

  it('causes a timeout if it lasts longer than the statement’s limit', async () => {
    const fault = server.faults.plan({ do: 'respond-503', times: 100 });
    await expect(warehouse.read(one, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'timeout',
    });
    fault.cancel();
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
  });
});

it('retries a transaction after a lock timeout', async () => {
  await warehouse.transaction('first', (session) => session.write(add(0)));
  const lockTimeout = { code: '000625', sqlState: '57014', message: 'waited for a lock' };
  const fault = server.faults.plan({
    when: ({ sql }) => sql.startsWith('UPDATE'),
    do: { error: lockTimeout },
  });
  let attempts = 0;
  await warehouse.transaction('increase', (session: Session) => {
    attempts++;
    return session.write(rawCommand('UPDATE notes SET id = id + 1'));
  });
  expect([fault.hits, attempts]).toEqual([1, 2]);
  expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
});
