import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptRecommendation } from '@/lib/decisions/accept-recommendation';
import { overrideRecommendation } from '@/lib/decisions/override-recommendation';
import { type Desk, hoursAgo, monday, on, openDesk, queueOf, refusalOf } from '@/lib/testing/desk';
import { runToTheEnd, wholeBatch } from '@/lib/testing/desk-runs';
import { assignElsewhere, recommendElsewhere } from '@/lib/testing/other-program';
import { seedCompany, type TestCsm } from '@/lib/testing/small-company';
import { statementsOf } from '@/lib/testing/watched';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { getLedger, type Ledger } from './get-ledger';
import type { AskedScope } from './scope';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const ledger = (asked: Partial<AskedScope> = {}) =>
  getLedger(desk.as('Vi', 'viewer'), { period: { days: 7 }, zone: 'UTC', ...asked });

/** Two CSMs of equal capacity, unless said otherwise. */
const company = (csms: readonly TestCsm[] = [{ name: 'Ana' }, { name: 'Bo' }]) =>
  seedCompany(desk.warehouse, { csms: csms.map((csm) => ({ capacity: 50, ...csm })) });

const received = (account: string, csm: string, more = {}) => ({
  ...{ account, csm, at: hoursAgo(1), accepted: true },
  ...more,
});

/** A run of ours that kept who could receive nothing. */
async function runWith(
  id: string,
  unavailable: { away?: string[]; cooling?: string[]; velocity?: string[] },
) {
  const whole = { away: [], cooling: [], velocity: [], ...unavailable };
  const by = { email: 'mia@example.com', name: 'Mia' };
  const run = { id, mode: 'batch', dryRun: false, accountId: null, batchSize: 9, by } as const;
  const end = { id, status: 'succeeded', stage: 'saving', at: monday, failure: null } as const;
  const standing = { fairness: '{}', unavailable: JSON.stringify(whole), deferredAccounts: '[]' };
  await desk.warehouse.transaction('test.run', async (session) => {
    await session.write(insertRun({ ...run, at: monday, policyVersion: 1 }));
    await session.write(finishRun({ ...end, placed: 1, deferred: 0, result: null, standing }));
  });
}

/** Each CSM's line in a dimension, in few words. */
function told(found: Ledger, dimension: 'accounts' | 'neediness' | 'revenue' | 'red' = 'accounts') {
  return Object.fromEntries(
    found.entries.map(({ name, lines }) => {
      const { surplus, causes } = lines[dimension];
      const parts = Object.entries(causes).map(([cause, part]) => [cause, rounded(part)] as const);
      return [name, [rounded(surplus), Object.fromEntries(parts.filter(([, part]) => part !== 0))]];
    }),
  );
}

/** Without what is left of sums of doubles. */
const rounded = (amount: number) => Math.round(amount * 1e9) / 1e9 + 0;

describe('the ledger of a company', () => {
  it('without anybody, and without anything received, is empty', async () => {
    expect(await ledger()).toMatchObject({ entries: [], former: [], active: 0, unrecorded: 0 });
    await company();
    expect(told(await ledger())).toEqual({ Ana: [0, {}], Bo: [0, {}] });
  });

  it('of one is always even', async () => {
    await company([{ name: 'Ana' }]);
    await recommendElsewhere(desk.warehouse, [received('A1', 'Ana')]);
    expect(told(await ledger())).toEqual({ Ana: [0, {}] });
  });

  it('says that the engine chose somebody, also for another program’s rows', async () => {
    await company();
    await recommendElsewhere(desk.warehouse, [received('A1', 'Ana'), received('A2', 'Ana')]);
    const found = await ledger();
    expect(told(found)).toEqual({ Ana: [1, { engine: 1 }], Bo: [-1, { engine: -1 }] });
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
    await runToTheEnd(desk.ctx, wholeBatch);
    const [row] = (await queueOf(desk.ctx)).rows;
    const to = row?.recommendedCsm === 'Ana' ? 'Bo' : 'Ana';
    await overrideRecommendation(desk.ctx, {
      ...on(row?.id ?? ''),
      ...{ csm: to, reason: 'workload', acknowledged: [] },
    });
    const found = told(await ledger());
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
    await runToTheEnd(desk.ctx, wholeBatch);
    const [row] = (await queueOf(desk.ctx)).rows;
    await acceptRecommendation(desk.ctx, { ...on(row?.id ?? ''), acknowledged: [] });
    await assignElsewhere(desk.warehouse, [{ account: 'X1', csm: 'Ana', at: hoursAgo(1) }]);
    const found = await ledger();
    expect(found.totals).toMatchObject({
      engine: { accounts: 1, neediness: 5 },
      override: { accounts: 0 },
      outside: { accounts: 1, neediness: 8 },
    });
    const engines = row?.recommendedCsm === 'Ana' ? 0.5 : -0.5;
    expect(told(found).Ana).toEqual([0.5 + engines, { engine: engines, outside: 0.5 }]);
  });

  it('says that somebody could not receive, by the record of the run', async () => {
    await company([{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }, { name: 'Di' }]);
    await runWith('r1', { away: ['Bo'], cooling: ['Cy'], velocity: ['Cy', 'Nobody'] });
    await recommendElsewhere(desk.warehouse, [
      received('A1', 'Ana', { runId: 'r1' }),
      received('A2', 'Di', { runId: 'r1' }),
    ]);
    const found = await ledger();
    expect(told(found)).toEqual({
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
    await recommendElsewhere(desk.warehouse, [
      received('A1', 'Ana', { at: hoursAgo(100) }),
      received('A2', 'Cy', { at: hoursAgo(50) }),
      received('A3', 'Cy', { at: hoursAgo(1) }),
    ]);
    const found = told(await ledger());
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
    await recommendElsewhere(desk.warehouse, [
      received('A1', 'Ana', { runId: 'r1' }),
      received('A2', 'Bo'),
      received('A3', 'Ana', { accepted: false, given: 'Bo' }),
    ]);
    await assignElsewhere(desk.warehouse, [{ account: 'X1', csm: 'Bo', at: hoursAgo(1) }]);
    expect(told(await ledger()).Bo).toEqual([
      2,
      { engine: 0.75, override: 0.75, outside: 0.75, unavailable: -0.25 },
    ]);
  });
});

describe('the amounts', () => {
  it('are those of the time, and the median where one is missing, which is told', async () => {
    await company();
    await recommendElsewhere(desk.warehouse, [
      received('A1', 'Ana', { neediness: 2, revenue: 10, health: null }),
      received('A2', 'Ana', { neediness: null, revenue: 30, health: 90 }),
      received('A3', 'Bo', { neediness: 8, revenue: null, health: 20 }),
      received('A4', 'Bo', { neediness: 8, revenue: 30, health: 20 }),
    ]);
    const found = await ledger();
    expect(found.totals.engine).toEqual({ accounts: 4, neediness: 26, revenue: 100, red: 3 });
    expect(found.assumed).toEqual({ neediness: 1, health: 1, revenue: 1 });
    expect(told(found, 'neediness').Ana).toEqual([-3, { engine: -3 }]);
    expect(told(found, 'revenue').Ana).toEqual([-10, { engine: -10 }]);
  });

  it('share red accounts among seniors, and among all where there is none', async () => {
    await company([{ name: 'Ana' }, { name: 'Bo', tenureMonths: 3 }]);
    await recommendElsewhere(desk.warehouse, [received('A1', 'Bo', { health: 5 })]);
    expect(told(await ledger(), 'red')).toEqual({
      Ana: [-1, { engine: -1 }],
      Bo: [1, { engine: 1 }],
    });
    await desk.ask('UPDATE CSM_ROUTING_CSM_DETAILS SET tenure_months = 3');
    expect(told(await ledger(), 'red').Ana).toEqual([-0.5, { engine: -0.5 }]);
  });

  it('leave out those who are gone, and tell of them apart', async () => {
    await company([{ name: 'Ana' }, { name: 'Bo' }, { name: "Gone O'Hara", active: false }]);
    await recommendElsewhere(desk.warehouse, [
      received('A1', "Gone O'Hara"),
      received('A2', 'Unknown'),
      received('A3', 'Ana'),
    ]);
    const found = await ledger();
    expect(told(found)).toEqual({ Ana: [0.5, { engine: 0.5 }], Bo: [-0.5, { engine: -0.5 }] });
    expect(found.former).toMatchObject([
      { name: "Gone O'Hara", received: { accounts: 1 } },
      { name: 'Unknown', received: { accounts: 1 } },
    ]);
  });
});

describe('the ledger is narrowed', () => {
  it('to a team, whose shares stay those among everybody', async () => {
    await company([
      { name: 'Ana', manager: 'Max' },
      { name: 'Bo', manager: 'Mo' },
    ]);
    await recommendElsewhere(desk.warehouse, [received('A1', 'Bo'), received('A2', 'Unknown')]);
    const found = await ledger({ managers: ['Max'] });
    expect(told(found)).toEqual({ Ana: [-0.5, { engine: -0.5 }] });
    expect(found).toMatchObject({ active: 2, former: [] });
  });

  it('to the period, in the reader’s own days', async () => {
    await company();
    await recommendElsewhere(desk.warehouse, [
      received('A1', 'Ana', { at: '2026-03-01T22:30:00Z' }),
    ]);
    const today = { period: { first: '2026-03-02', last: '2026-03-02' } };
    expect(told(await ledger(today)).Ana).toEqual([0, {}]);
    expect(told(await ledger({ ...today, zone: 'Asia/Tokyo' })).Ana).toEqual([
      0.5,
      { engine: 0.5 },
    ]);
  });
});

it('costs one statement beside the policy, and refuses what is no period', async () => {
  await company();
  const sent = await statementsOf(desk.ctx, (ctx) =>
    getLedger(ctx, { period: { days: 30 }, zone: 'UTC' }),
  );
  expect(sent.filter((name) => name !== 'policies.newest')).toEqual(['ledger.figures']);
  expect((await refusalOf(ledger({ period: { days: 0 } }))).code).toBe('invalid_input');
});
