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
/** The sessions that statements were sent on, in order, each once. */
const used = () => [...new Set(server.statements(account).map(({ sessionId }) => sessionId))];
const requestsOf = (kind: string) =>
  server.requests().filter((each) => each.kind === kind && each.account === account);
const isCommit = ({ sql }: { readonly sql: string }) => sql === 'COMMIT';

describe('a session whose token has expired', () => {
  it('is renewed, within a transaction too, and nothing of it is lost', async () => {
    await warehouse.transaction('t', async (session) => {
      await session.write(add(1));
      server.expireSessions();
      await session.write(add(2));
      server.expireSessions();
    });
    expect(await warehouse.read(ids)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(requestsOf('renew')).toHaveLength(2);
    expect(used()).toHaveLength(1);
  });
});

describe('a renewal', () => {
  const isRenewal = ({ kind }: { readonly kind: string }) => kind === 'renew';

  it('whose connection drops is asked for again', async () => {
    server.faults.plan({ when: isRenewal, do: 'drop-before' });
    server.expireSessions();
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
    expect(used()).toHaveLength(1);
  });

  it('that is refused replaces the session', async () => {
    server.faults.plan({ when: isRenewal, do: 'expire-master' });
    server.expireSessions();
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
    expect(used()).toHaveLength(2);
  });
});

describe.each<[string, SnowflakeFault]>([
  ['whose master token has expired', 'expire-master'],
  ['that is gone', 'end-session'],
  ['that a 401 refuses, while the SDK believes that it is up', 'answer-401'],
])('a session %s', (_, happening) => {
  it('is replaced, and a read is asked on the new one', async () => {
    server.faults.plan({ do: happening });
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
    expect(server.statements(account)).toHaveLength(2);
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
    expect(server.statements(account)).toHaveLength(3);
    expect(used()).toHaveLength(2);
  });

  it('loses its transaction, whose work is done again on another, once', async () => {
    let tries = 0;
    await warehouse.transaction('t', async (session) => {
      tries++;
      await session.write(add(tries));
      if (tries === 1) server.faults.plan({ do: happening });
      await session.write(add(10));
    });
    expect(tries).toBe(2);
    expect(await warehouse.read(ids)).toEqual([{ id: 2 }, { id: 10 }]);
    expect(used()).toHaveLength(2);
  });

  it('is found out even by work that catches what a statement throws', async () => {
    let tries = 0;
    await warehouse.transaction('t', async (session) => {
      tries++;
      await session.write(add(tries));
      if (tries === 1) server.faults.plan({ do: happening });
      await session.write(add(10)).catch(() => undefined);
      await session.write(add(20)).catch(() => undefined);
    });
    expect(await warehouse.read(ids)).toEqual([{ id: 2 }, { id: 10 }, { id: 20 }]);
  });
});

describe('a connection', () => {
  it('that drops before a read is carried out is made again', async () => {
    server.faults.plan({ do: 'drop-before' });
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
  });

  it('that drops instead of a write’s answer does not write twice', async () => {
    server.faults.plan({ do: 'drop-after-executing' });
    await warehouse.transaction('t', (session) => session.write(add(1)));
    expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
    const [first, second] = server.statements(account);
    expect(second?.requestId).toBe(first?.requestId);
    expect([first?.executed, second?.executed]).toEqual([true, false]);
  });

  it('that drops before a COMMIT is carried out commits once', async () => {
    server.faults.plan({ when: isCommit, do: 'drop-before' });
    await warehouse.transaction('t', (session) => session.write(add(1)));
    expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
  });

  it('that drops instead of a COMMIT’s answer finds it by its request id', async () => {
    server.faults.plan({ when: isCommit, do: 'drop-after-executing' });
    let tries = 0;
    await warehouse.transaction('t', async (session) => {
      tries++;
      await session.write(add(1));
    });
    expect(tries).toBe(1);
    expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
    const commits = server.statements(account).filter(isCommit);
    expect(commits.map(({ executed }) => executed)).toEqual([true, false]);
    expect(new Set(commits.map(({ requestId }) => requestId)).size).toBe(1);
  });
});

describe('a COMMIT whose session is gone', () => {
  const lose = () => server.faults.plan({ when: isCommit, do: 'end-session' });

  it('is told as not known, with the advice to look first', async () => {
    lose();
    const work = warehouse.transaction('t', (session) => session.write(add(1)));
    await expect(work).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringMatching(/not known whether .* Check before/),
    });
  });

  it('runs work again that finds what an earlier try of its own committed', async () => {
    lose();
    let tries = 0;
    const work = async (session: Session) => {
      tries++;
      const [found] = await session.read(ids);
      if (!found) await session.write(add(1));
    };
    await warehouse.transaction('t', work, { idempotent: true });
    expect(tries).toBe(2);
    expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
  });

  it('stays not known when the next try cannot even connect', async () => {
    lose();
    server.faults.plan({ when: ({ kind }) => kind === 'login', do: { status: 403 } });
    const work = warehouse.transaction('t', (session) => session.write(add(1)), {
      idempotent: true,
    });
    await expect(work).rejects.toMatchObject({ message: expect.stringContaining('not known') });
  });
});

describe('Snowflake overloaded', () => {
  it('for a moment is asked again', async () => {
    server.faults.plan({ do: 'answer-503' });
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
  });

  it('for longer than a statement may take is a timeout', async () => {
    const fault = server.faults.plan({ do: 'answer-503', times: 100 });
    await expect(warehouse.read(one, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'timeout',
    });
    fault.cancel();
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
  });
});

it('runs a transaction again when a statement waited too long for a lock', async () => {
  await warehouse.transaction('first', (session) => session.write(add(0)));
  const lockTimeout = { code: '000625', sqlState: '57014', message: 'waited for a lock' };
  const planned = server.faults.plan({
    when: ({ sql }) => sql.startsWith('UPDATE'),
    do: { error: lockTimeout },
  });
  let tries = 0;
  await warehouse.transaction('increase', (session: Session) => {
    tries++;
    return session.write(rawCommand('UPDATE notes SET id = id + 1'));
  });
  expect([planned.hits, tries]).toEqual([1, 2]);
  expect(await warehouse.read(ids)).toEqual([{ id: 1 }]);
});
