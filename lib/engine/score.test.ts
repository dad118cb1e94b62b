import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';
import { evaluateCandidates } from './explain';
import { defaultRoutingPolicy } from './policy';
import { routeAccounts } from './route-accounts';
import { optimizationScore } from './score';

const full = makeCsm({ name: 'Full', book: makeBook(60) });
const light = { name: 'Light', book: makeBook(40) };

/** The score of the only placement, and the better CSMs within reach. */
function outcome(...others: Parameters<typeof makeCsm>[0][]) {
  const result = routeAccounts(makeProblem({ csms: [full, ...others.map(makeCsm)] }));
  if (result.status !== 'solved') throw new Error(result.status);
  const [placement] = result.placements;
  return {
    score: placement?.score,
    better: placement?.explanation.better.map(({ csm }) => csm),
  };
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

  test('ignores CSMs who are not free within a day', () => {
    const none = { score: 100, better: [] };
    expect(outcome({ ...light, awayUntil: NOON + 25 * HOUR_MS })).toEqual(none);
    expect(outcome({ ...light, capacity: 40 })).toEqual(none);
    expect(outcome({ ...light, awayUntil: NOON + 23 * HOUR_MS }).better).toEqual(['Light']);
  });

  test('compares with every CSM of the class under a policy without a limit in hours', () => {
    const csms = [full, makeCsm({ ...light, awayUntil: NOON + 99 * HOUR_MS })];
    const policy = { ...defaultRoutingPolicy, scoreWithinHours: null };
    const result = routeAccounts(makeProblem({ csms, policy }));
    if (result.status !== 'solved') throw new Error(result.status);
    expect(result.placements[0]?.score).toBeLessThan(50);
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
