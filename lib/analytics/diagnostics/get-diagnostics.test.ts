import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { markAccounts } from '@/lib/accounts/mark-accounts';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { recordStatements } from '@/test/support/statement-spy';
import { hoursAgo, monday, openTestContext, type TestContext } from '@/test/support/test-context';
import { diagnosticsFindings } from './findings';
import { getDiagnostics } from './get-diagnostics';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const diagnose = () => getDiagnostics(context.as('Vera', 'viewer'));
const onboard = (rows: string) =>
  context.queryRows(`INSERT INTO ${tableNames.onboardingSource} (account_id_ob, success_transition_status_ob)
    VALUES ${rows}`);

it('getDiagnostics runs two statements besides the policy’s', async () => {
  expect((await recordStatements(context.ctx, getDiagnostics)).sort()).toEqual([
    'company.needing',
    'diagnostics.figures',
  ]);
});

it('getDiagnostics finds no accounts and no active CSMs in an empty company', async () => {
  const diagnostics = await diagnose();
  expect(diagnostics).toMatchObject({
    accounts: { needing: 0, routable: 0, guide: { rows: 0 } },
    csms: { active: 0, eligible: 0, excluded: [], guide: { rows: 0 } },
    pending: { rows: 0, staleRows: [] },
    runs: { last: null, recommendedAt: null },
    review: { off: 'no_key', last: null, tokens: 0 },
  });
  expect(diagnostics.warehouse.schema.version).toBe(diagnostics.warehouse.schema.required);
  expect(diagnosticsFindings(diagnostics, 'en-US').map(({ id }) => id)).toEqual([
    'none-active',
    'no-accounts',
    'review-off',
  ]);
});

it('getDiagnostics separates routable accounts from pending and assigned ones, and counts missing data', async () => {
  await seedCompany(context.warehouse, {
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
  await insertExternalRecommendations(context.warehouse, [
    { account: 'C', csm: 'Ana', at: hoursAgo(1) },
  ]);
  await upsertExternalAssignments(context.warehouse, [
    { account: 'D', csm: 'Ana', at: hoursAgo(10) },
    // Assigned before it needed a CSM.
    { account: 'E', csm: 'Ana', at: hoursAgo(500) },
  ]);
  await onboard(`('A', 'Needs CSM'), (NULL, 'Needs CSM'), ('Y', 'Complete')`);
  const { accounts } = await diagnose();
  expect(accounts).toMatchObject({
    needing: 5,
    routable: 3,
    pending: 1,
    assignedSince: 1,
    waitingSince: new Date(hoursAgo(90)),
    guide: { rows: 7, withoutId: 1, accounts: 5 },
    statuses: [
      { status: 'Needs CSM', rows: 7 },
      { status: 'Complete', rows: 2 },
    ],
  });
  expect(accounts.toPlace.map(({ id }) => id)).toEqual(['A', 'B', 'E']);
  expect(accounts.toPlace[1]).toMatchObject({ level: null, neediness: null });
});

it('getDiagnostics lists the accounts that no active CSM takes, which use up no places of a run', async () => {
  const [harbor, cove] = [
    { segment: 'Commercial', level: 'Enterprise' },
    { segment: 'Residential' },
  ];
  await seedCompany(context.warehouse, {
    csms: ['Ana', 'Bo', 'Cy', 'Di'].map((name) => ({ name, ...cove })),
    accounts: [
      ...['H1', 'H2', 'H3'].map((id) => ({ id, ...harbor, since: hoursAgo(900) })),
      ...['C1', 'C2', 'C3', 'C4'].map((id) => ({ id, ...cove, neediness: 9, since: hoursAgo(9) })),
    ],
  });
  const batchOfTwo = { ...wholeBatch, batchSize: 2 };
  const placed = [];
  for (let n = 0; n < 2; n++) placed.push((await runToCompletion(context.ctx, batchOfTwo)).placed);
  expect(placed).toEqual([2, 2]);
  const { accounts } = await getDiagnostics(context.ctx);
  expect(accounts.blocked.map(({ account, reason }) => [account.id, reason])).toEqual(
    ['H1', 'H2', 'H3'].map((id) => [id, 'segment_mismatch']),
  );
});

it('getDiagnostics counts the queue’s pending recommendations and those that break a rule', async () => {
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Gone', active: false }],
    accounts: [{ id: 'A' }, { id: 'B' }, { id: 'C' }, { id: 'D', needsCsm: false, csm: 'Bo' }],
  });
  await upsertExternalAssignments(context.warehouse, [
    { account: 'X', csm: 'Ana', at: hoursAgo(1) },
  ]);
  await insertExternalRecommendations(context.warehouse, [
    { account: 'A', csm: 'Ana', at: hoursAgo(2), score: 50 },
    { account: 'B', csm: 'Bo', at: hoursAgo(30), score: 51 },
    { account: 'C', csm: 'Gone', at: hoursAgo(24), score: null },
    { account: 'D', csm: 'Bo', at: hoursAgo(24.1), score: 12 },
    { account: 'E', csm: 'Ana', at: hoursAgo(2), accepted: true },
    { account: 'X', csm: 'Bo', at: hoursAgo(3), score: 1 },
  ]);
  const { pending, csms } = await diagnose();
  expect(pending).toMatchObject({
    rows: 4,
    snoozed: 0,
    stale: 2,
    low: 2,
    unneeded: 1,
    overdue: 0,
    ineligible: 2,
    staleRows: [
      { accountId: 'B', csm: 'Bo', recommendedAt: new Date(hoursAgo(30)) },
      { accountId: 'C', csm: 'Gone' },
    ],
  });
  expect(csms).toMatchObject({ active: 2, eligible: 1, notActive: ['Gone'] });
});

it('getDiagnostics names the active CSMs without a tenure, a manager, or a class', async () => {
  const known = { tenureMonths: 9, manager: 'Mia', segment: 'Residential' };
  await seedCompany(context.warehouse, {
    csms: [
      { name: 'Ana', ...known },
      { name: 'Cy', ...known, tenureMonths: null, segment: null, level: 'Corporate' },
      { name: 'Bo', ...known, tenureMonths: -1, manager: ' ', segment: ' ' },
      { name: 'Gone', active: false, tenureMonths: null },
    ],
  });
  expect((await diagnose()).csms.missing).toEqual({
    tenure: ['Bo', 'Cy'],
    manager: ['Bo'],
    class: ['Bo'],
  });
});

it('getDiagnostics finds the last run, which failed', async () => {
  await seedCompany(context.warehouse, { accounts: [{ id: 'A' }] });
  const run = await runToCompletion(context.ctx, wholeBatch);
  const { runs } = await diagnose();
  expect(runs.last).toMatchObject({ id: run.id, status: 'failed', startedAt: monday });
});

it('getDiagnostics counts the accounts of owners who are not active, and which already wait', async () => {
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Gil', active: false }],
    accounts: [
      { id: 'A', csm: 'Ana', needsCsm: false },
      { id: 'B', csm: 'Gil', needsCsm: false },
      { id: 'C', csm: 'GIL', needsCsm: false },
      { id: 'D', csm: 'Gil', needsCsm: true },
    ],
  });
  const before = { owner: 'Gil', accounts: 3, wasCsm: true };
  expect((await diagnose()).orphaned).toEqual([{ ...before, waiting: 1 }]);
  await markAccounts(context.ctx, { owners: ['Gil'] });
  const after = await diagnose();
  expect(after.orphaned).toEqual([{ ...before, waiting: 3 }]);
  expect(after.accounts).toMatchObject({ needing: 3, routable: 3 });
});
