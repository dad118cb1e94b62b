import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { markAccounts, unmarkAccount } from '@/lib/accounts/mark-accounts';
import { addNote } from '@/lib/decisions/add-note';
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
import {
  insertTestReviews,
  runToCompletion,
  storeAsEarlierRun,
  wholeBatch,
} from '@/test/support/runs';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { exportAccountHistory, getAccountHistory } from './get-account-history';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const account = `A "1" \\ 100% O'Hara/日本`;
const history = (accountId = account) => getAccountHistory(context.ctx, { accountId });
const kinds = async () => (await history()).events.map(({ kind }) => kind);

/** Ana, Bo, and an account that needs a CSM. */
const company = (csms: readonly { name: string; awayUntil?: string }[] = [{ name: 'Ana' }]) =>
  seedCompany(context.warehouse, {
    csms: [...csms, { name: 'Bo' }],
    accounts: [{ id: account, name: 'Larch & Loom', since: hoursAgo(48) }],
  });

describe('getAccountHistory', () => {
  it('throws not_found for an unknown account', async () => {
    await company();
    expect((await expectAppError(history('A'))).code).toBe('not_found');
    expect((await expectAppError(history(''))).code).toBe('invalid_input');
  });

  it('says who marked the account as needing a CSM and why, and who took the mark back', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Gil', active: false }],
      accounts: [{ id: account, csm: 'Gil', needsCsm: false }],
    });
    await markAccounts(context.ctx, { owners: ['Gil'], reason: 'Gil left' });
    const mark = { byName: 'Mia Manager', at: context.now(), reason: 'Gil left' };
    expect(await history()).toMatchObject({
      mark,
      details: { needsCsm: true, since: context.now() },
      events: [{ kind: 'marked', marked: true, ...mark }],
    });
    context.advanceHours(1);
    await unmarkAccount(context.ctx, { accountId: account });
    expect(await history()).toMatchObject({
      mark: null,
      details: { needsCsm: false },
      events: [
        { kind: 'marked', marked: false, at: context.now() },
        { kind: 'marked', marked: true, ...mark },
      ],
    });
  });

  it('starts with the time when the account started to need a CSM', async () => {
    await company();
    expect(await history()).toMatchObject({
      name: 'Larch & Loom',
      details: { csm: null, needsCsm: true, neediness: 5, health: 75, color: 'yellow' },
      pending: null,
      events: [{ kind: 'needed', at: new Date(hoursAgo(48)) }],
      total: 1,
    });
  });

  it('keeps the history of an account that left the accounts view', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { account, csm: 'Ana', at: hoursAgo(3) },
    ]);
    expect(await history()).toMatchObject({
      name: account,
      details: null,
      pending: { csm: 'Ana' },
      events: [{ kind: 'recommended', csm: 'Ana', run: { ours: false, byName: null } }],
    });
  });
});

describe('the events', () => {
  it('list the deferral, recommendation, review, decision, and undo in order', async () => {
    const away = { awayUntil: hoursAgo(-2) };
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana', ...away }],
      accounts: [
        { id: account, since: hoursAgo(48) },
        { id: 'Other', csm: 'Ana' },
      ],
    });
    const deferringRun = await runToCompletion(context.ctx, wholeBatch);
    context.advanceHours(3);
    const run = await runToCompletion(context.ctx, wholeBatch);
    const [row] = (await readQueue(context.ctx)).rows;
    const id = row?.id ?? '';
    const review = { recommendationId: id, accountId: account, verdict: 'caution' as const };
    await insertTestReviews(context.warehouse, [{ ...review, at: context.now() }]);
    const accepted = await acceptRecommendation(context.ctx, decisionRequest(id));
    context.advanceHours(1);
    await undoDecision(context.as('Nia', 'manager'), accepted);

    const { events, pending } = await history();
    expect(pending).toEqual({ recommendationId: id, csm: 'Ana' });
    const byMia = { ours: true, byName: 'Mia Manager' };
    expect(events).toMatchObject([
      { kind: 'decided', verb: 'undo', byName: 'Nia', previousOwner: { csm: 'Ana' } },
      {
        kind: 'decided',
        verb: 'accept',
        csm: 'Ana',
        previousOwner: null,
        undone: true,
        isCurrent: false,
      },
      { kind: 'reviewed', csm: 'Ana', verdict: 'caution', model: 'claude-test' },
      { kind: 'recommended', csm: 'Ana', score: 100, run: { id: run.id, ...byMia } },
      {
        kind: 'deferred',
        run: { id: deferringRun.id, ...byMia },
        deferral: { accountId: account, reason: 'away', until: Date.parse(hoursAgo(-2)) },
      },
      { kind: 'needed' },
    ]);
  });

  it('match an assignment with its decision and name the previous owner', async () => {
    await company();
    await upsertExternalAssignments(context.warehouse, [{ account, csm: 'Zoë', at: hoursAgo(90) }]);
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account, csm: 'Ana', at: hoursAgo(2) },
    ]);
    await overrideRecommendation(context.ctx, {
      ...decisionRequest('7'),
      csm: 'Bo',
      reason: 'workload',
      note: '<b>Full</b>',
      acknowledged: ['assigned_elsewhere'],
    });
    const { events, details, pending } = await history();
    expect(details?.csm).toBe('Bo');
    expect(pending).toBeNull();
    expect(events).toMatchObject([
      {
        kind: 'decided',
        verb: 'override',
        recommendedCsm: 'Ana',
        csm: 'Bo',
        isCurrent: true,
        reason: 'workload',
        note: '<b>Full</b>',
        acknowledgedRules: ['assigned_elsewhere'],
        previousOwner: { csm: 'Zoë', at: new Date(hoursAgo(90)) },
      },
      { kind: 'recommended', state: 'overridden', assignedOutside: null },
      { kind: 'needed' },
      { kind: 'assigned', csm: 'Zoë', isCurrent: false, at: new Date(hoursAgo(90)) },
    ]);
  });

  it('include another program’s recommendations and its feedback', async () => {
    await company();
    const by = { account, csm: 'Ana', at: hoursAgo(5) };
    await insertExternalRecommendations(context.warehouse, [
      { ...by, id: 1, accepted: true, given: 'Ana', feedback: 'A fit.', method: null },
      { ...by, id: 2, at: hoursAgo(4), given: 'Bo', runId: null },
      { ...by, id: 3, at: null },
    ]);
    await upsertExternalAssignments(context.warehouse, [{ account, csm: 'Bo', at: hoursAgo(4) }]);
    expect((await history()).events).toMatchObject([
      { kind: 'assigned', csm: 'Bo', isCurrent: true },
      { kind: 'recommended', state: 'overridden', assignedOutside: 'Bo', run: null },
      {
        kind: 'recommended',
        state: 'accepted',
        assignedOutside: 'Ana',
        feedback: 'A fit.',
        method: null,
      },
      { kind: 'needed' },
    ]);
  });

  it('hide a blinded review until the recommendation is decided', async () => {
    await company();
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account, csm: 'Ana', at: hoursAgo(2) },
    ]);
    const review = { recommendationId: '1', accountId: account, suggestedCsm: 'Bo' };
    await insertTestReviews(context.warehouse, [{ ...review, verdict: 'reassign', hidden: true }]);
    const [blinded] = (await history()).events;
    expect(blinded).toMatchObject({ kind: 'reviewed', verdict: null });
    expect(JSON.stringify(await history())).not.toMatch(/reassign|Bo/);

    await rejectRecommendation(context.ctx, { ...decisionRequest('1'), reason: 'not_ready' });
    expect((await history()).events).toMatchObject([
      { kind: 'decided', verb: 'reject', reason: 'not_ready' },
      { kind: 'reviewed', verdict: 'reassign', suggestedCsm: 'Bo', feedback: 'Claude’s reassign.' },
      { kind: 'recommended', state: 'rejected', feedback: null },
      { kind: 'needed' },
    ]);
  });

  it('include notes', async () => {
    await company();
    const note = 'Met them.\n\tThey grow.';
    await addNote(context.ctx, { noteId: v7(), note, about: { accountId: account } });
    expect((await history()).events).toMatchObject([
      { kind: 'noted', note, byName: 'Mia Manager', at: context.now() },
      { kind: 'needed' },
    ]);
  });

  it('sort simultaneous events in their logical order', async () => {
    await company();
    await runToCompletion(context.ctx, wholeBatch);
    const [row] = (await readQueue(context.ctx)).rows;
    const id = row?.id ?? '';
    await insertTestReviews(context.warehouse, [
      { recommendationId: id, accountId: account, verdict: 'approve' },
    ]);
    await acceptRecommendation(context.ctx, decisionRequest(id));
    expect(await kinds()).toEqual(['decided', 'reviewed', 'recommended', 'needed']);
  });

  it('exclude other accounts and dry runs', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana', awayUntil: hoursAgo(-2) }],
      accounts: [
        { id: account, since: hoursAgo(48) },
        { id: 'B', name: `","accountId":${JSON.stringify(account)},`, since: hoursAgo(48) },
      ],
    });
    await runToCompletion(context.ctx, { ...wholeBatch, dryRun: true });
    await runToCompletion(context.ctx, { mode: 'single', accountId: 'B' });
    expect(await kinds()).toEqual(['needed']);
    expect((await history('B')).events.map(({ kind }) => kind)).toEqual(['deferred', 'needed']);
  });

  it('include each deferral once, even of an earlier run that stored it in its result', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana', awayUntil: hoursAgo(-9) }],
      accounts: [{ id: account, since: hoursAgo(48) }],
    });
    const older = await runToCompletion(context.ctx, wholeBatch);
    await storeAsEarlierRun(context, older.id);
    context.advanceHours(1);
    const newer = await runToCompletion(context.ctx, wholeBatch);
    const { events, total } = await history();
    expect(events).toMatchObject([
      { kind: 'deferred', run: { id: newer.id }, deferral: { reason: 'away' } },
      { kind: 'deferred', run: { id: older.id }, deferral: { reason: 'away' } },
      { kind: 'needed' },
    ]);
    expect(total).toBe(3);
  });

  it('trust a run’s result over its list of deferred accounts', async () => {
    await company();
    await runToCompletion(context.ctx, { mode: 'single', accountId: account });
    await context.queryRows(
      `UPDATE CSM_ROUTING_RUNS SET deferred = 1, deferred_accounts = '[${JSON.stringify(account).replaceAll("'", "''")}]'`,
    );
    const { events } = await history();
    expect(events.some(({ kind }) => kind === 'deferred')).toBe(false);
  });

  it('are listed page by page and exported completely, however many there are', async () => {
    await insertExternalRecommendations(
      context.warehouse,
      Array.from({ length: 510 }, (_, n) => ({
        id: n + 1,
        account,
        csm: `CSM ${n}`,
        at: hoursAgo(n),
      })),
    );
    const csmsOf = (events: readonly object[]) =>
      events.map((event) => ('csm' in event ? event.csm : null));
    const all = Array.from({ length: 510 }, (_, n) => `CSM ${n}`);
    const listed = [];
    for (let page = 1; page <= 6; page++) {
      const { events, total } = await getAccountHistory(context.ctx, { accountId: account, page });
      expect(total).toBe(510);
      listed.push(...csmsOf(events));
    }
    expect(listed).toEqual(all);
    const viewer = context.as('Vi', 'viewer');
    expect(csmsOf(await exportAccountHistory(viewer, { accountId: account }))).toEqual(all);
  });
});
