import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
} from '@/lib/decisions/decide';
import { undoDecision } from '@/lib/decisions/undo-decision';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { insertTestReviews, runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { getAccountHistory } from './get-account-history';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const account = `A "1" \\ 100% O'Hara/日本`;
const history = (accountId = account) => getAccountHistory(desk.ctx, { accountId });
const kinds = async () => (await history()).events.map(({ kind }) => kind);

/** Ana and Bo, and the account that needs a CSM. */
const company = (csms: readonly { name: string; awayUntil?: string }[] = [{ name: 'Ana' }]) =>
  seedCompany(desk.warehouse, {
    csms: [...csms, { name: 'Bo' }],
    accounts: [{ id: account, name: 'Larch & Loom', since: hoursAgo(48) }],
  });

describe('an account', () => {
  it('that nothing is known of is not found', async () => {
    await company();
    expect((await expectAppError(history('A'))).code).toBe('not_found');
    expect((await expectAppError(history(''))).code).toBe('invalid_input');
  });

  it('that nothing happened to yet has stood since it needed a CSM', async () => {
    await company();
    expect(await history()).toMatchObject({
      name: 'Larch & Loom',
      standing: { csm: null, needsCsm: true, neediness: 5, health: 75, color: 'yellow' },
      pending: null,
      events: [{ kind: 'needed', at: new Date(hoursAgo(48)) }],
      total: 1,
      deferrals: { total: 0, told: 0 },
    });
  });

  it('that is no longer among the accounts keeps its history', async () => {
    await insertExternalRecommendations(desk.warehouse, [{ account, csm: 'Ana', at: hoursAgo(3) }]);
    expect(await history()).toMatchObject({
      name: account,
      standing: null,
      pending: { csm: 'Ana' },
      events: [{ kind: 'recommended', csm: 'Ana', run: { ours: false, byName: null } }],
    });
  });
});

describe('its history', () => {
  it('tells deferral, recommendation, review, decision and undo in order', async () => {
    const away = { awayUntil: hoursAgo(-2) };
    await seedCompany(desk.warehouse, {
      csms: [{ name: 'Ana', ...away }],
      accounts: [
        { id: account, since: hoursAgo(48) },
        { id: 'Other', csm: 'Ana' },
      ],
    });
    const waited = await runToCompletion(desk.ctx, wholeBatch);
    desk.advanceHours(3);
    const run = await runToCompletion(desk.ctx, wholeBatch);
    const [row] = (await readQueue(desk.ctx)).rows;
    const id = row?.id ?? '';
    const said = { recommendationId: id, accountId: account, verdict: 'caution' as const };
    await insertTestReviews(desk.warehouse, [{ ...said, at: desk.now() }]);
    const accepted = await acceptRecommendation(desk.ctx, decisionRequest(id));
    desk.advanceHours(1);
    await undoDecision(desk.as('Nia', 'manager'), {
      ...decisionRequest(id),
      decisionId: accepted.decisionId,
    });

    const { events, pending } = await history();
    expect(pending).toEqual({ recommendationId: id, csm: 'Ana' });
    const byMia = { ours: true, byName: 'Mia Manager' };
    expect(events).toMatchObject([
      { kind: 'decided', verb: 'undo', byName: 'Nia', before: { csm: 'Ana' } },
      { kind: 'decided', verb: 'accept', csm: 'Ana', before: null, undone: true, stands: false },
      { kind: 'reviewed', csm: 'Ana', verdict: 'caution', model: 'claude-test' },
      { kind: 'recommended', csm: 'Ana', score: 100, run: { id: run.id, ...byMia } },
      {
        ...{ kind: 'deferred', run: { id: waited.id, ...byMia } },
        deferral: { accountId: account, reason: 'away', until: Date.parse(hoursAgo(-2)) },
      },
      { kind: 'needed' },
    ]);
  });

  it('ties an assignment to the decision that wrote it, and tells who had the account', async () => {
    await company();
    await upsertExternalAssignments(desk.warehouse, [{ account, csm: 'Zoë', at: hoursAgo(90) }]);
    await insertExternalRecommendations(desk.warehouse, [
      { id: 7, account, csm: 'Ana', at: hoursAgo(2) },
    ]);
    await overrideRecommendation(desk.ctx, {
      ...decisionRequest('7'),
      ...{ csm: 'Bo', reason: 'workload', note: '<b>Full</b>' },
      acknowledged: ['assigned_elsewhere'],
    });
    const { events, standing, pending } = await history();
    expect(standing?.csm).toBe('Bo');
    expect(pending).toBeNull();
    expect(events).toMatchObject([
      {
        ...{ kind: 'decided', verb: 'override', recommendedCsm: 'Ana', csm: 'Bo', stands: true },
        ...{ reason: 'workload', note: '<b>Full</b>', setAside: ['assigned_elsewhere'] },
        before: { csm: 'Zoë', at: new Date(hoursAgo(90)) },
      },
      { kind: 'recommended', state: 'overridden', outside: null },
      { kind: 'needed' },
      { kind: 'assigned', csm: 'Zoë', stands: false, at: new Date(hoursAgo(90)) },
    ]);
  });

  it('tells what another program did, and what its model said', async () => {
    await company();
    const by = { account, csm: 'Ana', at: hoursAgo(5) };
    await insertExternalRecommendations(desk.warehouse, [
      { ...by, id: 1, accepted: true, given: 'Ana', feedback: 'A fit.', method: null },
      { ...by, id: 2, at: hoursAgo(4), given: 'Bo', runId: null },
      { ...by, id: 3, at: null },
    ]);
    await upsertExternalAssignments(desk.warehouse, [{ account, csm: 'Bo', at: hoursAgo(4) }]);
    expect((await history()).events).toMatchObject([
      { kind: 'assigned', csm: 'Bo', stands: true },
      { kind: 'recommended', state: 'overridden', outside: 'Bo', run: null },
      { kind: 'recommended', state: 'accepted', outside: 'Ana', feedback: 'A fit.', method: null },
      { kind: 'needed' },
    ]);
  });

  it('says nothing of a review that is kept back, until somebody has decided', async () => {
    await company();
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account, csm: 'Ana', at: hoursAgo(2) },
    ]);
    const said = { recommendationId: '1', accountId: account, suggestedCsm: 'Bo' };
    await insertTestReviews(desk.warehouse, [{ ...said, verdict: 'reassign', hidden: true }]);
    const [kept] = (await history()).events;
    expect(kept).toMatchObject({ kind: 'reviewed', verdict: null });
    expect(JSON.stringify(await history())).not.toMatch(/reassign|Bo/);

    await rejectRecommendation(desk.ctx, { ...decisionRequest('1'), reason: 'not_ready' });
    expect((await history()).events).toMatchObject([
      { kind: 'decided', verb: 'reject', reason: 'not_ready' },
      { kind: 'reviewed', verdict: 'reassign', suggestedCsm: 'Bo', feedback: 'Claude’s reassign.' },
      { kind: 'recommended', state: 'rejected', feedback: null },
      { kind: 'needed' },
    ]);
  });

  it('has what happened at one moment in the order in which it must have happened', async () => {
    await company();
    await runToCompletion(desk.ctx, wholeBatch);
    const [row] = (await readQueue(desk.ctx)).rows;
    const id = row?.id ?? '';
    await insertTestReviews(desk.warehouse, [
      { recommendationId: id, accountId: account, verdict: 'approve' },
    ]);
    await acceptRecommendation(desk.ctx, decisionRequest(id));
    expect(await kinds()).toEqual(['decided', 'reviewed', 'recommended', 'needed']);
  });

  it('is not told of what happened to another account, nor of dry runs', async () => {
    await seedCompany(desk.warehouse, {
      csms: [{ name: 'Ana', awayUntil: hoursAgo(-2) }],
      accounts: [
        { id: account, since: hoursAgo(48) },
        { id: 'B', name: `","accountId":${JSON.stringify(account)},`, since: hoursAgo(48) },
      ],
    });
    await runToCompletion(desk.ctx, { ...wholeBatch, dryRun: true });
    await runToCompletion(desk.ctx, { mode: 'single', accountId: 'B' });
    expect(await kinds()).toEqual(['needed']);
    expect((await history('B')).events.map(({ kind }) => kind)).toEqual(['deferred', 'needed']);
  });

  it('tells a deferral once, by an older run that kept no list of its deferrals, too', async () => {
    await seedCompany(desk.warehouse, {
      csms: [{ name: 'Ana', awayUntil: hoursAgo(-9) }],
      accounts: [{ id: account, since: hoursAgo(48) }],
    });
    const older = await runToCompletion(desk.ctx, wholeBatch);
    await desk.queryRows('UPDATE CSM_ROUTING_RUNS SET deferred_accounts = NULL');
    desk.advanceHours(1);
    const newer = await runToCompletion(desk.ctx, wholeBatch);
    const { events, deferrals } = await history();
    expect(events).toMatchObject([
      { kind: 'deferred', run: { id: newer.id }, deferral: { reason: 'away' } },
      { kind: 'deferred', run: { id: older.id }, deferral: { reason: 'away' } },
      { kind: 'needed' },
    ]);
    expect(deferrals).toEqual({ total: 2, told: 2 });
  });

  it('believes a run’s result, not the list that leads to it', async () => {
    await company();
    await runToCompletion(desk.ctx, { mode: 'single', accountId: account });
    await desk.queryRows(
      `UPDATE CSM_ROUTING_RUNS SET deferred = 1, deferred_accounts = '[${JSON.stringify(account).replaceAll("'", "''")}]'`,
    );
    expect((await history()).deferrals.total).toBe(0);
  });

  it('is cut after the newest five hundred, and says how many there are', async () => {
    await insertExternalRecommendations(
      desk.warehouse,
      Array.from({ length: 510 }, (_, n) => ({
        ...{ id: n + 1, account, csm: `CSM ${n}`, at: hoursAgo(n) },
      })),
    );
    const { events, total } = await history();
    expect([events.length, total]).toEqual([500, 510]);
    expect(events[0]).toMatchObject({ csm: 'CSM 0' });
    expect(events.at(-1)).toMatchObject({ csm: 'CSM 499' });
  });
});
