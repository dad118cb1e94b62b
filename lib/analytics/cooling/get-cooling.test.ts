import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  acceptRecommendation,
  overrideRecommendation,
  undoDecision,
} from '@/test/support/decisions';
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
import { exportViolations } from './export-violations';
import { getCooling } from './get-cooling';

const ago = (hours: number) => new Date(hoursAgo(hours));
const scope30Days: ScopeInput = { period: { days: 30 }, zone: 'UTC' };

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
beforeEach(() => context.clear());
afterAll(() => context?.close());

const loadCooling = (scope: Partial<ScopeInput> = {}) =>
  getCooling(context.as('Vic Viewer', 'viewer'), { ...scope30Days, ...scope });

/** Ana, Bo, and Cy; accounts A to E that need a CSM, and F of another class. */
async function seedOffice(): Promise<void> {
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }],
    accounts: [
      ...['A', 'B', 'C', 'D', 'E'].map((id) => ({ id, since: hoursAgo(400) })),
      { id: 'F', segment: 'Commercial', level: 'Enterprise', since: hoursAgo(400) },
    ],
  });
}

const acknowledged = { acknowledged: ['cooling' as const, 'stale' as const] };

describe('getCooling for an account decided in the app', () => {
  it('counts one receipt at the time of acceptance', async () => {
    await seedOffice();
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(6) },
    ]);
    await acceptRecommendation(context.ctx, { ...decisionRequest('1'), ...acknowledged });
    context.advanceHours(1);
    const { cooling, compliance, week, guide, availability, toPlace } = await loadCooling();
    expect(compliance).toMatchObject({ receipts: 1, violations: 0 });
    expect(week.lanes).toMatchObject([
      { csm: 'Ana', receipts: 1, spans: [{ at: monday, accountName: 'Account A' }] },
    ]);
    expect(cooling).toMatchObject([
      {
        csm: 'Ana',
        since: monday,
        freeAt: ago(-4),
        accountId: 'A',
        origin: 'accepted',
        accountName: 'Account A',
        decidedBy: 'Mia Manager',
        alsoExcludedBy: null,
      },
    ]);
    expect(guide).toEqual({
      rows: [],
      differences: [{ csm: 'Ana', in: 'app', why: 'recommended_before', at: ago(6) }],
    });
    expect(availability).toMatchObject({
      eligible: 2,
      active: 3,
      next: { csms: ['Ana'], at: ago(-4).getTime() },
    });
    expect(toPlace).toEqual({ accounts: 5, withoutEligibleCsm: 0 });
  });

  it('lists a receipt that came too soon, with its decision and the acknowledged rule', async () => {
    await seedOffice();
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(0) },
      { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(0) },
      { id: 3, account: 'C', csm: 'Ana', at: hoursAgo(0) },
    ]);
    await acceptRecommendation(context.ctx, { ...decisionRequest('1'), ...acknowledged });
    context.advanceHours(1);
    await overrideRecommendation(context.as('Otto', 'manager'), {
      ...decisionRequest('2'),
      csm: 'Ana',
      reason: 'knows_account',
      note: 'They worked together.',
      ...acknowledged,
    });
    context.advanceHours(2);
    const { compliance, violations, cooling } = await loadCooling();
    expect(violations.rows).toMatchObject([
      {
        csm: 'Ana',
        at: ago(-1),
        origin: 'overridden',
        accountId: 'B',
        previousId: 'A',
        previousAt: monday,
        previousName: 'Account A',
        accountName: 'Account B',
        runId: null,
        decidedBy: 'Otto',
        decidedAt: ago(-1),
        acknowledged: true,
        reason: 'knows_account',
        note: 'They worked together.',
      },
    ]);
    expect(compliance).toMatchObject({
      receipts: 2,
      violations: 1,
      causes: [{ origin: 'overridden', acknowledged: true, violations: 1 }],
    });
    expect(cooling).toMatchObject([{ csm: 'Ana', since: ago(-1), origin: 'overridden' }]);
  });

  it('does not count a receipt that was undone', async () => {
    await seedOffice();
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(0) },
    ]);
    const decided = await acceptRecommendation(context.ctx, {
      ...decisionRequest('1'),
      ...acknowledged,
    });
    await undoDecision(context.ctx, decided);
    const { compliance, cooling, reserved, week } = await loadCooling();
    expect([compliance.receipts, cooling, week.lanes]).toEqual([0, [], []]);
    expect(reserved).toMatchObject([
      { csm: 'Ana', until: ago(-4), accountId: 'A', accountName: 'Account A' },
    ]);
  });

  it('keeps the receipt when the account is later assigned to another CSM', async () => {
    await seedOffice();
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(2) },
    ]);
    await acceptRecommendation(context.ctx, { ...decisionRequest('1'), ...acknowledged });
    context.advanceHours(1);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Bo', at: hoursAgo(-0.5) },
    ]);
    const { week, compliance } = await loadCooling();
    expect(compliance).toMatchObject({ receipts: 2, violations: 0 });
    expect(week.lanes.map(({ csm, spans }) => [csm, spans[0]?.at, spans[0]?.origin])).toEqual([
      ['Ana', monday, 'accepted'],
      ['Bo', ago(-0.5), 'outside'],
    ]);
  });
});

describe('getCooling for an account assigned elsewhere', () => {
  const given = { accepted: true, given: 'Ana', csm: 'Ana' };

  it('counts one receipt at the time of the approving assignment', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A', ...given, at: hoursAgo(9) },
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(3) },
    ]);
    const { compliance, week, cooling } = await loadCooling();
    expect(compliance).toMatchObject({ receipts: 1 });
    expect(week.lanes).toMatchObject([{ spans: [{ at: ago(3), origin: 'elsewhere' }] }]);
    expect(cooling).toMatchObject([{ since: ago(3), origin: 'elsewhere' }]);
  });

  it('counts the receipt at the recommendation’s time if the assignment is another CSM’s', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A', ...given, at: hoursAgo(9) },
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Bo', at: hoursAgo(3) },
    ]);
    const { week } = await loadCooling();
    expect(week.lanes.map(({ csm, spans }) => [csm, spans[0]?.at, spans[0]?.origin])).toEqual([
      ['Ana', ago(9), 'elsewhere'],
      ['Bo', ago(3), 'outside'],
    ]);
  });

  it('counts repeated receipts of one account within the cooling period once', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A', ...given, at: hoursAgo(30) },
      { id: 2, account: 'A', ...given, at: hoursAgo(30) },
      { id: 3, account: 'A', ...given, at: hoursAgo(28) },
      { id: 4, account: 'A', ...given, at: hoursAgo(20) },
    ]);
    expect((await loadCooling()).compliance).toMatchObject({ receipts: 2, violations: 0 });
  });

  it('counts two simultaneous receipts as one violation, by the second', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'B', ...given, at: hoursAgo(30) },
      { id: 2, account: 'A', ...given, at: hoursAgo(30) },
      { id: 3, account: 'C', ...given, at: hoursAgo(26) },
    ]);
    const { violations, compliance } = await loadCooling();
    expect(violations.rows).toMatchObject([
      { accountId: 'B', previousId: 'A', previousAt: ago(30), origin: 'elsewhere' },
    ]);
    const { batches } = await exportViolations(context.as('Vi', 'viewer'), scope30Days);
    const exported = [];
    for await (const batch of batches) exported.push(...batch);
    expect(exported).toEqual(violations.rows);
    const { rows: beyond } = (await getCooling(context.ctx, scope30Days, 2)).violations;
    expect(beyond).toEqual([]);
    expect(compliance).toMatchObject({ receipts: 3, violations: 1 });
  });

  it('ignores rows without a CSM or time, and accepts one without an account', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: null, ...given, at: hoursAgo(2) },
      { id: 2, account: 'A', ...given, csm: null, at: hoursAgo(2) },
      { id: 3, account: 'A', ...given, at: null },
    ]);
    const { cooling, guide, compliance } = await loadCooling();
    expect(cooling).toMatchObject([
      { csm: 'Ana', accountId: null, origin: 'elsewhere', alsoExcludedBy: 'not_active' },
    ]);
    expect(guide.differences).toEqual([{ csm: null, in: 'guide', why: 'no_name' }]);
    expect(compliance.receipts).toBe(1);
  });
});

describe('getCooling with a scope', () => {
  it('filters receipts by class and team, but not the receipts they came after', async () => {
    await seedOffice();
    await context.queryRows(
      `UPDATE ${tableNames.csmDetails} SET manager_name = 'Rita' WHERE csm_name = 'Ana'`,
    );
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(3) },
      { account: 'F', csm: 'Ana', at: hoursAgo(2) },
      { account: 'B', csm: 'Bo', at: hoursAgo(2) },
    ]);
    const commercial = await loadCooling({ segments: ['commercial'] });
    expect(commercial.compliance).toMatchObject({ receipts: 1, violations: 1 });
    expect(commercial.violations.rows).toMatchObject([{ accountId: 'F', previousId: 'A' }]);
    expect(commercial.cooling.map(({ csm }) => csm)).toEqual(['Ana', 'Bo']);
    const team = await loadCooling({ managers: ['Rita'] });
    expect(team.week.lanes.map(({ csm }) => csm)).toEqual(['Ana']);
    expect((await loadCooling({ managers: ['Nobody'] })).compliance).toMatchObject({ receipts: 0 });
  });

  it('applies the period to violations, but always shows the last seven days on the timeline', async () => {
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Ana', at: '2026-01-15T12:00:00.000Z' },
      { account: 'B', csm: 'Ana', at: '2026-01-15T13:00:00.000Z' },
      { account: 'C', csm: 'Ana', at: hoursAgo(24) },
    ]);
    const january = await loadCooling({ period: { first: '2026-01-15', last: '2026-01-20' } });
    expect(january.compliance.weeks).toEqual([
      { week: '2026-01-12', receipts: 2, violations: 1 },
      { week: '2026-01-19', receipts: 0, violations: 0 },
    ]);
    expect(january.week.lanes).toMatchObject([{ receipts: 1, violations: 0 }]);
    expect((await loadCooling({ period: { days: 7 } })).violations.rows).toEqual([]);
  });

  it('does not change who is cooling or the origin of their last account', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', accepted: true, given: 'Ana', at: hoursAgo(20 * 24) },
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(1) },
    ]);
    const coolingOver = async (days: number) => (await loadCooling({ period: { days } })).cooling;
    const week = await coolingOver(7);
    expect(week).toMatchObject([{ csm: 'Ana', since: ago(1), origin: 'outside' }]);
    expect(await coolingOver(90)).toEqual(week);
  });

  it('groups weeks in the reader’s time zone', async () => {
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Ana', at: '2026-03-01T23:30:00.000Z' },
    ]);
    const weeksIn = async (zone: string) =>
      (await loadCooling({ zone })).compliance.weeks.filter(({ receipts }) => receipts > 0);
    expect(await weeksIn('UTC')).toMatchObject([{ week: '2026-02-23' }]);
    expect(await weeksIn('Europe/Berlin')).toMatchObject([{ week: '2026-03-02' }]);
  });
});

it('getCooling is empty for an empty company', async () => {
  expect(await loadCooling()).toMatchObject({
    cooling: [],
    reserved: [],
    violations: { page: 1, rows: [] },
    guide: { rows: [], differences: [] },
    availability: { eligible: 0, active: 0, next: null },
    toPlace: { accounts: 0, withoutEligibleCsm: 0 },
    week: { lanes: [], csms: 0, from: ago(153), to: ago(-15) },
    compliance: { receipts: 0, violations: 0, causes: [] },
  });
});

it('getCooling rejects an unknown time zone', async () => {
  expect(await expectAppError(loadCooling({ zone: 'Mars/Base' }))).toMatchObject({
    code: 'invalid_input',
  });
});
