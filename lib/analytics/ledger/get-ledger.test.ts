import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { acceptRecommendation, overrideRecommendation } from '@/test/support/decisions';
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

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const { ledger, company, runWith } = ledgerFixture(() => context);

describe('getLedger', () => {
  it('is empty without CSMs, and even when nothing was received', async () => {
    expect(await ledger()).toMatchObject({ entries: [], former: [], active: 0, unrecorded: 0 });
    await company();
    expect(surplusByCsm(await ledger())).toEqual({ Ana: [0, {}], Bo: [0, {}] });
  });

  it('is always even with a single CSM', async () => {
    await company([{ name: 'Ana' }]);
    await insertExternalRecommendations(context.warehouse, [receivedAccount('A1', 'Ana')]);
    expect(surplusByCsm(await ledger())).toEqual({ Ana: [0, {}] });
  });

  it('attributes another program’s accepted recommendations to the engine', async () => {
    await company();
    await insertExternalRecommendations(context.warehouse, [
      receivedAccount('A1', 'Ana'),
      receivedAccount('A2', 'Ana'),
    ]);
    const found = await ledger();
    expect(surplusByCsm(found)).toEqual({ Ana: [1, { engine: 1 }], Bo: [-1, { engine: -1 }] });
    expect(found.unrecorded).toBe(2);
  });

  it('attributes an override decided in the app to overrides', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana', capacity: 50 },
        { name: 'Bo', capacity: 50 },
      ],
      accounts: [{ id: 'A1', since: hoursAgo(9) }],
    });
    await runToCompletion(context.ctx, wholeBatch);
    const [row] = (await readQueue(context.ctx)).rows;
    const to = row?.recommendedCsm === 'Ana' ? 'Bo' : 'Ana';
    await overrideRecommendation(context.ctx, {
      ...decisionRequest(row?.id ?? ''),
      csm: to,
      reason: 'workload',
      acknowledged: [],
    });
    const found = surplusByCsm(await ledger());
    expect(found[to]).toEqual([0.5, { override: 0.5 }]);
    expect(found[row?.recommendedCsm ?? '']).toEqual([-0.5, { override: -0.5 }]);
  });

  it('counts external assignments as outside, but not recommendations accepted in the app', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana', capacity: 50 },
        { name: 'Bo', capacity: 50 },
      ],
      accounts: [
        { id: 'A1', since: hoursAgo(9) },
        { id: 'X1', csm: 'Bo', neediness: 8 },
      ],
    });
    await runToCompletion(context.ctx, wholeBatch);
    const [row] = (await readQueue(context.ctx)).rows;
    await acceptRecommendation(context.ctx, {
      ...decisionRequest(row?.id ?? ''),
      acknowledged: [],
    });
    await upsertExternalAssignments(context.warehouse, [
      { account: 'X1', csm: 'Ana', at: hoursAgo(1) },
    ]);
    const found = await ledger();
    expect(found.totals).toMatchObject({
      engine: { accounts: 1, neediness: 5 },
      override: { accounts: 0 },
      outside: { accounts: 1, neediness: 8 },
    });
    const fromEngine = row?.recommendedCsm === 'Ana' ? 0.5 : -0.5;
    expect(surplusByCsm(found).Ana).toEqual([
      0.5 + fromEngine,
      { engine: fromEngine, outside: 0.5 },
    ]);
  });

  it('shares each class of accounts among the CSMs who may take it', async () => {
    await company([
      { name: 'Ana', segment: 'Residential' },
      { name: 'Bo', segment: 'Residential' },
      { name: 'Cy', segment: 'Commercial' },
    ]);
    const industrial = { segment: 'Industrial' };
    await insertExternalRecommendations(context.warehouse, [
      receivedAccount('R1', 'Ana'),
      receivedAccount('R2', 'Ana'),
      receivedAccount('C1', 'Cy', { segment: 'Commercial' }),
      // No one takes these, so everyone shares them.
      ...['I1', 'I2', 'I3'].map((id) => receivedAccount(id, 'Cy', industrial)),
    ]);
    expect(surplusByCsm(await ledger())).toEqual({
      Ana: [0, {}],
      Bo: [-2, { engine: -2 }],
      Cy: [2, { engine: 2 }],
    });
  });

  it('compares each CSM with peers of their class, and shows the intake by class separately', async () => {
    const commercial = { segment: 'Commercial', level: 'Corporate' };
    const residential = { segment: 'Residential', level: 'Corporate' };
    const received = { Ana: 8, Bo: 6, Cy: 4, Di: 3, Ed: 1 };
    await company([
      { name: 'Ana', ...residential, capacity: 50 },
      { name: 'Bo', ...residential, capacity: 25 },
      { name: 'Cy', ...commercial, capacity: 50 },
      { name: 'Di', ...commercial, capacity: 25 },
      { name: 'Ed', ...commercial, capacity: 50 },
    ]);
    await insertExternalRecommendations(
      context.warehouse,
      Object.entries(received).flatMap(([csm, count]) =>
        Array.from({ length: count }, (_, n) =>
          receivedAccount(`${csm}${n}`, csm, csm < 'Cy' ? residential : commercial),
        ),
      ),
    );
    const { entries } = await ledger();
    for (const { name, segment, lines } of entries) {
      const peers = entries.filter((entry) => entry.segment === segment);
      const rate = (names: readonly string[]) =>
        names.reduce((sum, csm) => sum + (received[csm as keyof typeof received] ?? 0), 0) /
        names.reduce((sum, csm) => sum + (csm === 'Bo' || csm === 'Di' ? 25 : 50), 0);
      const abovePeers = rate([name]) - rate(peers.map((peer) => peer.name));
      expect(Math.sign(lines.accounts.surplus), name).toBe(Math.sign(abovePeers));
    }
    // Of 22 accounts, capacity alone would give 5.5 to each with a capacity of 50.
    const line = (csm: string) => entries.find(({ name }) => name === csm)?.lines.accounts;
    expect(line('Ana')).toMatchObject({ received: 8, share: expect.closeTo(28 / 3) });
    expect(line('Ana')?.intakeByClass).toBeCloseTo(28 / 3 - 5.5);
    // Without classes, Cy would be short of 1.5 accounts, but has more than the peers.
    expect(line('Cy')).toMatchObject({ received: 4, share: expect.closeTo(3.2) });
    expect(line('Cy')?.intakeByClass).toBeCloseTo(3.2 - 5.5);
    const intake = entries.reduce((sum, { lines }) => sum + lines.accounts.intakeByClass, 0);
    expect(intake).toBeCloseTo(0);
  });

  it('attributes a surplus to availability by the run’s record', async () => {
    await company([{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }, { name: 'Di' }]);
    await runWith('r1', { away: ['Bo'], cooling: ['Cy'], velocity: ['Cy', 'Nobody'] });
    await insertExternalRecommendations(context.warehouse, [
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

  it('counts a new CSM as available from their first receipt', async () => {
    await company([
      { name: 'Ana' },
      { name: 'Bo', tenureMonths: 0 },
      { name: 'Cy', tenureMonths: 0 },
    ]);
    await insertExternalRecommendations(context.warehouse, [
      receivedAccount('A1', 'Ana', { at: hoursAgo(100) }),
      receivedAccount('A2', 'Cy', { at: hoursAgo(50) }),
      receivedAccount('A3', 'Cy', { at: hoursAgo(1) }),
    ]);
    const found = surplusByCsm(await ledger());
    // At first only Ana was available, then Cy too, and Bo today.
    expect(found.Bo).toEqual([
      -1,
      { engine: expect.closeTo(-1 / 3), unavailable: expect.closeTo(-2 / 3) },
    ]);
    expect(found.Cy).toEqual([
      1,
      { engine: expect.closeTo(2 - 5 / 6), unavailable: expect.closeTo(-1 / 6) },
    ]);
  });

  it('separates all four causes when they occur together', async () => {
    await company([
      { name: 'Ana', capacity: 75 },
      { name: 'Bo', capacity: 25 },
    ]);
    await runWith('r1', { cooling: ['Bo'] });
    await insertExternalRecommendations(context.warehouse, [
      receivedAccount('A1', 'Ana', { runId: 'r1' }),
      receivedAccount('A2', 'Bo'),
      receivedAccount('A3', 'Ana', { accepted: false, given: 'Bo' }),
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'X1', csm: 'Bo', at: hoursAgo(1) },
    ]);
    expect(surplusByCsm(await ledger()).Bo).toEqual([
      2,
      { engine: 0.75, override: 0.75, outside: 0.75, unavailable: -0.25 },
    ]);
  });
});
