import { describe, expect, it } from 'vitest';
import type { StoredProof } from '@/lib/read-model/run-schemas';
import { describeProof } from './labels';

const proof: StoredProof = {
  method: 'assignment',
  placed: 12,
  placedBound: 12,
  waiting: 3,
  primal: -12.3451,
  bound: -12.3451,
  gapPercent: 0,
};
const describeOne = (changed: Partial<StoredProof>) =>
  describeProof({ ...proof, ...changed } as StoredProof, 'en-US');

describe('describeProof', () => {
  it('states what is proved when cost and bound agree', () => {
    expect(describeOne({})).toEqual({
      proved: true,
      sentences: [
        'Proved optimal: cost −12.345, bound −12.345. No assignment places more accounts, or as many at a lower cost',
      ],
    });
  });

  it('says how much a drain may leave when cost and bound differ', () => {
    const drain = { method: 'drain', primal: -5, bound: -5.01, gapPercent: 0.2 } as const;
    expect(describeOne(drain)).toEqual({
      proved: false,
      sentences: [
        'No assignment places more accounts',
        'This one costs −5. None that places as many costs less than −5.01, so a better one may save up to 0.01, which is 0.2% of what this run gains',
      ],
    });
  });

  it('claims nothing for the whole of a run that was solved in rounds', () => {
    const { proved, sentences } = describeOne({ method: 'rounds', rounds: 3 });
    expect(proved).toBe(false);
    expect(sentences[0]).toContain('3 rounds');
    expect(sentences[1]).toContain('does not prove');
  });

  it('states that nothing can be placed', () => {
    expect(describeOne({ placed: 0, primal: 0, bound: 0 }).sentences).toEqual([
      'No account could be placed, and no assignment can place one',
    ]);
  });
});
