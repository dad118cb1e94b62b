import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { DAY_MS } from '@/lib/time';
import { seedCompany } from '@/test/support/company';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
} from '@/test/support/decisions';
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
import { exportCsmDecisions } from './export-csm';
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

const odd = `Zoë "100%" O'Neil \\ / ?#&日本`;

describe('getCsm’s history', () => {
  it('counts recommendations as the guide’s query does', async () => {
    const midnight = monday.getTime() - (monday.getTime() % DAY_MS);
    const weekBefore = (ms: number) => new Date(midnight - 7 * DAY_MS - ms).toISOString();
    const by = { account: 'A', csm: odd, at: hoursAgo(30) };
    await insertExternalRecommendations(context.warehouse, [
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
    const guide = (await runGuideQueryAt(context.warehouse, 'workloadDistribution', monday)).find(
      (row) => row.recommended_csm === odd,
    );
    const { outcomes } = await csm(odd, { scope: { period: { days: 8 }, zone: 'UTC' } });
    expect(Number(guide?.total_recommendations)).toBe(5);
    expect(outcomes).toMatchObject({
      recommended: Number(guide?.total_recommendations),
      accepted: Number(guide?.accepted_assignments),
      averageScore: Number(guide?.avg_score),
      overriddenAway: 1,
      overriddenTo: 2,
      pending: 1,
      rejected: 0,
      superseded: 1,
    });
  });

  it('lists decisions newest first, with who received the account', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: ['A', 'B', 'C'].map((id) => ({ id, name: `The ${id}`, since: hoursAgo(99) })),
    });
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(8) },
      { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(8) },
      { id: 3, account: 'C', csm: 'Ana', at: hoursAgo(8) },
    ]);
    await acceptRecommendation(context.ctx, decisionRequest('1'));
    context.advanceHours(1);
    await overrideRecommendation(context.ctx, {
      ...decisionRequest('2'),
      csm: 'Ana',
      reason: 'expertise',
      note: 'Knows B.',
      acknowledged: ['cooling'],
    });
    context.advanceHours(1);
    await rejectRecommendation(context.ctx, { ...decisionRequest('3'), reason: 'not_ready' });
    const { decisions, weeks, outcomes } = await csm('Ana');
    expect(decisions).toMatchObject({
      total: 3,
      onPage: [
        { verb: 'reject', accountName: 'The C', from: 'Ana', to: null, reason: 'not_ready' },
        { verb: 'override', accountName: 'The B', from: 'Bo', to: 'Ana', note: 'Knows B.' },
        { verb: 'accept', accountName: 'The A', from: 'Ana', to: 'Ana', byName: 'Mia Manager' },
      ],
    });
    expect(outcomes).toMatchObject({ recommended: 2, accepted: 1, rejected: 1, overriddenTo: 1 });
    expect(weeks.at(-1)).toEqual({ week: '2026-03-02', accepted: 1, overridden: 1, outside: 0 });
    const { batches } = await exportCsmDecisions(context.as('Vi', 'viewer'), {
      name: 'Ana',
      scope: month,
    });
    const exported = [];
    for await (const batch of batches) exported.push(...batch);
    expect(exported).toMatchObject(decisions.onPage.map(({ id: _, ...decision }) => decision));
    expect((await csm('Bo')).decisions.onPage).toMatchObject([{ verb: 'override', to: 'Ana' }]);
  });

  it('groups weeks in the reader’s time zone and counts assignments outside the app', async () => {
    await upsertExternalAssignments(context.warehouse, [
      // Sunday in New York, Monday in UTC.
      { account: 'A', csm: 'Ana', at: '2026-03-02T03:00:00.000Z' },
      { account: 'B', csm: 'Ana', at: '2026-02-25T12:00:00.000Z' },
      { account: 'C', csm: 'Ana', at: null },
    ]);
    const inUtc = await csm('Ana');
    expect(inUtc.weeks.map(({ outside }) => outside)).toEqual([0, 0, 0, 0, 1, 1]);
    const scope = { ...month, zone: 'America/New_York' };
    expect((await csm('Ana', { scope })).weeks.map(({ outside }) => outside)).toEqual([
      0, 0, 0, 0, 2, 0,
    ]);
  });

  it('counts what was received in the same number of days before as the page of those days does', async () => {
    const by = { csm: 'Ana', score: 80 };
    await insertExternalRecommendations(context.warehouse, [
      { ...by, account: 'A', at: '2026-01-31T23:00:00.000Z', accepted: true },
      { ...by, account: 'B', at: '2026-01-02T01:00:00.000Z', csm: 'Bo', given: 'Ana' },
      { ...by, account: 'C', at: '2026-01-01T23:00:00.000Z', accepted: true },
      { ...by, account: 'D', at: '2026-02-01T00:00:00.000Z', accepted: true },
      { ...by, account: 'E', at: '2026-01-20T00:00:00.000Z' },
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'F', csm: 'Ana', at: '2026-01-20T00:00:00.000Z' },
      { account: 'G', csm: 'Bo', at: '2026-01-20T00:00:00.000Z' },
    ]);
    const { receivedBefore, period } = await csm('Ana');
    expect([period.days[0], receivedBefore]).toEqual(['2026-02-01', 3]);
    const scope = { period: { first: '2026-01-02', last: '2026-01-31' }, zone: 'UTC' };
    const { weeks } = await csm('Ana', { scope });
    const received = weeks.flatMap((week) => [week.accepted, week.overridden, week.outside]);
    expect(received.reduce((sum, count) => sum + count, 0)).toBe(receivedBefore);
  });
});
