import sql from 'sql-template-tag';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openTestWarehouse, uniqueAccount } from '@/test/snowflake/test-accounts';

let server: SnowflakeServer;
beforeAll(async () => {
  server = await startSnowflakeServer();
});
afterAll(() => server.close());
afterEach(() => server.faults.clear());

const one = query({
  name: 'one',
  tables: [],
  row: z.object({ n: z.number() }),
  sql: sql`SELECT 1 AS n`,
});
const isLogin = ({ kind }: { readonly kind: string }) => kind === 'login';

describe('the session pool', () => {
  it('opens only as many sessions as are used at once, up to its size', async () => {
    const account = uniqueAccount();
    const warehouse = await openTestWarehouse(server, { account, poolSize: 3 });
    for (let time = 0; time < 3; time++) await warehouse.read(one);
    expect(server.sessions(account)).toHaveLength(1);
    await Promise.all(Array.from({ length: 20 }, () => warehouse.read(one)));
    expect(server.sessions(account)).toHaveLength(3);
    await warehouse.close();
  });

  it('gives a session to only one transaction at a time', async () => {
    const account = uniqueAccount();
    const warehouse = await openTestWarehouse(server, { account, poolSize: 2 });
    const currentUsers = new Map<number | undefined, number>();
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        warehouse.transaction('t', async (session) => {
          await session.read({ ...one, name: `first.${index}` });
          await session.read({ ...one, name: `second.${index}` });
        }),
      ),
    );
    const isExclusive = server.statements(account).map(({ statement, sessionId }) => {
      const user = Number(statement?.split('.')[1]);
      if (statement?.startsWith('first')) currentUsers.set(sessionId, user);
      return currentUsers.get(sessionId) === user;
    });
    expect(isExclusive).toEqual(Array(20).fill(true));
    await warehouse.close();
  });

  it('gives a session that opened for an aborted request to the next request', async () => {
    const account = uniqueAccount();
    const warehouse = await openTestWarehouse(server, { account, poolSize: 2 });
    const busy = server.faults.plan({ do: 'hold' });
    const first = warehouse.read(one);
    await busy.reached;
    const login = server.faults.plan({ when: isLogin, do: 'hold' });
    const controller = new AbortController();
    const second = warehouse.read(one, { signal: controller.signal });
    await login.reached;
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    const third = warehouse.read(one);
    login.release();
    expect(await third).toEqual([{ n: 1 }]);
    busy.release();
    expect(await first).toEqual([{ n: 1 }]);
    expect(server.sessions(account)).toHaveLength(2);
    await warehouse.close();
  });

  it('tries to open a session again for the next request after a failed login', async () => {
    const account = uniqueAccount();
    const warehouse = await openTestWarehouse(server, { account, poolSize: 1 });
    server.faults.plan({ do: 'end-session' });
    server.faults.plan({ when: isLogin, do: { status: 403 } });
    await expect(warehouse.read(one)).rejects.toMatchObject({ code: 'warehouse_unavailable' });
    expect(await warehouse.read(one)).toEqual([{ n: 1 }]);
    await warehouse.close();
  });
});
