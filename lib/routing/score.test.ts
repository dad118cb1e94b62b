import { describe, expect, test } from 'vitest';
import { evaluateCandidates } from './evaluate-candidates';
import { routeAccounts } from './route-accounts';
import { scoreOf } from './score';
import { accountLike, bookOf, csmLike, noon, problemLike } from './testing';

const full = csmLike({ name: 'Full', book: bookOf(60) });
const light = { name: 'Light', book: bookOf(40) };

/** The score of the only placement, with the best fit it names. */
function outcome(...others: Parameters<typeof csmLike>[0][]) {
  const result = routeAccounts(problemLike({ csms: [full, ...others.map(csmLike)] }));
  if (result.status !== 'solved') throw new Error(result.status);
  const [placement] = result.placements;
  return { score: placement?.score, best: placement?.explanation.bestFit?.csm ?? null };
}

describe('the score', () => {
  test('falls from 100 by e for every scale of cost above the least', () => {
    expect(scoreOf(3, 3, 10)).toBe(100);
    expect(scoreOf(13, 3, 10)).toBeCloseTo(100 / Math.E, 10);
  });

  test('is low where a better CSM is only kept for now, and names them', () => {
    const { score, best } = outcome({ ...light, lastReceivedAt: noon - 3_600_000 });
    expect(score).toBeLessThan(50);
    expect(best).toBe('Light');
  });

  test('does not hold against a CSM that those of another segment carry less', () => {
    expect(outcome({ ...light, segment: 'Commercial' })).toEqual({ score: 100, best: null });
    expect(outcome({ ...light, level: 'Enterprise' })).toEqual({ score: 100, best: null });
  });

  test('compares with everybody where nobody takes accounts of this class', () => {
    const csms = [full, csmLike(light)].map((csm) => ({ ...csm, segment: 'Commercial' }));
    const [first, second] = evaluateCandidates(problemLike({ csms }), accountLike());
    expect(first).toMatchObject({ csm: 'Light', score: 100 });
    expect(second?.score).toBeLessThan(50);
  });
});
