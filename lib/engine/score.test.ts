import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';
import { evaluateCandidates } from './explain';
import { routeAccounts } from './route-accounts';
import { optimizationScore } from './score';

const full = makeCsm({ name: 'Full', book: makeBook(60) });
const light = { name: 'Light', book: makeBook(40) };

/** The score and best fit of the only placement. */
function outcome(...others: Parameters<typeof makeCsm>[0][]) {
  const result = routeAccounts(makeProblem({ csms: [full, ...others.map(makeCsm)] }));
  if (result.status !== 'solved') throw new Error(result.status);
  const [placement] = result.placements;
  return { score: placement?.score, best: placement?.explanation.bestFit?.csm ?? null };
}

describe('the score', () => {
  test('is divided by e for every score scale of cost above the lowest', () => {
    expect(optimizationScore(3, 3, 10)).toBe(100);
    expect(optimizationScore(13, 3, 10)).toBeCloseTo(100 / Math.E, 10);
  });

  test('is low when a better CSM is only temporarily excluded, who is then the best fit', () => {
    const { score, best } = outcome({ ...light, lastReceivedAt: NOON - HOUR_MS });
    expect(score).toBeLessThan(50);
    expect(best).toBe('Light');
  });

  test('ignores CSMs of another segment', () => {
    expect(outcome({ ...light, segment: 'Commercial' })).toEqual({ score: 100, best: null });
    expect(outcome({ ...light, level: 'Enterprise' })).toEqual({ score: 100, best: null });
  });

  test('compares with all CSMs when none takes accounts of this class', () => {
    const csms = [full, makeCsm(light)].map((csm) => ({ ...csm, segment: 'Commercial' }));
    const [first, second] = evaluateCandidates(makeProblem({ csms }), makeAccount());
    expect(first).toMatchObject({ csm: 'Light', score: 100 });
    expect(second?.score).toBeLessThan(50);
  });
});
