import { describe, expect, it } from 'vitest';
import { describeProof } from './labels';

describe('describeProof', () => {
  it('states what is proved when cost and bound agree', () => {
    const proof = { placed: 12, primal: -12.3451, bound: -12.3451, rounds: 1 };
    expect(describeProof(proof, 'en-US')).toEqual({
      proved: true,
      sentences: [
        'Proved optimal: cost −12.345, bound −12.345. No assignment places more accounts, or as many at a lower cost',
      ],
    });
  });

  it('claims no proof when cost and bound differ', () => {
    const proof = { placed: 2, primal: 5, bound: 4.5, rounds: 1 };
    expect(describeProof(proof, 'en-US')).toEqual({
      proved: false,
      sentences: [
        'Not proved optimal: cost 5, bound 4.5. A better assignment may exist, by at most 0.5',
      ],
    });
  });

  it('limits the claim to each round when there are several', () => {
    const { sentences } = describeProof({ placed: 9, primal: 1, bound: 1, rounds: 3 }, 'en-US');
    expect(sentences[0]).toContain('Within each round, no assignment places more');
    expect(sentences[1]).toContain('3 rounds');
  });

  it('states that nothing can be placed', () => {
    expect(describeProof({ placed: 0, primal: 0, bound: 0, rounds: 1 }, 'en-US').sentences).toEqual(
      ['No account could be placed, and no assignment can place one'],
    );
  });
});
