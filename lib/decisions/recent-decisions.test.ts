import { expect, it } from 'vitest';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { newDecision } from '@/test/contract/rows';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { recordStatements } from '@/test/support/statement-spy';
import { decisionRequest, hoursAgo } from '@/test/support/test-context';
import { listRecentDecisions, RECENT_PART, type RecentDecisionsPart } from './recent-decisions';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }],
  accounts: [{ id: 'A', name: 'Acme' }, { id: 'B' }],
  recommendations: [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
    { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(1) },
    { id: 3, account: 'gone', csm: 'Bo', at: hoursAgo(1) },
  ],
});
const own = async () => (await listRecentDecisions(context.ctx, { everyone: false })).decisions;
const everyones = async () =>
  (await listRecentDecisions(context.ctx, { everyone: true })).decisions;

it('lists the person’s own decisions, newest first, and those of everyone on request', async () => {
  const request = decisionRequest('1');
  const accepted = await acceptRecommendation(context.ctx, request);
  context.advanceHours(1);
  const zoe = context.as('Zoe', 'manager');
  await overrideRecommendation(zoe, { ...decisionRequest('2'), csm: 'Cy', reason: 'workload' });
  context.advanceHours(1);
  await rejectRecommendation(context.ctx, { ...decisionRequest('3'), reason: 'workload' });
  expect(await own()).toMatchObject([
    { recommendationId: '3', verb: 'reject', csm: null, accountName: null },
    {
      requestId: request.requestId,
      decisionId: accepted.id,
      recommendationId: '1',
      accountId: 'A',
      accountName: 'Acme',
      verb: 'accept',
      csm: 'Ana',
      recommendedCsm: 'Ana',
      byName: 'Mia Manager',
      byEmail: 'mia.manager@example.com',
      at: accepted.at,
      undone: false,
    },
  ]);
  expect((await everyones()).map(({ verb, byName }) => [verb, byName])).toEqual([
    ['reject', 'Mia Manager'],
    ['override', 'Zoe'],
    ['accept', 'Mia Manager'],
  ]);
});

it('marks a decision that was undone, and does not list the undo', async () => {
  const decided = await acceptRecommendation(context.ctx, decisionRequest('1'));
  await undoDecision(context.as('Zoe', 'manager'), decided);
  expect(await everyones()).toMatchObject([{ verb: 'accept', undone: true }]);
});

it('leaves out decisions that are more than a week old', async () => {
  await acceptRecommendation(context.ctx, decisionRequest('1'));
  context.advanceHours(24 * 7 - 1);
  expect(await own()).toHaveLength(1);
  context.advanceHours(1);
  expect(await own()).toEqual([]);
});

it('reads names of accounts only if the read model does not have them', async () => {
  await acceptRecommendation(context.ctx, decisionRequest('1'));
  const statements = () =>
    recordStatements(context.ctx, (ctx) => listRecentDecisions(ctx, { everyone: true }));
  expect(await statements()).toEqual(['decisions.recent']);
  context.ctx.readModel.invalidate();
  expect(await statements()).toEqual(['decisions.recent', 'read-model.accounts']);
  expect(await everyones()).toMatchObject([{ accountName: 'Acme' }]);
});

it('continues in parts until every decision of the week was listed', async () => {
  const count = 2 * RECENT_PART + 1;
  const decisions = Array.from({ length: count }, (_, n) =>
    newDecision({
      recommendationId: `${n}`,
      by: context.ctx.person,
      at: new Date(hoursAgo((count - n) / 10)),
    }),
  );
  await context.warehouse.transaction('test.decide', (session) =>
    writeAll(session, insertDecisions(decisions)),
  );
  const listed: string[] = [];
  const left: number[] = [];
  let after: string | null = null;
  do {
    const part: RecentDecisionsPart = await listRecentDecisions(context.ctx, {
      everyone: false,
      after,
    });
    listed.push(...part.decisions.map(({ recommendationId }) => recommendationId));
    left.push(part.older);
    after = part.older > 0 ? (part.decisions.at(-1)?.decisionId ?? null) : null;
  } while (after);
  expect(listed).toEqual(decisions.map(({ recommendationId }) => recommendationId).reverse());
  expect(left).toEqual([RECENT_PART + 1, 1, 0]);
});
