import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { overrideRecommendation, rejectRecommendation } from '@/lib/decisions/decide';
import { flags } from '@/lib/warehouse/sql/rule-warnings';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { runGuideQueryAt } from '@/test/support/guide-queries';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { recordStatements } from '@/test/support/statement-spy';
import {
  decisionRequest,
  hoursAgo,
  monday,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import { diagnosticsFindings } from './findings';
import { getDiagnostics } from './get-diagnostics';

const acknowledged = [...flags];

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const diagnose = () => getDiagnostics(desk.as('Vera', 'viewer'));
const onboard = (rows: string) =>
  desk.queryRows(`INSERT INTO ${tableNames.onboardingSource} (account_id_ob, success_transition_status_ob)
    VALUES ${rows}`);

it('asks the warehouse for two statements beside the policy', async () => {
  expect((await recordStatements(desk.ctx, getDiagnostics)).sort()).toEqual([
    'company.standing',
    'diagnostics.figures',
  ]);
});

it('of an empty company says that nobody needs a CSM and nobody is active', async () => {
  const found = await diagnose();
  expect(found).toMatchObject({
    accounts: { needing: 0, routable: 0, guide: { rows: 0 } },
    csms: { active: 0, eligible: 0, excluded: [], guide: { rows: 0 } },
    pending: { rows: 0, oldestAt: null },
    low: { since: new Date('2026-03-01T00:00:00Z'), rows: [] },
    runs: { last: null, recommendedAt: null, troubles: [] },
    review: { off: 'no_key', last: null, tokens: 0, troubles: [] },
  });
  expect(found.warehouse.schema.version).toBe(found.warehouse.schema.needed);
  expect(diagnosticsFindings(found).map(({ id }) => id)).toEqual([
    'none-active',
    'nobody-needs',
    'review-off',
  ]);
});

it('tells the accounts that can be placed from those on their way, and what their rows lack', async () => {
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }],
    accounts: [
      { id: 'A', since: hoursAgo(90) },
      { id: 'B', since: hoursAgo(80), neediness: null, level: ' ' },
      { id: 'C', since: hoursAgo(70) },
      { id: 'D', since: hoursAgo(60) },
      { id: 'E', since: hoursAgo(50) },
      { id: 'Z', csm: 'Ana' },
    ],
  });
  await insertExternalRecommendations(desk.warehouse, [
    { account: 'C', csm: 'Ana', at: hoursAgo(1) },
  ]);
  await upsertExternalAssignments(desk.warehouse, [
    { account: 'D', csm: 'Ana', at: hoursAgo(10) },
    // Before it needed another.
    { account: 'E', csm: 'Ana', at: hoursAgo(500) },
  ]);
  await onboard(`('A', 'Needs CSM'), (NULL, 'Needs CSM'), ('Y', 'Complete')`);
  const { accounts } = await diagnose();
  expect(accounts).toEqual({
    ...{ needing: 5, routable: 3, pending: 1, assignedSince: 1 },
    ...{ waitingSince: new Date(hoursAgo(90)), withoutClass: 1, withoutScore: 1 },
    guide: { rows: 7, unnamed: 1, accounts: 5 },
  });
});

it('counts as pending what the queue does, and whose CSM or account speaks against it', async () => {
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Gone', active: false }],
    accounts: [{ id: 'A' }, { id: 'B' }, { id: 'C' }, { id: 'D', needsCsm: false, csm: 'Bo' }],
  });
  await upsertExternalAssignments(desk.warehouse, [{ account: 'X', csm: 'Ana', at: hoursAgo(1) }]);
  await insertExternalRecommendations(desk.warehouse, [
    { account: 'A', csm: 'Ana', at: hoursAgo(2), score: 50 },
    { account: 'B', csm: 'Bo', at: hoursAgo(30), score: 51 },
    { account: 'C', csm: 'Gone', at: hoursAgo(24), score: null },
    { account: 'D', csm: 'Bo', at: hoursAgo(24.1), score: 12 },
    { account: 'E', csm: 'Ana', at: hoursAgo(2), accepted: true },
    { account: 'X', csm: 'Bo', at: hoursAgo(3), score: 1 },
  ]);
  const { pending, csms } = await diagnose();
  expect(pending).toEqual({
    ...{ rows: 4, oldestAt: new Date(hoursAgo(30)), dayOld: 2, low: 2, unneeded: 1, barred: 2 },
  });
  expect(csms).toMatchObject({ active: 2, eligible: 1, notActive: ['Gone'] });
});

describe('what was not accepted', () => {
  it('is the guide’s ten rows with the state that each is in', async () => {
    await seedCompany(desk.warehouse, { csms: [{ name: 'Ana' }, { name: 'Bo' }] });
    const rows = Array.from({ length: 12 }, (_, n) => ({
      ...{
        id: n + 1,
        account: `A${n}`,
        csm: 'Ana',
        at: hoursAgo(2),
        score: 30 + Math.floor(n / 4),
      },
    }));
    await insertExternalRecommendations(desk.warehouse, [
      ...rows.slice(0, 11),
      { id: 12, account: null, csm: 'Ana', at: hoursAgo(3), score: 2 },
      { id: 13, account: 'N', csm: null, at: hoursAgo(3), score: null },
      { id: 14, account: 'L', csm: 'Bo', at: '2026-03-01T00:00:00Z', score: 1, feedback: 'Thin.' },
      { id: 15, account: 'M', csm: 'Bo', at: '2026-02-28T23:59:59.999Z', score: 0 },
    ]);
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'A2', csm: 'Bo', at: hoursAgo(1) },
    ]);
    await rejectRecommendation(desk.ctx, {
      ...decisionRequest('1'),
      acknowledged,
      reason: 'other',
      note: 'No.',
    });
    await overrideRecommendation(desk.ctx, {
      ...decisionRequest('2'),
      acknowledged,
      reason: 'other',
      note: 'Bo.',
      csm: 'Bo',
    });
    const { low } = await diagnose();
    expect(low.rows.map(({ id, state }) => [id, state])).toEqual([
      ['14', 'pending'],
      ['12', null],
      ['1', 'rejected'],
      ['2', 'overridden'],
      ['3', 'superseded'],
      ...['4', '5', '6', '7', '8'].map((id) => [id, 'pending']),
    ]);
    expect(low.rows[0]).toMatchObject({ accountId: 'L', csm: 'Bo', score: 1, feedback: 'Thin.' });
  });
});

it('tells of runs that failed, and of the last one', async () => {
  await seedCompany(desk.warehouse, { accounts: [{ id: 'A' }] });
  const run = await runToCompletion(desk.ctx, wholeBatch);
  const { runs } = await diagnose();
  expect(runs.last).toMatchObject({ id: run.id, status: 'failed', startedAt: monday });
  expect(runs.troubles).toMatchObject([
    { id: run.id, mode: 'batch', failure: run.failure, startedByName: 'Mia Manager', inAll: 1 },
  ]);
  desk.advanceHours(14 * 24 + 1);
  const later = await getDiagnostics({ ...desk.ctx, now: desk.now });
  expect(later.runs).toMatchObject({ last: { id: run.id }, troubles: [] });
});

describe('beside the guide’s own queries, asked at the same time', () => {
  const guide = (name: Parameters<typeof runGuideQueryAt>[1]) =>
    runGuideQueryAt(desk.warehouse, name, monday);

  async function same(): Promise<void> {
    const { accounts, csms, low } = await getDiagnostics(desk.ctx);
    expect([{ needs_csm_count: accounts.guide.rows }]).toEqual(
      await guide('accountsNeedingCsmCount'),
    );
    expect([{ eligible_csm_count: csms.guide.rows }]).toEqual(await guide('activeCsmCount'));
    const rows = await guide('notAssigned');
    expect(low.rows.map(({ score }) => score)).toEqual(rows.map((row) => row.optimization_score));
    const told = low.rows.map((row) => ({
      ...{ account_id: row.accountId, recommended_csm: row.csm },
      ...{ optimization_score: row.score, llm_feedback: row.feedback },
    }));
    const inOrder = (list: object[]) => list.map((row) => JSON.stringify(row)).sort();
    expect(inOrder(told)).toEqual(inOrder(rows));
  }

  it('the figures are the same where there is nothing', same);

  it('they are the same with rows that nobody planned for', async () => {
    await seedCompany(desk.warehouse, { csms: [{ name: "Ana O'Brien" }, { name: 'Zoë “Z”' }] });
    await desk.queryRows(`INSERT INTO ${tableNames.activeCsms} VALUES ('Zoë “Z”'), (NULL), ('')`);
    await onboard(
      `('A', 'Needs CSM'), ('A', 'Needs CSM'), (NULL, 'Needs CSM'), ('B', 'needs csm'), ('C', NULL)`,
    );
    await insertExternalRecommendations(desk.warehouse, [
      { account: 'A', csm: "Ana O'Brien", at: hoursAgo(0), score: 40, feedback: "Isn't it?" },
      { account: 'A', csm: "Ana O'Brien", at: hoursAgo(0), score: 20, accepted: null },
      { account: 'B', csm: 'Gone', at: hoursAgo(0), score: 60, given: 'Zoë “Z”' },
      { account: 'C', csm: 'Zoë “Z”', at: hoursAgo(0), score: null },
      { account: null, csm: null, at: hoursAgo(0), score: -1 },
      { account: 'D', csm: 'Zoë “Z”', at: hoursAgo(0), score: 10, accepted: true },
      { account: 'E', csm: 'Zoë “Z”', at: hoursAgo(72), score: 10 },
      { account: 'F', csm: 'Zoë “Z”', at: null, score: 10 },
      ...Array.from({ length: 9 }, (_, n) => ({
        ...{ account: `T${n}`, csm: 'Gone', at: hoursAgo(0), score: 30 + n },
      })),
    ]);
    await same();
  });
});
