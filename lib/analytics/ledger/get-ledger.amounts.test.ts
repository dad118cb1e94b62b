import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledgerFixture, receivedAccount, surplusByCsm } from '@/test/support/ledger';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { recordStatements } from '@/test/support/statement-spy';
import { expectAppError, openTestContext, type TestContext } from '@/test/support/test-context';
import { getLedger } from './get-ledger';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const { ledger, company } = ledgerFixture(() => context);

describe('getLedger amounts', () => {
  it('uses the scores at the time, and reports missing scores counted as the median', async () => {
    await company();
    await insertExternalRecommendations(context.warehouse, [
      receivedAccount('A1', 'Ana', { neediness: 2, revenue: 10, health: null }),
      receivedAccount('A2', 'Ana', { neediness: null, revenue: 30, health: 90 }),
      receivedAccount('A3', 'Bo', { neediness: 8, revenue: null, health: 20 }),
      receivedAccount('A4', 'Bo', { neediness: 8, revenue: 30, health: 20 }),
    ]);
    const found = await ledger();
    expect(found.totals.engine).toEqual({ accounts: 4, neediness: 26, revenue: 100, red: 3 });
    expect(found.assumed).toEqual({ neediness: 1, health: 1, revenue: 1 });
    expect(surplusByCsm(found, 'neediness').Ana).toEqual([-3, { engine: -3 }]);
    expect(surplusByCsm(found, 'revenue').Ana).toEqual([-10, { engine: -10 }]);
  });

  it('shares red accounts among senior CSMs, or among everyone if there are none', async () => {
    await company([{ name: 'Ana' }, { name: 'Bo', tenureMonths: 3 }]);
    await insertExternalRecommendations(context.warehouse, [
      receivedAccount('A1', 'Bo', { health: 5 }),
    ]);
    expect(surplusByCsm(await ledger(), 'red')).toEqual({
      Ana: [-1, { engine: -1 }],
      Bo: [1, { engine: 1 }],
    });
    await context.queryRows('UPDATE CSM_ROUTING_CSM_DETAILS SET tenure_months = 3');
    expect(surplusByCsm(await ledger(), 'red').Ana).toEqual([-0.5, { engine: -0.5 }]);
  });

  it('lists former CSMs separately', async () => {
    await company([{ name: 'Ana' }, { name: 'Bo' }, { name: "Gone O'Hara", active: false }]);
    await insertExternalRecommendations(context.warehouse, [
      receivedAccount('A1', "Gone O'Hara"),
      receivedAccount('A2', 'Unknown'),
      receivedAccount('A3', 'Ana'),
    ]);
    const found = await ledger();
    expect(surplusByCsm(found)).toEqual({
      Ana: [0.5, { engine: 0.5 }],
      Bo: [-0.5, { engine: -0.5 }],
    });
    expect(found.former).toMatchObject([
      { name: "Gone O'Hara", received: { accounts: 1 } },
      { name: 'Unknown', received: { accounts: 1 } },
    ]);
  });
});

describe('getLedger filters', () => {
  it('shows one team with shares among all CSMs', async () => {
    await company([
      { name: 'Ana', manager: 'Max' },
      { name: 'Bo', manager: 'Mo' },
    ]);
    await insertExternalRecommendations(context.warehouse, [
      receivedAccount('A1', 'Bo'),
      receivedAccount('A2', 'Unknown'),
    ]);
    const found = await ledger({ managers: ['Max'] });
    expect(surplusByCsm(found)).toEqual({ Ana: [-0.5, { engine: -0.5 }] });
    expect(found).toMatchObject({ active: 2, former: [] });
  });

  it('counts days in the viewer’s time zone', async () => {
    await company();
    await insertExternalRecommendations(context.warehouse, [
      receivedAccount('A1', 'Ana', { at: '2026-03-01T22:30:00Z' }),
    ]);
    const today = { period: { first: '2026-03-02', last: '2026-03-02' } };
    expect(surplusByCsm(await ledger(today)).Ana).toEqual([0, {}]);
    expect(surplusByCsm(await ledger({ ...today, zone: 'Asia/Tokyo' })).Ana).toEqual([
      0.5,
      { engine: 0.5 },
    ]);
  });
});

it('sends one statement and rejects an invalid period', async () => {
  await company();
  const sent = await recordStatements(context.ctx, (ctx) =>
    getLedger(ctx, { period: { days: 30 }, zone: 'UTC' }),
  );
  expect(sent.sort()).toEqual(['ledger.figures']);
  expect((await expectAppError(ledger({ period: { days: 0 } }))).code).toBe('invalid_input');
});
