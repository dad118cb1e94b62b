import { describe, expect, it } from 'vitest';
import { measureFairness } from '@/lib/engine/fairness';
import { defaultRoutingPolicy as policy } from '@/lib/engine/policy';
import { makeBook, makeCsm } from '@/test/engine/builders';
import { fairnessTrend } from './get-workload';

const fairnessOf = (...sizes: readonly number[]) =>
  measureFairness(
    sizes.map((size, at) => makeCsm({ name: `CSM ${at}`, book: makeBook(size) })),
    new Set(),
    policy,
  );
const fairness = { before: fairnessOf(2, 4, 6), after: fairnessOf(4, 4, 4) };

describe('fairnessTrend', () => {
  it('returns the evenness before each run, oldest day first', () => {
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

  it('rejects invalid fairness', () => {
    expect(() => fairnessTrend([{ day: '2026-03-02', runId: 'a', fairness: '{}' }])).toThrow();
  });
});
