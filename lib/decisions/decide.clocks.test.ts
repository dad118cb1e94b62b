import { describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
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
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { listRecentDecisions } from './recent-decisions';
import { snooze } from './snooze';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [
    { id: 'A', since: hoursAgo(48) },
    { id: 'B', since: hoursAgo(48) },
  ],
  recommendations: [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(2) },
    { id: 2, account: 'A', csm: 'Ana', at: hoursAgo(1) },
    { id: 3, account: 'B', csm: 'Bo', at: hoursAgo(1) },
  ],
});

/** Another server, whose clock is ahead by some hours, or behind if negative. */
const server = (hoursAhead: number): Context => ({
  ...context.as('Zoe', 'manager'),
  now: () => new Date(context.now().getTime() + hoursAhead * HOUR_MS),
});

/** After a day, a recommendation is stale. */
const acknowledged = ['stale' as const];
const accept = (id: string, ctx: Context = context.ctx) =>
  acceptRecommendation(ctx, { ...decisionRequest(id), acknowledged });
const reject = (id: string, ctx: Context = context.ctx) =>
  rejectRecommendation(ctx, { ...decisionRequest(id), reason: 'not_ready' });

const pending = async () => {
  context.ctx.readModel.invalidate();
  return (await readQueue(context.ctx)).rows.map(({ id }) => id);
};
const assigned = () =>
  context.queryRows(
    'SELECT account_id, csm_name FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE ORDER BY account_id',
  );

describe.each([
  ['an hour back', -1.5],
  ['a day back', -24],
  ['an hour forward', 1],
  ['a day forward', 24],
])('after the clock is set %s', (_, hours) => {
  it('an accepted account leaves the queue, also with its older recommendation', async () => {
    context.advanceHours(hours);
    await accept('2');
    expect(await pending()).toEqual(['3']);
    expect(await assigned()).toEqual([{ account_id: 'A', csm_name: 'Ana' }]);
  });

  it('a decision can be undone and made again, and the newest one is in effect', async () => {
    const first = await accept('2');
    context.advanceHours(hours);
    await undoDecision(context.ctx, first);
    expect(await pending()).toEqual(['2', '3']);
    expect(await assigned()).toEqual([]);
    const second = await overrideRecommendation(context.ctx, {
      ...decisionRequest('2'),
      csm: 'Bo',
      reason: 'workload',
      acknowledged,
    });
    expect(await assigned()).toEqual([{ account_id: 'A', csm_name: 'Bo' }]);
    expect(await expectAppError(undoDecision(context.ctx, first))).toMatchObject({
      message:
        'This can no longer be undone: Mia Manager has decided this again. Nothing was changed.',
    });
    await undoDecision(context.ctx, second);
    expect(await pending()).toEqual(['2', '3']);
    expect(await assigned()).toEqual([]);
  });

  it('a rejection can be undone', async () => {
    const decided = await reject('2');
    context.advanceHours(hours);
    await undoDecision(context.ctx, decided);
    expect(await pending()).toEqual(['2', '3']);
  });

  it('a second rejection is newer than the first', async () => {
    const first = await reject('2');
    await insertExternalRecommendations(context.warehouse, [
      { id: 4, account: 'A', csm: 'Bo', at: context.now().toISOString() },
    ]);
    context.advanceHours(hours);
    await reject('4');
    expect(await expectAppError(undoDecision(context.ctx, first))).toMatchObject({
      message:
        'This can no longer be undone: Mia Manager has since decided another recommendation of this account. Nothing was changed.',
    });
  });

  it('a snooze can be ended', async () => {
    await snooze(context.ctx, { recommendationIds: ['2'], until: hoursAgo(-48) });
    context.advanceHours(hours);
    expect(await pending()).toEqual(['3']);
    await snooze(context.ctx, { recommendationIds: ['2'], until: 'now' });
    expect(await pending()).toEqual(['2', '3']);
  });

  it('the newest decision is first in the list that undo starts from', async () => {
    await accept('2');
    context.advanceHours(hours);
    await accept('3');
    const { decisions } = await listRecentDecisions(context.ctx, { everyone: false });
    expect(decisions.map(({ recommendationId }) => recommendationId)).toEqual(['3', '2']);
  });
});

describe('with a server whose clock differs by a day', () => {
  it('a rejection is undone although the account’s earlier assignment looks newer', async () => {
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Bo', at: hoursAgo(3) },
    ]);
    const decided = await reject('2', server(-24));
    await undoDecision(server(-24), decided);
    expect(await pending()).toEqual(['2', '3']);
  });

  it('a rejection is not undone after another program assigned the account', async () => {
    const decided = await reject('2', server(24));
    context.advanceHours(1);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Bo', at: context.now().toISOString() },
    ]);
    expect(await expectAppError(undoDecision(context.ctx, decided))).toMatchObject({
      code: 'undo_expired',
      message:
        'This can no longer be undone: the account has since been assigned to Bo. Nothing was changed.',
    });
  });

  it.each([24, -24])('%i hours: exactly one of two decisions wins', async (hours) => {
    const outcomes = await Promise.allSettled([accept('2'), accept('2', server(hours))]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await pending()).toEqual(['3']);
    expect(await assigned()).toEqual([{ account_id: 'A', csm_name: 'Ana' }]);
  });

  it('a decision on data from the far future keeps today’s date', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 5, account: 'B', csm: 'Bo', at: '2099-01-01T00:00:00.000Z' },
    ]);
    context.ctx.readModel.invalidate();
    expect((await accept('5')).at).toEqual(context.now());
  });
});
