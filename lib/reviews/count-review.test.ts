import { beforeEach, expect, it } from 'vitest';
import { startReview } from '@/lib/runs/start-review';
import { metrics } from '@/lib/server/metrics';
import { setUpReviewContext } from '@/test/support/review-context';

const setup = setUpReviewContext();
beforeEach(() => metrics().registry.resetMetrics());

type Counter = 'reviewCalls' | 'reviews' | 'reviewTokens' | 'reviewCost';

/** The values of a metric that are not 0, by their labels. */
async function counted(name: Counter): Promise<Record<string, number>> {
  const { values } = await metrics()[name].get();
  const entries = values.map(({ labels, value }) => [Object.values(labels).join(' '), value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== 0));
}

async function review(): Promise<void> {
  const runId = await setup.unreviewedRun(3);
  await (await startReview(setup.ctx, { runId })).done;
}

it('a review is counted with its verdicts, tokens, and cost', async () => {
  await review();
  expect(await counted('reviewCalls')).toEqual({ 'now done': 1 });
  const verdicts = Object.values(await counted('reviews'));
  expect(verdicts.reduce((sum, count) => sum + count, 0)).toBe(3);
  const { input = 0, output = 0 } = await counted('reviewTokens');
  expect(input).toBeGreaterThan(0);
  expect(output).toBeGreaterThan(0);
  expect((await counted('reviewCost'))['']).toBeGreaterThan(0);
});

it('a review that Claude refuses is counted as failed, with the reason', async () => {
  setup.claude.faults.plan({ do: { status: 401 } });
  await review();
  expect(await counted('reviewCalls')).toEqual({ 'now failed': 1 });
  expect(await counted('reviews')).toEqual({ bad_key: 3 });
  expect(await counted('reviewTokens')).toEqual({});
});
