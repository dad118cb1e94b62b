import { expect, it } from 'vitest';
import { startReview } from '@/lib/runs/start-review';
import type { Context } from '@/lib/server/context';
import { rejectRecommendation } from '@/test/support/decisions';
import { expectFactsAsLoaded, readFacts } from '@/test/support/read-model';
import { pendingIds } from '@/test/support/recommendations';
import { setUpReviewContext } from '@/test/support/review-context';
import { decisionRequest } from '@/test/support/test-context';
import { withLostCommit } from '@/test/support/transaction-faults';

const setup = setUpReviewContext();

async function review(ctx: Context, runId: string): Promise<void> {
  const { done } = await startReview(ctx, { runId });
  await done;
}

const verdicts = async (ctx: Context) =>
  [...(await readFacts(ctx)).recommendations.values()].map(({ verdict }) => verdict);

it.each([
  ['visible', 0],
  ['blinded', 1],
])(
  'a review adds %s verdicts to the facts in memory, as a fresh load would',
  async (_, blindShare) => {
    await setup.setReviewPolicy({ blindShare });
    const runId = await setup.unreviewedRun(4);
    const before = await readFacts(setup.ctx);
    expect(await verdicts(setup.ctx)).toEqual([null, null, null, null]);
    await review(setup.ctx, runId);
    expect(await readFacts(setup.ctx)).toBe(before);
    expect(await verdicts(setup.ctx)).not.toContain(null);
    await expectFactsAsLoaded(setup.ctx);
  },
);

it('a review does not bring back a recommendation that was decided meanwhile', async () => {
  const runId = await setup.unreviewedRun(3);
  const held = setup.claude.faults.plan({ do: 'hold' });
  const { done } = await startReview(setup.ctx, { runId });
  await held.reached;
  const [first = ''] = await pendingIds(setup.ctx.warehouse);
  await rejectRecommendation(setup.ctx, { ...decisionRequest(first), reason: 'wrong_fit' });
  const before = await readFacts(setup.ctx);
  held.release();
  await done;
  expect(await readFacts(setup.ctx)).toBe(before);
  expect(before.recommendations.has(first)).toBe(false);
  await expectFactsAsLoaded(setup.ctx);
});

it('the facts are loaded again after a review whose COMMIT lost its response', async () => {
  const runId = await setup.unreviewedRun(3);
  const before = await readFacts(setup.ctx);
  const { done } = await startReview(lostCommitOf('review.save', setup.ctx), { runId });
  await done;
  expect(await readFacts(setup.ctx)).not.toBe(before);
  expect(await verdicts(setup.ctx)).not.toContain(null);
});

/** Loses the response to the COMMIT of one transaction. */
function lostCommitOf(name: string, ctx: Context): Context {
  const lost = withLostCommit(ctx).warehouse;
  return {
    ...ctx,
    warehouse: {
      ...ctx.warehouse,
      transaction: (title, work, options) =>
        (title === name ? lost : ctx.warehouse).transaction(title, work, options),
    },
  };
}
