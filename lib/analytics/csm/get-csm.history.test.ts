import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
} from '@/lib/decisions/decide';
import { DAY_MS } from '@/lib/time';
import { seedCompany } from '@/test/support/company';
import { runGuideQueryAt } from '@/test/support/guide-queries';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import {
  decisionRequest,
  hoursAgo,
  monday,
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

const odd = `Zoë "100%" O'Neil \\ / ?#&日本`;

describe('their history', () => {
  it('counts recommendations as the guide does, whatever else is in the table', async () => {
    const midnight = monday.getTime() - (monday.getTime() % DAY_MS);
    const weekBefore = (ms: number) => new Date(midnight - 7 * DAY_MS - ms).toISOString();
    const by = { account: 'A', csm: odd, at: hoursAgo(30) };
    await insertExternalRecommendations(desk.warehouse, [
      { ...by, score: 90, accepted: true, given: odd },
      { ...by, score: 70, accepted: null },
      { ...by, account: null, score: null, accepted: true },
      { ...by, score: 10, given: 'Bo' },
      { ...by, at: weekBefore(0), score: 50 },
      { ...by, at: weekBefore(1), score: 0 },
      { ...by, csm: 'Bo', given: odd },
      { ...by, csm: null, given: odd },
      { ...by, at: null },
    ]);
    const guide = (await runGuideQueryAt(desk.warehouse, 'workloadDistribution', monday)).find(
      (row) => row.recommended_csm === odd,
    );
    const { outcomes } = await csm(odd, { scope: { period: { days: 7 }, zone: 'UTC' } });
    expect(Number(guide?.total_recommendations)).toBe(5);
    expect(outcomes).toMatchObject({
      recommended: Number(guide?.total_recommendations),
      accepted: Number(guide?.accepted_assignments),
      averageScore: Number(guide?.avg_score),
      ...{ overriddenAway: 1, overriddenTo: 2, pending: 2, rejected: 0, superseded: 0 },
    });
  });

  it('tells decisions about them, newest first, and who received what by them', async () => {
    await seedCompany(desk.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: ['A', 'B', 'C'].map((id) => ({ id, name: `The ${id}`, since: hoursAgo(99) })),
    });
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(8) },
      { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(8) },
      { id: 3, account: 'C', csm: 'Ana', at: hoursAgo(8) },
    ]);
    await acceptRecommendation(desk.ctx, decisionRequest('1'));
    desk.advanceHours(1);
    const seen = { acknowledged: ['cooling'] as const };
    await overrideRecommendation(desk.ctx, {
      ...{ ...decisionRequest('2'), csm: 'Ana', reason: 'expertise', note: 'Knows B.' },
      acknowledged: [...seen.acknowledged],
    });
    desk.advanceHours(1);
    await rejectRecommendation(desk.ctx, { ...decisionRequest('3'), reason: 'not_ready' });
    const { decisions, weeks, outcomes } = await csm('Ana');
    expect(decisions).toMatchObject({
      total: 3,
      newest: [
        { verb: 'reject', accountName: 'The C', from: 'Ana', to: null, reason: 'not_ready' },
        { verb: 'override', accountName: 'The B', from: 'Bo', to: 'Ana', note: 'Knows B.' },
        { verb: 'accept', accountName: 'The A', from: 'Ana', to: 'Ana', byName: 'Mia Manager' },
      ],
    });
    expect(outcomes).toMatchObject({ recommended: 2, accepted: 1, rejected: 1, overriddenTo: 1 });
    expect(weeks.at(-1)).toEqual({ week: '2026-03-02', accepted: 1, overridden: 1, outside: 0 });
    expect((await csm('Bo')).decisions.newest).toMatchObject([{ verb: 'override', to: 'Ana' }]);
  });

  it('cuts weeks where the reader is, and tells an assignment of nobody here as such', async () => {
    await upsertExternalAssignments(desk.warehouse, [
      // Sunday in New York, Monday in UTC.
      { account: 'A', csm: 'Ana', at: '2026-03-02T03:00:00.000Z' },
      { account: 'B', csm: 'Ana', at: '2026-02-25T12:00:00.000Z' },
      { account: 'C', csm: 'Ana', at: null },
    ]);
    const inUtc = await csm('Ana');
    expect(inUtc.weeks.map(({ outside }) => outside)).toEqual([0, 0, 0, 0, 1, 1]);
    const scope = { ...month, zone: 'America/New_York' };
    expect((await csm('Ana', { scope })).weeks.map(({ outside }) => outside)).toEqual([
      ...[0, 0, 0, 0, 2, 0],
    ]);
  });
});
