import { expect, it } from 'vitest';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { recordStatements } from '@/test/support/statement-spy';
import { decisionRequest, hoursAgo, readQueue } from '@/test/support/test-context';
import { decide } from './decide';
import type { DecisionOutcome } from './decision-outcome';

const numbers = Array.from({ length: 200 }, (_, n) => n + 1);
const ids = numbers.map(String);

/** Two hundred recommendations, each of another CSM. */
const context = seededTestContext({
  csms: numbers.map((n) => ({ name: `CSM ${n}` })),
  accounts: numbers.map((n) => ({ id: `A-${n}` })),
  recommendations: numbers.map((n) => ({
    id: n,
    account: `A-${n}`,
    csm: `CSM ${n}`,
    at: hoursAgo(1),
  })),
});

const accept = (id: string) => ({ ...decisionRequest(id), verb: 'accept' as const });
const reject = (id: string) => {
  return { ...decisionRequest(id), verb: 'reject' as const, reason: 'workload' as const };
};
const undoOf = ({ requestId, recommendationId }: DecisionOutcome) => ({
  ...decisionRequest(recommendationId),
  verb: 'undo' as const,
  undoes: requestId,
});
const ofStatus = (outcomes: readonly DecisionOutcome[], status: DecisionOutcome['status']) =>
  outcomes.filter((each) => each.status === status);
const idsOf = (outcomes: readonly DecisionOutcome[]) =>
  outcomes.map(({ recommendationId }) => recommendationId);

const statements = ['recommendations.claim', 'decisions.rows'];
const writes = [
  'recommendations.set-outcomes',
  'decisions.insert',
  'assignments.upsert',
  'audit.move-head',
  'audit.append',
  'COMMIT',
];

it('decides 200 recommendations in one transaction, except 20 that others decided meanwhile', async () => {
  const theirs = ids.filter((_, index) => index % 10 === 3);
  const zoe = context.as('Zoe', 'manager');
  await decide(zoe, { requests: theirs.map(reject) });

  let outcomes: readonly DecisionOutcome[] = [];
  const sent = await recordStatements(context.ctx, async (ctx) => {
    outcomes = await decide(ctx, { requests: ids.map(accept) });
  });
  expect(sent).toEqual([...statements, ...writes]);
  expect(idsOf(outcomes)).toEqual(ids);
  expect(ofStatus(outcomes, 'decided')).toHaveLength(180);
  const refused = ofStatus(outcomes, 'refused');
  expect(idsOf(refused)).toEqual(theirs);
  for (const each of refused) {
    expect(each).toMatchObject({
      error: { code: 'already_decided', details: { byName: 'Zoe', verb: 'reject' } },
    });
  }
  expect((await readQueue(context.ctx)).rows).toEqual([]);
});

it('undoes a bulk decision in one transaction, except what something newer happened to', async () => {
  const accepted = await decide(context.ctx, { requests: ids.map(accept) });
  context.advanceHours(1);
  await insertExternalRecommendations(context.warehouse, [
    { id: 501, account: 'A-7', csm: 'CSM 8', at: hoursAgo(-0.5) },
  ]);

  let outcomes: readonly DecisionOutcome[] = [];
  const sent = await recordStatements(context.ctx, async (ctx) => {
    outcomes = await decide(ctx, { requests: accepted.map(undoOf) });
  });
  expect(sent).toEqual(['read-model.accounts', ...statements, ...writes]);
  expect(ofStatus(outcomes, 'refused')).toMatchObject([
    {
      recommendationId: '7',
      error: {
        code: 'undo_expired',
        message: expect.stringContaining('the account has since been recommended again'),
      },
    },
  ]);
  expect(await readQueue(context.ctx)).toMatchObject({ matching: 200 });
});
