import { describe, expect, it } from 'vitest';
import { measureFairness } from '@/lib/engine/fairness';
import { defaultRoutingPolicy as policy } from '@/lib/engine/policy';
import { makeBook, makeCsm } from '@/test/engine/builders';
import { fairnessTrend } from './get-workload';

const fairnessOf = (...sizes: readonly number[]) =>
  measureFairness(
    sizes.map((size, at) => makeCsm({ name: `CSM ${at}`, book: makeBook(size) })),
    policy,
  );
const stored = {
  measure: 'within_class',
  before: fairnessOf(2, 4, 6),
  after: fairnessOf(4, 4, 4),
};

describe('fairnessTrend', () => {
  it('returns the evenness before each run, oldest day first', () => {
    const text = JSON.stringify(stored);
    const trend = fairnessTrend([
      { day: '2026-03-02', runId: 'b', fairness: text },
      {
        day: '2026-02-27',
        runId: 'a',
        fairness: JSON.stringify({ ...stored, before: stored.after }),
      },
    ]);
    expect(trend.map(({ day, runId, measure }) => [day, runId, measure])).toEqual([
      ['2026-02-27', 'a', 'within_class'],
      ['2026-03-02', 'b', 'within_class'],
    ]);
    expect(trend[0]?.cv.accounts).toBe(0);
    expect(trend[1]?.cv.accounts).toBeCloseTo(40.82, 2);
  });

  it('marks runs that stored the evenness of raw amounts', () => {
    const even = (cv: number) => ({ cv, gini: 0, maxOverMean: 1 });
    const amounts = { accounts: even(8), neediness: even(9), revenue: even(10), red: even(11) };
    const side = { active: amounts, eligible: amounts, overCapacity: 0, nearCapacity: 2 };
    const text = JSON.stringify({ before: side, after: side });
    expect(fairnessTrend([{ day: '2026-03-02', runId: 'a', fairness: text }])).toEqual([
      {
        day: '2026-03-02',
        runId: 'a',
        measure: 'raw_amounts',
        cv: { accounts: 8, neediness: 9, revenue: 10 },
      },
    ]);
  });

  it('rejects invalid fairness', () => {
    expect(() => fairnessTrend([{ day: '2026-03-02', runId: 'a', fairness: '{}' }])).toThrow();
  });
});
