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

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const month: ScopeInput = { period: { days: 30 }, zone: 'UTC' };
const csm = (name: string, asked: Partial<Parameters<typeof getCsm>[1]> = {}) =>
  getCsm(desk.ctx, {
    ...{ name, scope: month, sort: 'name', descending: false, page: 1, pageSize: 50 },
    ...asked,
  });
const reasons = async (name: string) =>
  (await csm(name)).eligibility.map(({ exclusions }) => exclusions.map(({ reason }) => reason));

describe('a CSM', () => {
  it('of whom nothing is known is not found, and nor is one without a name', async () => {
    await seedCompany(desk.warehouse, { csms: [{ name: 'Ana' }] });
    expect((await expectAppError(csm('ana'))).code).toBe('not_found');
    expect((await expectAppError(csm(''))).code).toBe('invalid_input');
  });

  it('of whom only the name is known has a page without figures', async () => {
    await seedCompany(desk.warehouse, { csms: [{ name: 'Ana', tenureMonths: null }] });
    expect(await csm('Ana')).toMatchObject({
      facts: { active: true, tenureMonths: null, managerName: null, segment: null },
      capacity: { accounts: 85, own: false },
      book: { accounts: 0, unknown: 0 },
      cooling: null,
      lastReceivedAt: null,
      velocity: { week: 0, perWeek: 10, day: 0, perDay: null },
      page: { accounts: [], total: 0 },
      outcomes: { recommended: 0, averageScore: null },
      decisions: { newest: [], total: 0 },
    });
  });

  it.each([
    ['who was recommended once', () => insertExternalRecommendations(desk.warehouse, [former])],
    [
      'who owns an account',
      () => seedCompany(desk.warehouse, { accounts: [{ id: 'A', csm: odd }] }),
    ],
    ['who was assigned one', () => upsertExternalAssignments(desk.warehouse, [former])],
  ])('%s has a page, though nobody knows them any more', async (_, made) => {
    await made();
    expect(await csm(odd)).toMatchObject({ name: odd, facts: null, eligibility: [] });
  });

  it('who is not active any more is known by what they did', async () => {
    await seedCompany(desk.warehouse, {
      csms: [
        { name: 'Gone', active: false, manager: 'Mo', awayUntil: hoursAgo(5) },
        { name: 'Bo' },
      ],
      accounts: [{ id: 'A', csm: 'Gone' }],
    });
    const { facts, shares, eligibility } = await csm('Gone');
    expect(facts).toMatchObject({ active: false, managerName: 'Mo', awayUntil: null });
    expect(shares[0]).toMatchObject({ mine: 1, mean: 0, fair: null, rank: null, active: 1 });
    expect(eligibility[0]?.exclusions).toMatchObject([{ reason: 'not_active' }]);
  });
});

const odd = `Zoë "100%" O'Neil \\ / ?#&日本`;
const former = { account: 'A', csm: odd, at: hoursAgo(4_000) };

describe('what they carry', () => {
  it('stands beside the mean, the median and the share that their capacity asks for', async () => {
    await seedCompany(desk.warehouse, {
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
    expect(book).toMatchObject({ accounts: 2, red: 1, yellow: 0, green: 0, unknown: 1, needy: 1 });
    expect(shares).toEqual([
      { dimension: 'accounts', mine: 2, mean: 1, median: 1, fair: 1.5, rank: 1, active: 3 },
      { dimension: 'neediness', mine: 10, mean: 4, median: 2, fair: 6, rank: 1, active: 3 },
      {
        dimension: 'revenue',
        mine: 6_000,
        mean: 4_000,
        median: 6_000,
        fair: 6_000,
        rank: 1,
        active: 3,
      },
      { dimension: 'red', mine: 1, mean: 1 / 3, median: 0, fair: null, rank: 1, active: 3 },
    ]);
  });

  it('is listed in the order and by the page that is asked for', async () => {
    await seedCompany(desk.warehouse, {
      csms: [{ name: 'Ana' }],
      accounts: [
        { id: 'A', name: 'beech', csm: 'Ana', neediness: 3 },
        { id: 'B', name: 'Ash', csm: 'Ana', neediness: null },
        { id: 'C', name: 'Cedar', csm: 'Ana', neediness: 7 },
        { id: 'D', name: 'Another', csm: 'Bo' },
      ],
    });
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(700) },
    ]);
    const listed = async (asked: Partial<Parameters<typeof getCsm>[1]>) =>
      (await csm('Ana', asked)).page.accounts.map(({ name }) => name);
    expect(await listed({})).toEqual(['Ash', 'beech', 'Cedar']);
    expect(await listed({ sort: 'neediness', descending: true })).toEqual([
      'Cedar',
      'beech',
      'Ash',
    ]);
    expect(await listed({ sort: 'neediness' })).toEqual(['beech', 'Cedar', 'Ash']);
    expect(await listed({ pageSize: 2, page: 2 })).toEqual(['Cedar']);
    const { page } = await csm('Ana', { sort: 'since', pageSize: 1 });
    expect(page).toMatchObject({ total: 3, accounts: [{ since: new Date(hoursAgo(700)) }] });
  });
});

describe('whether they may receive an account', () => {
  it('is told with every reason, and by class where the policy tells classes apart', async () => {
    await seedCompany(desk.warehouse, {
      csms: [
        { name: 'Ana', segment: 'Commercial' },
        { name: 'Bo', awayUntil: hoursAgo(-2) },
        { name: 'Cy', segment: 'Industrial', level: 'Small' },
      ],
      accounts: Array.from({ length: 40 }, (_, n) => ({ id: `A${n}`, csm: 'Ana' })),
    });
    await insertExternalRecommendations(desk.warehouse, [
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

  it('follows from what they received, by whomever', async () => {
    await seedCompany(desk.warehouse, { csms: [{ name: 'Ana', tenureMonths: 2 }] });
    await insertExternalRecommendations(desk.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(3), accepted: true },
    ]);
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(2) },
      { account: 'B', csm: 'Ana', at: hoursAgo(20) },
      { account: 'C', csm: 'Ana', at: hoursAgo(100) },
    ]);
    const { cooling, velocity, lastReceivedAt } = await csm('Ana');
    expect(cooling).toMatchObject({ by: 'receipt', until: Date.parse(hoursAgo(-2)) });
    expect(velocity).toEqual({ week: 3, perWeek: 10, day: 2, perDay: 2 });
    expect(lastReceivedAt).toEqual(new Date(hoursAgo(2)));
    expect(await reasons('Ana')).toEqual(Array(4).fill(['velocity', 'cooling']));
  });
});
