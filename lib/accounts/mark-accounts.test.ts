import { describe, expect, it } from 'vitest';
import { currentPolicy } from '@/lib/policy/current-policy';
import { orphanedBooks } from '@/lib/read-model/orphaned-books';
import { auditedBy } from '@/test/support/audit';
import { acceptRecommendation, undoDecision } from '@/test/support/decisions';
import { upsertExternalAssignments } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { markAccounts, unmarkAccount } from './mark-accounts';
import { countRoutableAccounts, searchRoutableAccounts } from './search';

const settled = { needsCsm: false };
const context = seededTestContext({
  csms: [
    { name: 'Ana' },
    { name: 'Bo' },
    { name: 'Cy', awayUntil: hoursAgo(-100) },
    { name: 'Gone Gil', active: false },
  ],
  accounts: [
    { id: 'G1', csm: 'Gone Gil', ...settled },
    { id: 'G2', csm: 'GONE  gil', ...settled },
    { id: 'G3', csm: 'Gone Gil', needsCsm: true, since: hoursAgo(50) },
    { id: 'A1', csm: 'Ana', ...settled },
    { id: 'C1', csm: 'Cy', ...settled },
    { id: 'T1', csm: 'Team Inbox', ...settled },
    { id: 'N1', csm: 'Unassigned', ...settled },
  ],
});

const mark = (...owners: string[]) => markAccounts(context.ctx, { owners, reason: 'Left' });
const routable = async () =>
  (await searchRoutableAccounts(context.ctx, { text: '' })).map(({ id, needsCsmSince }) => ({
    id,
    since: needsCsmSince?.toISOString(),
  }));

describe('the books of owners who are not active CSMs', () => {
  it('are those of former CSMs in any spelling, and of names unknown as CSMs, but not of a CSM who is away or of a placeholder', async () => {
    const { policy } = await currentPolicy(context.warehouse);
    const facts = await context.ctx.readModel.facts(policy, context.now());
    expect(orphanedBooks(facts)).toEqual([
      { owner: 'Gone Gil', accounts: 3, wasCsm: true },
      { owner: 'Team Inbox', accounts: 1, wasCsm: false },
    ]);
  });
});

describe('marking accounts as needing a CSM', () => {
  it('marks every account of the owner that does not wait yet, in any spelling, and a second time none', async () => {
    expect(await routable()).toEqual([{ id: 'G3', since: hoursAgo(50) }]);
    context.advanceHours(1);
    expect(await mark('gone gil')).toEqual({ marked: 2 });
    const since = context.now().toISOString();
    expect(await routable()).toEqual([
      { id: 'G1', since },
      { id: 'G2', since },
      { id: 'G3', since: hoursAgo(50) },
    ]);
    expect(await countRoutableAccounts(context.ctx)).toMatchObject({ routable: 3, needing: 3 });
    expect(await mark('Gone Gil')).toEqual({ marked: 0 });
  });

  it('lets a run place the accounts, and an accept ends the need until it is undone', async () => {
    await mark('Gone Gil');
    const run = await runToCompletion(context.ctx, wholeBatch);
    expect(run.placed).toBe(2);
    const { rows } = await readQueue(context.ctx);
    expect(rows.map(({ flags, waitingSince }) => [flags, waitingSince !== null])).toEqual(
      rows.map(() => [[], true]),
    );
    const row = rows.find(({ accountId }) => accountId !== 'G3');
    context.advanceHours(1);
    const accepted = await acceptRecommendation(context.ctx, decisionRequest(row?.id ?? ''));
    const isWaiting = async () => (await routable()).some(({ id }) => id === row?.accountId);
    expect(await isWaiting()).toBe(false);
    expect(await mark('Gone Gil')).toEqual({ marked: 0 });
    await undoDecision(context.ctx, accepted);
    const [reopened] = (await readQueue(context.ctx)).rows.filter(({ id }) => id === row?.id);
    expect(reopened?.flags).toEqual([]);
  });

  it('marks an account again that was assigned to an owner who then left', async () => {
    await mark('Gone Gil');
    context.advanceHours(1);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'G1', csm: 'Gone Gil', at: context.now().toISOString() },
    ]);
    expect((await routable()).map(({ id }) => id)).toEqual(['G2', 'G3']);
    context.advanceHours(1);
    expect(await mark('Gone Gil')).toEqual({ marked: 1 });
    expect((await routable()).map(({ id }) => id)).toEqual(['G1', 'G2', 'G3']);
  });

  it('is taken back for one account, which can then be marked again', async () => {
    await mark('Gone Gil', 'Team Inbox');
    expect(await unmarkAccount(context.ctx, { accountId: 'G1' })).toEqual({ unmarked: true });
    expect((await routable()).map(({ id }) => id)).toEqual(['G2', 'G3', 'T1']);
    expect(await unmarkAccount(context.ctx, { accountId: 'G1' })).toEqual({ unmarked: false });
    expect(await mark('Gone Gil')).toEqual({ marked: 1 });
    expect((await routable()).map(({ id }) => id)).toEqual(['G1', 'G2', 'G3', 'T1']);
  });

  it('are recorded in the audit trail when they are marked, and when a mark is taken back', async () => {
    const entries = await auditedBy(context, async () => {
      await mark('Gone Gil');
      await mark('Gone Gil');
      await unmarkAccount(context.ctx, { accountId: 'G1' });
      await unmarkAccount(context.ctx, { accountId: 'G1' });
    });
    const details = { owners: ['Gone Gil'], accounts: 2, reason: 'Left' };
    expect(entries).toMatchObject([
      { action: 'accounts.marked', subject: null, details },
      { action: 'accounts.unmarked', subject: 'G1' },
    ]);
  });

  it('is refused for an active CSM, for one who is away, and for a placeholder, and marks nothing', async () => {
    for (const owner of ['Ana', 'Cy', 'Unassigned', 'Nobody Known']) {
      expect((await expectAppError(mark('Gone Gil', owner))).code).toBe('invalid_input');
    }
    expect(await routable()).toHaveLength(1);
  });
});
