import { afterAll, beforeAll, expect, it } from 'vitest';
import { getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import { tableNames as table } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { exportHandover, type HandoverRow } from './export-handover';
import { getHandover } from './get-handover';

const day: ScopeInput = { period: { first: '2026-03-02', last: '2026-03-02' }, zone: 'UTC' };
const csms = ['Ana', 'Bo', 'Cy', 'Di', 'Ed'];

/**
 * Six accounts wait on Monday at 9:00, two of them since Monday. A run recommends a CSM for four. Then
 * managers accept, override against a rule, reject, and undo, and another program assigns one.
 */
async function seed(context: TestContext): Promise<void> {
  await seedCompany(context.warehouse, {
    csms: csms.map((name, n) => ({ name, manager: n < 2 ? 'Rita' : 'Sam' })),
    accounts: [
      ...['A', 'B', 'C', 'D'].map((id, n) => ({ id, name: `The ${id}`, since: hoursAgo(50 - n) })),
      { id: 'E', since: hoursAgo(3), segment: 'Commercial' },
      { id: 'F', since: hoursAgo(2), segment: 'Commercial' },
      { id: 'G', since: hoursAgo(60) },
    ],
  });
  await upsertExternalAssignments(context.warehouse, [
    { account: 'G', csm: 'Di', at: hoursAgo(1) },
    { account: 'Old', csm: 'Di', at: hoursAgo(99) },
  ]);
  await insertExternalRecommendations(context.warehouse, [
    { id: 900, account: 'G', csm: 'Di', at: hoursAgo(5), accepted: true, given: 'Di' },
  ]);
  await runToCompletion(context.ctx, wholeBatch);
  const pending = (await readQueue(context.ctx)).rows;
  expect(pending).toHaveLength(4);
  // Di received an account an hour ago.
  const [accepted, overridden, rejected, undone] = pending;
  const other = csms.find((name) => name !== overridden?.recommendedCsm) ?? '';
  context.advanceHours(1);
  await acceptRecommendation(context.ctx, decisionRequest(accepted?.id ?? ''));
  context.advanceHours(2);
  await overrideRecommendation(context.as('Otto', 'manager'), {
    ...decisionRequest(overridden?.id ?? ''),
    csm: other,
    reason: 'expertise',
    note: 'Knows the product.',
    acknowledged: ['cooling'],
  });
  await rejectRecommendation(context.ctx, {
    ...decisionRequest(rejected?.id ?? ''),
    reason: 'not_ready',
  });
  const decision = decisionRequest(undone?.id ?? '');
  await acceptRecommendation(context.ctx, decision);
  await undoDecision(context.ctx, decision);
}

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
  await seed(context);
});
afterAll(() => context.close());

const inDay = (column: string) =>
  `${column} >= TIMESTAMP '2026-03-02 00:00:00' AND ${column} < TIMESTAMP '2026-03-03 00:00:00'`;
const inEffect = `SELECT * FROM ${table.decisions} AS d WHERE d.verb <> 'undo'
  AND NOT EXISTS (SELECT 1 FROM ${table.decisions} AS u WHERE u.undoes = d.decision_id)
  AND ${inDay('d.decided_at')}`;

it('counts and lists decisions as SQL over the decisions does', async () => {
  const { decided, events, exceptions } = await getHandover(context.ctx, day);
  const expected = await context.queryRows(
    `SELECT verb, COUNT(*) AS n, COUNT(set_aside) AS rules FROM (${inEffect}) AS e GROUP BY verb`,
  );
  const count = (verb: string) => Number(expected.find((row) => row.verb === verb)?.n ?? 0);
  expect([decided.accepted, decided.overridden, decided.rejected]).toEqual([
    count('accept'),
    count('override'),
    count('reject'),
  ]);
  expect([count('accept'), count('override'), count('reject')]).toEqual([1, 1, 1]);
  expect(decided).toMatchObject({ received: 3, outside: 1, againstRules: 1 });
  const [median] = await context.queryRows(
    `SELECT MEDIAN(DATEDIFF('millisecond', r.recommendation_timestamp, e.decided_at)) AS ms
     FROM (${inEffect}) AS e JOIN ${table.recommendations} AS r USING (recommendation_id)`,
  );
  expect(decided.medianMs).toBe(Number(median?.ms));
  const listed = await context.queryRows(
    `SELECT CAST(decision_id AS VARCHAR) AS id, decided_by_name FROM (${inEffect}) AS e
     ORDER BY decided_at DESC, decision_id DESC`,
  );
  const decisions = events.rows.filter(({ verb }) => verb !== 'outside');
  expect(decisions.map(({ id, byName }) => ({ id, decided_by_name: byName }))).toEqual(listed);
  expect(exceptions.rows).toMatchObject([
    { verb: 'reject', csm: null, reason: 'not_ready' },
    { verb: 'override', byName: 'Otto', rules: ['cooling'], note: 'Knows the product.' },
  ]);
});

it('lists an assignment outside the app with its recommendation, but no person', async () => {
  const { events } = await getHandover(context.ctx, day);
  expect(events.rows.filter(({ verb }) => verb === 'outside')).toMatchObject([
    { accountId: 'G', csm: 'Di', byName: null, recommendationId: '900', tookMs: null },
  ]);
});

it('counts what came in and what waited as SQL over the accounts does', async () => {
  const { classes, end } = await getHandover(context.ctx, day);
  const now = end.toISOString().replace('T', ' ').replace('Z', '');
  const waited = (time: string) =>
    `since < TIMESTAMP '${time}' AND (assigned >= TIMESTAMP '${time}' OR assigned IS NULL)`;
  const [expected] = await context.queryRows(
    `SELECT COUNT_IF(${inDay('since')}) AS came_in,
       COUNT_IF(${waited('2026-03-02 00:00:00')}) AS before,
       COUNT_IF(${waited(now)}) AS after
     FROM (SELECT o.needs_csm_since AS since, x.assignment_date AS assigned
       FROM ${table.onboardingSource} AS o
       LEFT JOIN ${table.assignments} AS x ON x.account_id = o.account_id_ob) AS a`,
  );
  const sum = (key: 'cameIn' | 'waitedBefore' | 'waitedAfter') =>
    classes.reduce((total, row) => total + row[key], 0);
  expect([sum('cameIn'), sum('waitedBefore'), sum('waitedAfter')]).toEqual(
    [expected?.came_in, expected?.before, expected?.after].map(Number),
  );
  expect([sum('cameIn'), sum('waitedBefore'), sum('waitedAfter')]).toEqual([2, 5, 4]);
  expect(classes[0]).toMatchObject({ segment: 'Commercial', cameIn: 2 });
});

it('lists what is still open, with the pending recommendation or why there is none', async () => {
  const { open, runs } = await getHandover(context.ctx, day);
  const expected = await context.queryRows(
    `SELECT account_id_ob AS id FROM ${table.onboardingSource}
     WHERE account_id_ob NOT IN (SELECT account_id FROM ${table.assignments})
     ORDER BY needs_csm_since`,
  );
  expect(open.rows.map(({ id }) => ({ id }))).toEqual(expected);
  expect(open).toMatchObject({ total: 4, pending: 1 });
  expect(open.rows.filter(({ recommendation }) => recommendation)).toHaveLength(1);
  expect(
    open.rows.filter(({ deferral }) => deferral).map(({ deferral }) => deferral?.reason),
  ).toEqual(['max_per_run', 'max_per_run']);
  expect(runs).toMatchObject({ first: { fairness: { measure: 'within_class' } } });
});

it('applies class filters to accounts and decisions, and team filters to decisions', async () => {
  const commercial = await getHandover(context.ctx, { ...day, segments: ['commercial'] });
  expect(commercial.classes.map(({ segment }) => segment)).toEqual(['Commercial']);
  const all = (await getHandover(context.ctx, day)).events.rows;
  const ofTeam = await getHandover(context.ctx, { ...day, managers: ['Rita'] });
  expect(ofTeam.events.rows).toEqual(
    all.filter(({ csm, recommendedCsm }) => ['Ana', 'Bo'].includes(csm ?? recommendedCsm ?? '')),
  );
});

it('counts what each CSM received as the list of decisions does', async () => {
  const { decided, events, receipts } = await getHandover(context.ctx, day);
  const listed = events.rows.filter(({ csm }) => csm !== null);
  expect(receipts.map(({ csm, received }) => [csm, received])).toEqual(
    receipts.map(({ csm }) => [csm, listed.filter((event) => event.csm === csm).length]),
  );
  const sum = (key: 'received' | 'accepted' | 'overridden' | 'outside') =>
    receipts.reduce((total, row) => total + row[key], 0);
  expect(decided).toMatchObject({
    received: sum('received'),
    accepted: sum('accepted'),
    overridden: sum('overridden'),
    outside: sum('outside'),
    csms: receipts.length,
  });
});

it('exports the same rows, for a viewer too', async () => {
  const { events, open } = await getHandover(context.ctx, day);
  const { batches } = await exportHandover(context.as('Vi', 'viewer'), day);
  const rows: HandoverRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  expect(rows).toEqual([
    ...events.rows.map((event) => ({ kind: 'decided', event })),
    ...open.rows.map((account) => ({ kind: 'open', account })),
  ]);
});

it('is empty for a period in which nothing happened', async () => {
  const january: ScopeInput = { period: { first: '2026-01-01', last: '2026-01-07' }, zone: 'UTC' };
  expect(await getHandover(context.ctx, january)).toMatchObject({
    classes: [],
    events: { total: 0 },
    exceptions: { total: 0 },
    open: { total: 0 },
    runs: null,
    decided: { received: 0, medianMs: null },
  });
});

it('counts a start in the future as now, and the same accounts as Workload and Diagnostics', async () => {
  const sum = ({ classes }: Awaited<ReturnType<typeof getHandover>>) =>
    classes.reduce(
      (total, row) => [(total[0] ?? 0) + row.cameIn, (total[1] ?? 0) + row.waitedAfter],
      [0, 0],
    );
  const before = await getHandover(context.ctx, day);
  await context.warehouse.script(
    `INSERT INTO ${table.onboardingSource}
       (account_id_ob, account_name, success_transition_status_ob, needs_csm_since)
     VALUES ('Y', 'Starts later', 'Needs CSM', TIMESTAMP '2026-03-09 09:00:00'),
       ('Z', 'Unknown start', 'Needs CSM', NULL)`,
  );
  const after = await getHandover(context.ctx, day);
  expect(after.open.total).toBe(before.open.total + 2);
  const [cameIn = 0, waited = 0] = sum(before);
  expect(sum(after)).toEqual([cameIn + 1, waited + 1]);
  const yesterday: ScopeInput = { ...day, period: { first: '2026-03-01', last: '2026-03-01' } };
  expect((await getHandover(context.ctx, yesterday)).open.rows.map(({ id }) => id)).not.toContain(
    'Y',
  );
  const { waits } = await getWorkload(context.ctx, { ...day, period: { days: 7 } });
  const { accounts } = await getDiagnostics(context.ctx);
  expect(waits?.accounts).toBe(after.open.total);
  expect(accounts.needing - accounts.assignedSince).toBe(after.open.total);
});
