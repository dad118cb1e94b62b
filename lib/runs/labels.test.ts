import { describe, expect, it } from 'vitest';
import { describeProof } from './labels';

describe('the words of a result', () => {
  it('say that value and bound agree, and what that means', () => {
    const proof = { placed: 12, primal: -12.3451, bound: -12.3451, rounds: 1 };
    expect(describeProof(proof)).toEqual({
      proved: true,
      sentences: [
        'Proved optimal: cost −12.345, bound −12.345; no assignment places more accounts, and none that places these 12 costs less',
      ],
    });
  });

  it('do not claim a proof where value and bound differ', () => {
    const proof = { placed: 2, primal: 5, bound: 4.5, rounds: 1 };
    expect(describeProof(proof)).toEqual({
      proved: false,
      sentences: [
        'Not proved optimal: cost 5, bound 4.5; a better assignment may exist, by at most 0.5',
      ],
    });
  });

  it('say what several rounds mean', () => {
    const { sentences } = describeProof({ placed: 9, primal: 1, bound: 1, rounds: 3 });
    expect(sentences[0]).toContain('in its round, no assignment places more');
    expect(sentences[1]).toContain('3 rounds');
  });

  it('say when nothing could be placed', () => {
    expect(describeProof({ placed: 0, primal: 0, bound: 0, rounds: 1 }).sentences).toEqual([
      'No account could be placed, and no assignment places one',
    ]);
  });
});
