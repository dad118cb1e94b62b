import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import {
  expectAppError,
  hoursAgo,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import { getCsm } from './get-csm';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const month: ScopeInput = { period: { days: 30 }, zone: 'UTC' };
const csm = (name: string, input: Partial<Parameters<typeof getCsm>[1]> = {}) =>
  getCsm(context.ctx, {
    name,
    scope: month,
    sort: 'name',
    descending: false,
    page: 1,
    pageSize: 50,
    ...input,
  });
const reasons = async (name: string) =>
  (await csm(name)).eligibility.map(({ exclusions }) => exclusions.map(({ reason }) => reason));

describe('getCsm', () => {
  it('throws not_found for an unknown name and invalid_input for an empty one', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }] });
    expect((await expectAppError(csm('An a'))).code).toBe('not_found');
    expect((await expectAppError(csm(''))).code).toBe('invalid_input');
    expect((await expectAppError(csm('Unassigned'))).code).toBe('not_found');
  });

  it('returns empty figures for a CSM of whom only the name is known', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana', tenureMonths: null }] });
    expect(await csm('Ana')).toMatchObject({
      profile: { active: true, tenureMonths: null, managerName: null, segment: null },
      capacity: { accounts: 85, own: false },
      book: { accounts: 0, unknown: 0 },
      cooling: null,
      lastReceivedAt: null,
      received: { last7Days: 0, weeklyLimit: 10, last24Hours: 0, dailyLimit: null },
      bookPage: { accounts: [], total: 0 },
      outcomes: { recommended: 0, averageScore: null },
      decisions: { onPage: [], total: 0 },
    });
  });

  it.each([
    ['was recommended once', () => insertExternalRecommendations(context.warehouse, [former])],
    [
      'owns an account',
      () => seedCompany(context.warehouse, { accounts: [{ id: 'A', csm: odd }] }),
    ],
    ['was assigned an account once', () => upsertExternalAssignments(context.warehouse, [former])],
  ])('returns a CSM who left the CSM view but %s', async (_, seed) => {
    await seed();
    expect(await csm(odd)).toMatchObject({ name: odd, profile: null, eligibility: [] });
  });

  it('returns an inactive CSM without rank and share', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Gone', active: false, manager: 'Mo', awayUntil: hoursAgo(5) },
        { name: 'Bo' },
      ],
      accounts: [{ id: 'A', csm: 'Gone' }],
    });
    const { profile, shares, eligibility } = await csm('Gone');
    expect(profile).toMatchObject({ active: false, managerName: 'Mo', awayUntil: null });
    expect(shares[0]).toMatchObject({
      amount: 1,
      mean: 0,
      target: null,
      rank: null,
      peers: 1,
    });
    expect(eligibility[0]?.exclusions).toMatchObject([{ reason: 'not_active' }]);
  });
});

const odd = `Zoë "100%" O'Neil \\ / ?#&日本`;
const former = { account: 'A', csm: odd, at: hoursAgo(4_000) };

describe('the book', () => {
  it('is compared with the mean, the median, and the target of a run', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana', capacity: 30 },
        { name: 'Bo', capacity: 10 },
        { name: 'Cy', capacity: 20 },
      ],
      accounts: [
        { id: 'A', csm: 'Ana', neediness: 9, health: 40, revenue: 6_000 },
        { id: 'B', csm: 'Ana', neediness: 1, health: null, revenue: 0 },
        { id: 'B', csm: 'Ana', neediness: 1, health: null, revenue: 0 },
        { id: 'C', csm: 'Bo', neediness: 2, health: 70, revenue: 6_000 },
        { id: 'D', csm: null },
      ],
    });
    const { book, shares, capacity } = await csm('Ana');
    expect(capacity).toEqual({ accounts: 30, own: true });
    expect(book).toMatchObject({
      accounts: 2,
      red: 1,
      yellow: 0,
      green: 0,
      unknown: 1,
      highNeed: 1,
    });
    expect(shares).toEqual([
      {
        dimension: 'accounts',
        amount: 2,
        mean: 1,
        median: 1,
        target: 1.5,
        rank: 1,
        peers: 3,
      },
      {
        dimension: 'neediness',
        amount: 10,
        mean: 4,
        median: 2,
        target: 6,
        rank: 1,
        peers: 3,
      },
      {
        dimension: 'revenue',
        amount: 6_000,
        mean: 4_000,
        median: 6_000,
        target: 6_000,
        rank: 1,
        peers: 3,
      },
      {
        dimension: 'red',
        amount: 1,
        mean: 1 / 3,
        median: 0,
        target: 0.5,
        rank: 1,
        peers: 3,
      },
    ]);
  });

  it('is sorted and paged as requested', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }],
      accounts: [
        { id: 'A', name: 'beech', csm: 'Ana', neediness: 3 },
        { id: 'B', name: 'Ash', csm: 'Ana', neediness: null },
        { id: 'C', name: 'Cedar', csm: 'Ana', neediness: 7 },
        { id: 'D', name: 'Another', csm: 'Bo' },
      ],
    });
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(700) },
    ]);
    const names = async (input: Partial<Parameters<typeof getCsm>[1]>) =>
      (await csm('Ana', input)).bookPage.accounts.map(({ name }) => name);
    expect(await names({})).toEqual(['Ash', 'beech', 'Cedar']);
    expect(await names({ sort: 'neediness', descending: true })).toEqual(['Cedar', 'beech', 'Ash']);
    expect(await names({ sort: 'neediness' })).toEqual(['beech', 'Cedar', 'Ash']);
    expect(await names({ pageSize: 2, page: 2 })).toEqual(['Cedar']);
    const { bookPage } = await csm('Ana', { sort: 'since', pageSize: 1 });
    expect(bookPage).toMatchObject({ total: 3, accounts: [{ since: new Date(hoursAgo(700)) }] });
  });
});

describe('the eligibility', () => {
  it('lists every reason for each class that the CSM takes', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana', segment: 'Commercial' },
        { name: 'Bo', awayUntil: hoursAgo(-2) },
        { name: 'Cy', segment: 'Industrial', level: 'Small' },
      ],
      accounts: Array.from({ length: 40 }, (_, n) => ({ id: `A${n}`, csm: 'Ana' })),
    });
    await insertExternalRecommendations(context.warehouse, [
      { account: 'X', csm: 'Bo', at: hoursAgo(1) },
    ]);
    const { eligibility } = await csm('Ana');
    expect(eligibility).toMatchObject([
      { segment: 'Commercial', level: 'Corporate', capacity: 70, exclusions: [] },
      { level: 'Enterprise', capacity: 35, exclusions: [{ reason: 'at_capacity' }] },
    ]);
    expect(await reasons('Bo')).toEqual(Array(4).fill(['cooling', 'away']));
    expect(await csm('Bo')).toMatchObject({
      cooling: { by: 'pending', until: Date.parse(hoursAgo(-3)) },
    });
    expect(await reasons('Cy')).toEqual([[]]);
  });

  it('counts accounts received from any program', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana', tenureMonths: 2 }] });
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(3), accepted: true },
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(2) },
      { account: 'B', csm: 'Ana', at: hoursAgo(20) },
      { account: 'C', csm: 'Ana', at: hoursAgo(100) },
    ]);
    const { cooling, received, lastReceivedAt } = await csm('Ana');
    expect(cooling).toMatchObject({ by: 'receipt', until: Date.parse(hoursAgo(-2)) });
    expect(received).toEqual({ last7Days: 3, weeklyLimit: 10, last24Hours: 2, dailyLimit: 2 });
    expect(lastReceivedAt).toEqual(new Date(hoursAgo(2)));
    expect(await reasons('Ana')).toEqual(Array(4).fill(['velocity', 'cooling']));
  });
});
