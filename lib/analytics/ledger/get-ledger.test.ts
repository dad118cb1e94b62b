import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptRecommendation, overrideRecommendation } from '@/lib/decisions/decide';
import { seedCompany } from '@/test/support/company';
import { ledgerFixture, receivedAccount, surplusByCsm } from '@/test/support/ledger';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const { ledger, company, runWith } = ledgerFixture(() => desk);

describe('the ledger of a company', () => {
  it('without anybody, and without anything received, is empty', async () => {
    expect(await ledger()).toMatchObject({ entries: [], former: [], active: 0, unrecorded: 0 });
    await company();
    expect(surplusByCsm(await ledger())).toEqual({ Ana: [0, {}], Bo: [0, {}] });
  });

  it('of one is always even', async () => {
    await company([{ name: 'Ana' }]);
    await insertExternalRecommendations(desk.warehouse, [receivedAccount('A1', 'Ana')]);
    expect(surplusByCsm(await ledger())).toEqual({ Ana: [0, {}] });
  });

  it('says that the engine chose somebody, also for another program’s rows', async () => {
    await company();
    await insertExternalRecommendations(desk.warehouse, [
      receivedAccount('A1', 'Ana'),
      receivedAccount('A2', 'Ana'),
    ]);
    const found = await ledger();
    expect(surplusByCsm(found)).toEqual({ Ana: [1, { engine: 1 }], Bo: [-1, { engine: -1 }] });
    expect(found.unrecorded).toBe(2);
  });

  it('says that overrides did, as the override is decided here', async () => {
    await seedCompany(desk.warehouse, {
      csms: [
        { name: 'Ana', capacity: 50 },
        { name: 'Bo', capacity: 50 },
      ],
      accounts: [{ id: 'A1', since: hoursAgo(9) }],
    });
    await runToCompletion(desk.ctx, wholeBatch);
    const [row] = (await readQueue(desk.ctx)).rows;
    const to = row?.recommendedCsm === 'Ana' ? 'Bo' : 'Ana';
    await overrideRecommendation(desk.ctx, {
      ...decisionRequest(row?.id ?? ''),
      ...{ csm: to, reason: 'workload', acknowledged: [] },
    });
    const found = surplusByCsm(await ledger());
    expect(found[to]).toEqual([0.5, { override: 0.5 }]);
    expect(found[row?.recommendedCsm ?? '']).toEqual([-0.5, { override: -0.5 }]);
  });

  it('says that it came from outside, and never so of what was accepted here', async () => {
    await seedCompany(desk.warehouse, {
      csms: [
        { name: 'Ana', capacity: 50 },
        { name: 'Bo', capacity: 50 },
      ],
      accounts: [
        { id: 'A1', since: hoursAgo(9) },
        { id: 'X1', csm: 'Bo', neediness: 8 },
      ],
    });
    await runToCompletion(desk.ctx, wholeBatch);
    const [row] = (await readQueue(desk.ctx)).rows;
    await acceptRecommendation(desk.ctx, { ...decisionRequest(row?.id ?? ''), acknowledged: [] });
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'X1', csm: 'Ana', at: hoursAgo(1) },
    ]);
    const found = await ledger();
    expect(found.totals).toMatchObject({
      engine: { accounts: 1, neediness: 5 },
      override: { accounts: 0 },
      outside: { accounts: 1, neediness: 8 },
    });
    const engines = row?.recommendedCsm === 'Ana' ? 0.5 : -0.5;
    expect(surplusByCsm(found).Ana).toEqual([0.5 + engines, { engine: engines, outside: 0.5 }]);
  });

  it('says that somebody could not receive, by the record of the run', async () => {
    await company([{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }, { name: 'Di' }]);
    await runWith('r1', { away: ['Bo'], cooling: ['Cy'], velocity: ['Cy', 'Nobody'] });
    await insertExternalRecommendations(desk.warehouse, [
      receivedAccount('A1', 'Ana', { runId: 'r1' }),
      receivedAccount('A2', 'Di', { runId: 'r1' }),
    ]);
    const found = await ledger();
    expect(surplusByCsm(found)).toEqual({
      Ana: [0.5, { unavailable: 0.5 }],
      Bo: [-0.5, { unavailable: -0.5 }],
      Cy: [-0.5, { unavailable: -0.5 }],
      Di: [0.5, { unavailable: 0.5 }],
    });
    expect(found.unrecorded).toBe(0);
  });

  it('does not blame who came later, but whoever received was there', async () => {
    await company([
      { name: 'Ana' },
      { name: 'Bo', tenureMonths: 0 },
      { name: 'Cy', tenureMonths: 0 },
    ]);
    await insertExternalRecommendations(desk.warehouse, [
      receivedAccount('A1', 'Ana', { at: hoursAgo(100) }),
      receivedAccount('A2', 'Cy', { at: hoursAgo(50) }),
      receivedAccount('A3', 'Cy', { at: hoursAgo(1) }),
    ]);
    const found = surplusByCsm(await ledger());
    // Ana alone was there at first, then Cy too, and Bo today.
    expect(found.Bo).toEqual([
      -1,
      { engine: expect.closeTo(-1 / 3), unavailable: expect.closeTo(-2 / 3) },
    ]);
    expect(found.Cy).toEqual([
      1,
      { engine: expect.closeTo(2 - 5 / 6), unavailable: expect.closeTo(-1 / 6) },
    ]);
  });

  it('tells all causes apart where they come together', async () => {
    await company([
      { name: 'Ana', capacity: 75 },
      { name: 'Bo', capacity: 25 },
    ]);
    await runWith('r1', { cooling: ['Bo'] });
    await insertExternalRecommendations(desk.warehouse, [
      receivedAccount('A1', 'Ana', { runId: 'r1' }),
      receivedAccount('A2', 'Bo'),
      receivedAccount('A3', 'Ana', { accepted: false, given: 'Bo' }),
    ]);
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'X1', csm: 'Bo', at: hoursAgo(1) },
    ]);
    expect(surplusByCsm(await ledger()).Bo).toEqual([
      2,
      { engine: 0.75, override: 0.75, outside: 0.75, unavailable: -0.25 },
    ]);
  });
});
