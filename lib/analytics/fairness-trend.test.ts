import { expect, it } from 'vitest';
import { defaultRoutingPolicy as policy } from '@/lib/routing/default-policy';
import { fairnessOf } from '@/lib/routing/fairness';
import { bookOf, csmLike } from '@/lib/routing/testing';
import { fairnessTrend } from './fairness-trend';

const standing = (...sizes: readonly number[]) =>
  fairnessOf(
    sizes.map((size, at) => csmLike({ name: `CSM ${at}`, book: bookOf(size) })),
    new Set(),
    policy,
  );
const fairness = { before: standing(2, 4, 6), after: standing(4, 4, 4) };

it('is that of the books as they stood before the run, oldest day first', () => {
  const text = JSON.stringify(fairness);
  const trend = fairnessTrend([
    { day: '2026-03-02', runId: 'b', fairness: text },
    {
      day: '2026-02-27',
      runId: 'a',
      fairness: JSON.stringify({ before: fairness.after, after: fairness.after }),
    },
  ]);
  expect(trend.map(({ day, runId }) => [day, runId])).toEqual([
    ['2026-02-27', 'a'],
    ['2026-03-02', 'b'],
  ]);
  expect(trend[0]?.cv.accounts).toBe(0);
  expect(trend[1]?.cv.accounts).toBeCloseTo(40.82, 2);
  expect(trend[1]?.cv.red).toBe(0);
});

it('refuses what is no fairness', () => {
  expect(() => fairnessTrend([{ day: '2026-03-02', runId: 'a', fairness: '{}' }])).toThrow();
});
