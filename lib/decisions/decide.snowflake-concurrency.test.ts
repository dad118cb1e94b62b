import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import type { AppError } from '@/lib/server/errors';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { connect } from '@/test/snowflake/raw-connection';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openSnowflakeContext, type SnowflakeTestContext } from '@/test/snowflake/test-context';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { decisionRequest, hoursAgo } from '@/test/support/test-context';
import { acceptRecommendation, overrideRecommendation, rejectRecommendation } from './decide';

let server: SnowflakeServer;
let desk: SnowflakeTestContext;
let elsewhere: Warehouse;
let noah: Context;

beforeAll(async () => {
  server = await startSnowflakeServer();
});
afterAll(() => server.close());

beforeEach(async () => {
  desk = await openSnowflakeContext(server);
  elsewhere = await desk.openSecondPool();
  noah = { ...desk.as('Noah', 'manager'), warehouse: elsewhere };
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }],
    accounts: [{ id: 'A' }, { id: 'B' }],
  });
  await insertExternalRecommendations(desk.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
    { id: 2, account: 'B', csm: 'Cy', at: hoursAgo(1) },
  ]);
});
afterEach(async () => {
  server.faults.clear();
  await Promise.all([elsewhere.close(), desk.close()]);
});

const decisions = () =>
  desk.queryRows(
    'SELECT recommendation_id, verb, decided_by_name FROM CSM_ROUTING_DECISIONS ORDER BY 1',
  );
const owners = () =>
  desk.queryRows('SELECT account_id, csm_name FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE ORDER BY 1');

it('of two who decide at once through two processes, the second waits and is told who was first', async () => {
  const held = server.faults.plan({
    when: ({ account, statement }) => account === desk.account && statement === 'decisions.insert',
    do: 'hold',
  });
  const first = acceptRecommendation(desk.ctx, decisionRequest('1'));
  await held.reached;
  const second = overrideRecommendation(noah, {
    ...decisionRequest('1'),
    csm: 'Bo',
    reason: 'workload',
  });
  await server.nextLockWait(desk.account);
  held.release();
  await first;
  await expect(second).rejects.toMatchObject({
    code: 'already_decided',
    message: expect.stringContaining('Mia Manager already accepted it'),
  });
  expect(await decisions()).toMatchObject([{ verb: 'accept', decided_by_name: 'Mia Manager' }]);
  expect(await owners()).toEqual([{ account_id: 'A', csm_name: 'Ana' }]);
});

it('of many who decide at once through two processes, one wins', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, (_, n) => {
      const ctx = n % 2 === 0 ? desk.ctx : noah;
      return n % 3 === 0
        ? rejectRecommendation(ctx, { ...decisionRequest('1'), reason: 'workload' })
        : acceptRecommendation(ctx, decisionRequest('1'));
    }),
  );
  const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(refused.map((error: AppError) => error.code)).toEqual(Array(11).fill('already_decided'));
  expect(await decisions()).toHaveLength(1);
});

it('one request sent to two processes at once is done once, and answered the same', async () => {
  const request = decisionRequest('1');
  const [here, there] = await Promise.all([
    acceptRecommendation(desk.ctx, request),
    acceptRecommendation({ ...desk.ctx, warehouse: elsewhere }, request),
  ]);
  expect(there).toEqual(here);
  expect(await decisions()).toHaveLength(1);
});

it('two recommendations decided at once through two processes are both decided', async () => {
  await Promise.all([
    acceptRecommendation(desk.ctx, decisionRequest('1')),
    acceptRecommendation(noah, decisionRequest('2')),
  ]);
  expect(await decisions()).toHaveLength(2);
  expect(await owners()).toEqual([
    { account_id: 'A', csm_name: 'Ana' },
    { account_id: 'B', csm_name: 'Cy' },
  ]);
});

/** A process that was killed between two statements: its session is never closed. */
async function killedWhileDeciding(): Promise<void> {
  const dead = await connect(server, { account: desk.account });
  await dead.execute('ALTER SESSION SET AUTOCOMMIT = FALSE');
  await dead.execute(`UPDATE ${tableNames.recommendations} SET was_assigned = TRUE`);
}

it('what a killed process left open is waited for as long as LOCK_TIMEOUT, and then told', async () => {
  await killedWhileDeciding();
  const deciding = acceptRecommendation(desk.ctx, decisionRequest('1'));
  let told: AppError | undefined;
  const ended = deciding.catch((error: AppError) => {
    told = error;
  });
  while (!told) {
    await Promise.race([server.nextLockWait(desk.account), ended]);
    await server.expireLockWaits(desk.account);
  }
  expect(told).toMatchObject({ code: 'warehouse_busy' });
  expect(await decisions()).toEqual([]);
});

it('what a killed process left open is undone when Snowflake ends its session, and work goes on', async () => {
  await killedWhileDeciding();
  const dead = server.sessions(desk.account).find(({ inTransaction }) => inTransaction);
  const deciding = acceptRecommendation(desk.ctx, decisionRequest('1'));
  await server.nextLockWait(desk.account);
  await server.expireLockWaits(desk.account);
  await server.nextLockWait(desk.account);
  await dead?.end();
  await deciding;
  expect(await decisions()).toMatchObject([{ verb: 'accept' }]);
  expect(await owners()).toEqual([{ account_id: 'A', csm_name: 'Ana' }]);
});

it('a lock never waits for more than 20 seconds', async () => {
  const limits = server.sessions(desk.account).map((each) => each.parameters.get('LOCK_TIMEOUT'));
  expect(new Set(limits)).toEqual(new Set([20]));
});
