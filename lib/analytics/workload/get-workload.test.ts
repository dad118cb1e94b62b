import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { getLedger } from '@/lib/analytics/ledger/get-ledger';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { EARLIER_REASSIGNMENT } from '@/lib/warehouse/sql/shared/earlier-program';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { recordStatements } from '@/test/support/statement-spy';
import {
  expectAppError,
  hoursAgo,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import { shareOf } from './fullness-history';
import { getWorkload } from './get-workload';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const defaultScope: ScopeInput = { period: { days: 30 }, zone: 'UTC' };
const read = (input: Partial<ScopeInput> = {}) =>
  getWorkload(context.ctx, { ...defaultScope, ...input });
const accountsOf = (csm: string, count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => ({ id: `${csm}-${n}`, csm, ...more }));

describe('getWorkload books', () => {
  it('returns nothing for an empty company', async () => {
    const { rows, former, fairness, trend, recommended, match } = await read();
    expect([rows, former, trend, recommended]).toEqual([[], [], [], []]);
    expect(fairness).toMatchObject({ overCapacity: 0, fullness: { accounts: null } });
    expect(match.books.redWithSenior).toEqual({ count: 0, of: 0 });
  });

  it('lists the fullest books first and former owners separately', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Over', capacity: 3 },
        { name: 'Near', capacity: 10 },
        { name: 'Free', capacity: 10, tenureMonths: 2.5 },
        { name: 'No room', capacity: 0 },
        { name: 'Gone', active: false },
        { name: 'Gone and empty', active: false },
      ],
      accounts: [
        ...accountsOf('Over', 4, { neediness: 9, revenue: 100, health: 20 }),
        ...accountsOf('Near', 9, { health: 79.9 }),
        ...accountsOf('Free', 2, { health: null, neediness: null }),
        ...accountsOf('Gone', 2),
        ...accountsOf('Never known', 3),
      ],
    });
    const { rows, former, fairness, eligible } = await read();
    expect(rows.map(({ csm, share }) => [csm, share])).toEqual([
      ['Over', 4 / 3],
      ['Near', 0.9],
      ['Free', 0.2],
      ['No room', null],
    ]);
    expect(rows[0]).toMatchObject({
      load: { accounts: 4, neediness: 36, revenue: 400 },
      red: 4,
      eligible: false,
    });
    expect(rows[1]).toMatchObject({ yellow: 9, unknown: 0, eligible: true });
    // Missing neediness counts as the median of all accounts.
    expect(rows[2]).toMatchObject({ load: { neediness: 10 }, unknown: 2, tenureMonths: 2.5 });
    expect(former).toMatchObject([
      { csm: 'Never known', accounts: 3 },
      { csm: 'Gone', accounts: 2 },
    ]);
    expect(fairness).toMatchObject({ overCapacity: 1, nearCapacity: 3 });
    expect(fairness.fullness.accounts?.maxOverMean).toBeCloseTo(4 / 3 / ((4 / 3 + 0.9 + 0.2) / 3));
    expect(eligible).toBe(2);
  });

  it('has the same fairness as a run reports before it', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana' },
        { name: 'Bo' },
        { name: 'Cy' },
        { name: 'Di', awayUntil: hoursAgo(-9) },
      ],
      accounts: [
        ...accountsOf('Ana', 5, { health: 30 }),
        ...accountsOf('Bo', 2, { neediness: 8 }),
        ...accountsOf('Di', 1),
        { id: 'waiting' },
      ],
    });
    await upsertExternalAssignments(context.warehouse, [
      { account: 'Bo-1', csm: 'Cy', at: hoursAgo(1) },
    ]);
    const { fairness } = await read();
    const run = await runToCompletion(context.ctx, { ...wholeBatch, dryRun: true });
    expect(run.result?.fairness).toMatchObject({ measure: 'within_class', before: fairness });
  });

  it('filters by class and team, with capacity of the whole book', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana', manager: 'Max', capacity: 4 },
        { name: 'Bo', manager: 'Max', segment: 'Residential', capacity: 4 },
        { name: 'Cy', manager: 'Nia', segment: ' commercial' },
        { name: 'Gone', manager: 'Max', active: false },
      ],
      accounts: [
        ...accountsOf('Ana', 2),
        { id: 'X', csm: 'Ana', segment: 'Commercial', revenue: 7 },
        ...accountsOf('Bo', 3),
        { id: 'Y', csm: 'Cy', segment: 'Commercial', level: 'Enterprise' },
        { id: 'Z', csm: 'Gone', segment: 'Commercial' },
      ],
    });
    const shown = async (input: Partial<ScopeInput>) =>
      (await read(input)).rows.map(({ csm, accounts, owned }) => `${csm} ${accounts}/${owned}`);
    expect(await shown({})).toEqual(['Ana 3/3', 'Bo 3/3', 'Cy 1/1']);
    expect(await shown({ segments: ['commercial '] })).toEqual(['Ana 1/3', 'Cy 1/1']);
    expect(await shown({ levels: ['Enterprise'] })).toEqual(['Ana 0/3', 'Bo 0/3', 'Cy 1/1']);
    expect(await shown({ managers: ['Max'] })).toEqual(['Ana 3/3', 'Bo 3/3']);
    expect((await read({ managers: ['Max'] })).former).toHaveLength(1);
    expect((await read({ managers: ['Nia'] })).former).toEqual([]);
    const { rows } = await read({ segments: ['Commercial'] });
    expect(rows[0]).toMatchObject({ accounts: 1, load: { accounts: 3 }, share: 0.75 });
  });

  it('compares how full CSMs are for a class or team with targets of the whole company', async () => {
    const commercial = { segment: 'Commercial', level: 'Corporate' };
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana', manager: 'Max', segment: 'Residential', capacity: 10 },
        { name: 'Bo', manager: 'Nia', segment: 'Residential', capacity: 10 },
        { name: 'Cy', manager: 'Max', ...commercial, capacity: 10 },
        { name: 'Di', manager: 'Nia', ...commercial, capacity: 10 },
      ],
      accounts: [
        ...accountsOf('Ana', 6),
        ...accountsOf('Bo', 2),
        ...accountsOf('Cy', 3, commercial),
        ...accountsOf('Di', 3, commercial),
      ],
    });
    const shown = async (input: Partial<ScopeInput>) => {
      const { csms, fullness, byClass } = (await read(input)).fairness;
      const classes = byClass.flatMap((group) => group.classes.map(({ segment }) => segment));
      return [csms, fullness.accounts?.maxOverMean, ...classes];
    };
    expect(await shown({})).toEqual([4, 1.5, 'Commercial', 'Residential']);
    expect(await shown({ segments: ['Residential'] })).toEqual([2, 1.5, 'Residential']);
    // Ana has 1.5 times her target, and Cy exactly his.
    expect(await shown({ managers: ['Max'] })).toEqual([2, 1.2, 'Commercial', 'Residential']);
  });

  it('has the accounts received and the acceptance that the ledger and Acceptance show', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }, { name: 'Bo' }] });
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(30), accepted: true },
      { account: 'B', csm: 'Ana', at: hoursAgo(31), given: 'Bo' },
      { account: 'C', csm: 'Ana', at: hoursAgo(32) },
      {
        account: 'D',
        csm: 'Bo',
        at: hoursAgo(33),
        accepted: true,
        method: EARLIER_REASSIGNMENT,
      },
      { account: 'E', csm: 'Bo', at: hoursAgo(24 * 40), accepted: true },
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'X', csm: 'Ana', at: hoursAgo(3) },
    ]);
    const { rows } = await read();
    expect(
      Object.fromEntries(
        rows.map(({ csm, received, recommended, accepted }) => [
          csm,
          [received, recommended, accepted],
        ]),
      ),
    ).toEqual({ Ana: [2, 3, 1], Bo: [2, 0, 0] });
    const { entries } = await getLedger(context.ctx, defaultScope);
    for (const { csm, received } of rows) {
      const line = entries.find(({ name }) => name === csm)?.lines.accounts;
      expect(line?.received, csm).toBe(received);
    }
    const { byCsm } = await getAcceptance(context.ctx, defaultScope);
    for (const { csm, recommended, accepted } of rows) {
      const outcomes = byCsm.find((row) => row.csm === csm);
      expect([outcomes?.total ?? 0, outcomes?.accepted ?? 0], csm).toEqual([recommended, accepted]);
    }
  });

  it('shows how full everyone was when runs of the period started, and is now', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana', capacity: 10 },
        { name: 'Bo', capacity: 20 },
      ],
      accounts: [...accountsOf('Ana', 5), ...accountsOf('Bo', 5), { id: 'one' }, { id: 'two' }],
    });
    await runToCompletion(context.ctx, wholeBatch);
    const { rows, sampledAt } = await read();
    const shares = (csm: string) => rows.find((row) => row.csm === csm)?.history.map(shareOf);
    expect(sampledAt).toHaveLength(2);
    expect(shares('Ana')).toEqual([0.5, 0.6]);
    expect(shares('Bo')).toEqual([0.25, 0.3]);
    const past = await read({ period: { first: '2026-01-01', last: '2026-01-31' } });
    expect(past.rows.map(({ history }) => history)).toEqual([[], []]);
  });

  it('says how long the accounts that need a CSM have waited', async () => {
    expect((await read()).waits).toBeNull();
    await seedCompany(context.warehouse, {
      accounts: [
        { id: 'long', since: hoursAgo(60) },
        { id: 'future', since: hoursAgo(-60) },
      ],
    });
    expect((await read()).waits).toEqual({ accounts: 2, longest: 2.5, p95: 2.5 });
  });

  it('counts pending recommendations toward capacity', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana', capacity: 4 }],
      accounts: [...accountsOf('Ana', 2), { id: 'waiting' }],
    });
    await runToCompletion(context.ctx, wholeBatch);
    const { rows, fairness } = await read();
    expect(rows).toMatchObject([{ accounts: 2, pending: 1, share: 0.75 }]);
    expect(fairness).toMatchObject({ nearCapacity: 0, overCapacity: 0 });
  });

  it('reports who may receive an account now', async () => {
    await seedCompany(context.warehouse, {
      csms: ['Free', 'Cooling', 'Reserved', 'Was reserved', 'Fast'].map((name) => ({ name })),
    });
    const batch = Array.from({ length: 10 }, (_, n) => ({
      account: `F${n}`,
      csm: 'Fast',
      at: hoursAgo(24 + n),
      accepted: true,
    }));
    await insertExternalRecommendations(context.warehouse, [
      ...batch,
      { account: 'A', csm: 'Cooling', at: hoursAgo(3.9), accepted: true },
      { account: 'B', csm: 'Reserved', at: hoursAgo(1) },
      { account: 'C', csm: 'Was reserved', at: hoursAgo(2) },
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'C', csm: 'Elsewhere', at: hoursAgo(1) },
    ]);
    const { rows } = await read();
    expect(rows.filter(({ eligible }) => eligible).map(({ csm }) => csm)).toEqual([
      'Free',
      'Was reserved',
    ]);
  });
});

describe('getWorkload', () => {
  it('sends two statements and allows viewers', async () => {
    const sent = await recordStatements(context.ctx, (ctx) => getWorkload(ctx, defaultScope));
    expect(sent.sort()).toEqual(['company.books', 'workload.figures']);
    await getWorkload(context.as('Vera', 'viewer'), defaultScope);
  });

  it('rejects an unknown time zone', async () => {
    expect(await expectAppError(read({ zone: 'Mars/Base' }))).toMatchObject({
      code: 'invalid_input',
    });
  });
});
