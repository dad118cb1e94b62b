import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';
import { evaluateCandidates } from './explain';
import { routeAccounts } from './route-accounts';
import { optimizationScore } from './score';

const full = makeCsm({ name: 'Full', book: makeBook(60) });
const light = { name: 'Light', book: makeBook(40) };

/** The score of the only placement, and the excluded CSMs who would have been better. */
function outcome(...others: Parameters<typeof makeCsm>[0][]) {
  const result = routeAccounts(makeProblem({ csms: [full, ...others.map(makeCsm)] }));
  if (result.status !== 'solved') throw new Error(result.status);
  const [placement] = result.placements;
  const better = placement?.explanation.exclusions.filter((excluded) => excluded.score !== null);
  return { score: placement?.score, better: better?.map(({ csm }) => csm) };
}

describe('the score', () => {
  test('is divided by e for every score scale of cost above the lowest', () => {
    expect(optimizationScore(3, 3, 10)).toBe(100);
    expect(optimizationScore(13, 3, 10)).toBe(36.787944);
  });

  test('is low when a better CSM is only temporarily excluded, who is then reported', () => {
    const { score, better } = outcome({ ...light, lastReceivedAt: NOON - HOUR_MS });
    expect(score).toBeLessThan(50);
    expect(better).toEqual(['Light']);
  });

  test('ignores CSMs of another segment', () => {
    expect(outcome({ ...light, segment: 'Commercial' })).toEqual({ score: 100, better: [] });
    expect(outcome({ ...light, level: 'Enterprise' })).toEqual({ score: 100, better: [] });
  });

  test('compares with all CSMs when none takes accounts of this class', () => {
    const csms = [full, makeCsm(light)].map((csm) => ({ ...csm, segment: 'Commercial' }));
    const [first, second] = evaluateCandidates(makeProblem({ csms }), makeAccount());
    expect(first).toMatchObject({ csm: 'Light', score: 100 });
    expect(second?.score).toBeLessThan(50);
  });
});
