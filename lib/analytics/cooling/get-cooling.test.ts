import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { acceptRecommendation, overrideRecommendation } from '@/lib/decisions/decide';
import { undoDecision } from '@/lib/decisions/undo-decision';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  monday,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import { getCooling } from './get-cooling';

const ago = (hours: number) => new Date(hoursAgo(hours));
const asked: ScopeInput = { period: { days: 30 }, zone: 'UTC' };

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
beforeEach(() => desk.clear());
afterAll(() => desk?.close());

const ask = (scope: Partial<ScopeInput> = {}) =>
  getCooling(desk.as('Vic Viewer', 'viewer'), { ...asked, ...scope });

/** Ana, Bo and Cy, accounts A to E that need a CSM, and F of the other class. */
async function openOffice(): Promise<void> {
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }],
    accounts: [
      ...['A', 'B', 'C', 'D', 'E'].map((id) => ({ id, since: hoursAgo(400) })),
      { id: 'F', segment: 'Commercial', level: 'Enterprise', since: hoursAgo(400) },
    ],
  });
}

const flags = { acknowledged: ['cooling' as const, 'stale' as const] };

describe('an account that is given in this program', () => {
  it('is received once, when it was accepted, though recommendation and assignment tell it', async () => {
    await openOffice();
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(6) },
    ]);
    await acceptRecommendation(desk.ctx, { ...decisionRequest('1'), ...flags });
    desk.advanceHours(1);
    const { cooling, kept, week, guide, outlook } = await ask();
    expect(kept).toMatchObject({ receipts: 1, violations: 0 });
    expect(week.lanes).toMatchObject([
      { csm: 'Ana', receipts: 1, spans: [{ at: monday, accountName: 'Account A' }] },
    ]);
    expect(cooling).toMatchObject([
      {
        ...{ csm: 'Ana', since: monday, freeAt: ago(-4), accountId: 'A', way: 'accepted' },
        ...{ accountName: 'Account A', decidedBy: 'Mia Manager', alsoKeptBy: null },
      },
    ]);
    expect(guide).toEqual({
      rows: [],
      differences: [{ csm: 'Ana', in: 'program', why: 'recommended_before', at: ago(6) }],
    });
    expect(outlook).toMatchObject({
      ...{ waiting: 5, eligible: 2, active: 3, next: { csms: ['Ana'], at: ago(-4) } },
    });
  });

  it('and comes too soon, tells the decision and what that set aside', async () => {
    await openOffice();
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(0) },
      { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(0) },
      { id: 3, account: 'C', csm: 'Ana', at: hoursAgo(0) },
    ]);
    await acceptRecommendation(desk.ctx, { ...decisionRequest('1'), ...flags });
    desk.advanceHours(1);
    await overrideRecommendation(desk.as('Otto', 'manager'), {
      ...decisionRequest('2'),
      ...{ csm: 'Ana', reason: 'knows_account', note: 'They worked together.', ...flags },
    });
    desk.advanceHours(2);
    const { kept, violations, cooling } = await ask();
    expect(violations).toMatchObject([
      {
        ...{ csm: 'Ana', at: ago(-1), way: 'overridden', accountId: 'B', previousId: 'A' },
        ...{ previousAt: monday, previousName: 'Account A', accountName: 'Account B' },
        ...{ runId: null, decidedBy: 'Otto' },
        ...{ decidedAt: ago(-1), aside: true, reason: 'knows_account' },
        note: 'They worked together.',
      },
    ]);
    expect(kept).toMatchObject({
      ...{ receipts: 2, violations: 1 },
      causes: [{ way: 'overridden', aside: true, violations: 1 }],
    });
    expect(cooling).toMatchObject([{ csm: 'Ana', since: ago(-1), way: 'overridden' }]);
  });

  it('and taken back, was never received', async () => {
    await openOffice();
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(0) },
    ]);
    const { decisionId } = await acceptRecommendation(desk.ctx, {
      ...decisionRequest('1'),
      ...flags,
    });
    await undoDecision(desk.ctx, { ...decisionRequest('1'), decisionId });
    const { kept, cooling, reserved, week } = await ask();
    expect([kept.receipts, cooling, week.lanes]).toEqual([0, [], []]);
    expect(reserved).toMatchObject([
      { csm: 'Ana', until: ago(-4), accountId: 'A', accountName: 'Account A' },
    ]);
  });

  it('stays received when it is assigned to somebody else afterwards', async () => {
    await openOffice();
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(2) },
    ]);
    await acceptRecommendation(desk.ctx, { ...decisionRequest('1'), ...flags });
    desk.advanceHours(1);
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'A', csm: 'Bo', at: hoursAgo(-0.5) },
    ]);
    const { week, kept } = await ask();
    expect(kept).toMatchObject({ receipts: 2, violations: 0 });
    expect(week.lanes.map(({ csm, spans }) => [csm, spans[0]?.at, spans[0]?.way])).toEqual([
      ['Ana', monday, 'accepted'],
      ['Bo', ago(-0.5), 'outside'],
    ]);
  });
});

describe('an account that is given elsewhere', () => {
  const given = { accepted: true, given: 'Ana', csm: 'Ana' };

  it('is received once, when the assignment tells that it was approved', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'A', ...given, at: hoursAgo(9) },
    ]);
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(3) },
    ]);
    const { kept, week, cooling } = await ask();
    expect(kept).toMatchObject({ receipts: 1 });
    expect(week.lanes).toMatchObject([{ spans: [{ at: ago(3), way: 'elsewhere' }] }]);
    expect(cooling).toMatchObject([{ since: ago(3), way: 'elsewhere' }]);
  });

  it('is received at the recommendation’s time where the assignment is another’s', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'A', ...given, at: hoursAgo(9) },
    ]);
    await upsertExternalAssignments(desk.warehouse, [{ account: 'A', csm: 'Bo', at: hoursAgo(3) }]);
    const { week } = await ask();
    expect(week.lanes.map(({ csm, spans }) => [csm, spans[0]?.at, spans[0]?.way])).toEqual([
      ['Ana', ago(9), 'elsewhere'],
      ['Bo', ago(3), 'outside'],
    ]);
  });

  it('twice at once or again within the period, counts once', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'A', ...given, at: hoursAgo(30) },
      { id: 2, account: 'A', ...given, at: hoursAgo(30) },
      { id: 3, account: 'A', ...given, at: hoursAgo(28) },
      { id: 4, account: 'A', ...given, at: hoursAgo(20) },
    ]);
    expect((await ask()).kept).toMatchObject({ receipts: 2, violations: 0 });
  });

  it('with another at one moment, is one violation: the second', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'B', ...given, at: hoursAgo(30) },
      { id: 2, account: 'A', ...given, at: hoursAgo(30) },
      { id: 3, account: 'C', ...given, at: hoursAgo(26) },
    ]);
    const { violations, kept } = await ask();
    expect(violations).toMatchObject([
      { accountId: 'B', previousId: 'A', previousAt: ago(30), way: 'elsewhere' },
    ]);
    expect(kept).toMatchObject({ receipts: 3, violations: 1 });
  });

  it('without account, CSM or time, breaks nothing', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: null, ...given, at: hoursAgo(2) },
      { id: 2, account: 'A', ...given, csm: null, at: hoursAgo(2) },
      { id: 3, account: 'A', ...given, at: null },
    ]);
    const { cooling, guide, kept } = await ask();
    expect(cooling).toMatchObject([
      { csm: 'Ana', accountId: null, way: 'elsewhere', alsoKeptBy: 'not_active' },
    ]);
    expect(guide.differences).toEqual([{ csm: null, in: 'guide', why: 'no_name' }]);
    expect(kept.receipts).toBe(1);
  });
});

describe('the scope', () => {
  it('narrows what was received by class and team, and never whom it came after', async () => {
    await openOffice();
    await desk.queryRows(
      `UPDATE ${tableNames.csmDetails} SET manager_name = 'Rita' WHERE csm_name = 'Ana'`,
    );
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(3) },
      { account: 'F', csm: 'Ana', at: hoursAgo(2) },
      { account: 'B', csm: 'Bo', at: hoursAgo(2) },
    ]);
    const commercial = await ask({ segments: ['commercial'] });
    expect(commercial.kept).toMatchObject({ receipts: 1, violations: 1 });
    expect(commercial.violations).toMatchObject([{ accountId: 'F', previousId: 'A' }]);
    expect(commercial.cooling.map(({ csm }) => csm)).toEqual(['Ana', 'Bo']);
    const team = await ask({ managers: ['Rita'] });
    expect(team.week.lanes.map(({ csm }) => csm)).toEqual(['Ana']);
    expect((await ask({ managers: ['Nobody'] })).kept).toMatchObject({ receipts: 0 });
  });

  it('is of the period, though the days of the timeline are always the last seven', async () => {
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'A', csm: 'Ana', at: '2026-01-15T12:00:00.000Z' },
      { account: 'B', csm: 'Ana', at: '2026-01-15T13:00:00.000Z' },
      { account: 'C', csm: 'Ana', at: hoursAgo(24) },
    ]);
    const january = await ask({ period: { first: '2026-01-15', last: '2026-01-20' } });
    expect(january.kept.weeks).toEqual([
      { week: '2026-01-12', receipts: 2, violations: 1 },
      { week: '2026-01-19', receipts: 0, violations: 0 },
    ]);
    expect(january.week.lanes).toMatchObject([{ receipts: 1, violations: 0 }]);
    expect((await ask({ period: { days: 7 } })).violations).toEqual([]);
  });

  it('has no say in who is cooling, nor in how they came to their last account', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', accepted: true, given: 'Ana', at: hoursAgo(20 * 24) },
    ]);
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(1) },
    ]);
    const coolingOver = async (days: number) => (await ask({ period: { days } })).cooling;
    const week = await coolingOver(7);
    expect(week).toMatchObject([{ csm: 'Ana', since: ago(1), way: 'outside' }]);
    expect(await coolingOver(90)).toEqual(week);
  });

  it('cuts weeks in the reader’s zone', async () => {
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'A', csm: 'Ana', at: '2026-03-01T23:30:00.000Z' },
    ]);
    const weeksIn = async (zone: string) =>
      (await ask({ zone })).kept.weeks.filter(({ receipts }) => receipts > 0);
    expect(await weeksIn('UTC')).toMatchObject([{ week: '2026-02-23' }]);
    expect(await weeksIn('Europe/Berlin')).toMatchObject([{ week: '2026-03-02' }]);
  });
});

it('an empty company cools nobody', async () => {
  expect(await ask()).toMatchObject({
    ...{ cooling: [], reserved: [], violations: [], guide: { rows: [], differences: [] } },
    outlook: { waiting: 0, eligible: 0, active: 0, next: null },
    week: { lanes: [], csms: 0, from: ago(153), to: ago(-15) },
    kept: { receipts: 0, violations: 0, causes: [] },
  });
});

it('refuses a zone that does not exist', async () => {
  expect(await expectAppError(ask({ zone: 'Mars/Base' }))).toMatchObject({ code: 'invalid_input' });
});
