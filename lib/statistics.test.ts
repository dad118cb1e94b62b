import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/test/engine/builders';
import { cohenKappa, compareWithChance, wilsonInterval } from './statistics';

describe('the confidence interval of a share', () => {
  it.each([
    // From Wilson's formula by hand; the first is Newcombe's (1998) example of 81 in 263.
    [81, 263, 0.2553, 0.3662],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [1, 2, 0.0945, 0.9055],
  ])('for %i of %i is from %f to %f', (count, of, from, to) => {
    const range = wilsonInterval({ count, of });
    expect(range?.[0]).toBeCloseTo(from, 4);
    expect(range?.[1]).toBeCloseTo(to, 4);
  });

  it('without cases is null', () => {
    expect(wilsonInterval({ count: 0, of: 0 })).toBeNull();
  });
});

describe('Cohen’s kappa', () => {
  it('has the interval of Fleiss, Cohen, and Everitt', () => {
    // By hand: standard error 0.1270.
    const agreement = cohenKappa([
      [20, 5],
      [10, 15],
    ]);
    expect(agreement).toMatchObject({ observed: 0.7, expected: 0.5 });
    expect(agreement?.kappa).toBeCloseTo(0.4);
    expect(agreement?.interval[0]).toBeCloseTo(0.1511, 4);
    expect(agreement?.interval[1]).toBeCloseTo(0.6489, 4);
  });

  it('is 1 for perfect agreement', () => {
    const counts = [
      [12, 0],
      [0, 9],
    ] as const;
    expect(cohenKappa(counts)).toMatchObject({ kappa: 1, interval: [1, 1] });
  });
});

describe('agreement compared with chance', () => {
  /** Decisions by verdict, 83% accepted, with verdicts from `isApproved`. */
  function agreementOf(isApproved: (accepted: boolean) => boolean) {
    const random = seededRandom(11);
    const counts: [[number, number], [number, number]] = [
      [0, 0],
      [0, 0],
    ];
    for (let n = 0; n < 600; n++) {
      const accepted = random() < 0.83;
      counts[isApproved(accepted) ? 0 : 1][accepted ? 0 : 1] += 1;
    }
    return compareWithChance(counts);
  }

  it('is no better for shuffled verdicts, however high the share that agrees', () => {
    const random = seededRandom(5);
    const shuffled = agreementOf(() => random() < 0.86);
    expect(shuffled.result).toBe('no_better');
    expect(shuffled).toHaveProperty('observed');
    expect((shuffled as { observed: number }).observed).toBeGreaterThan(0.7);
  });

  it('is better for verdicts that know a third of the decisions', () => {
    const random = seededRandom(5);
    const informed = agreementOf((accepted) => (random() < 1 / 3 ? accepted : random() < 0.86));
    expect(informed.result).toBe('better');
  });

  it('is worse if managers do the opposite', () => {
    expect(agreementOf((accepted) => !accepted).result).toBe('worse');
  });

  it.each([
    ['too_few', [10, 2], [4, 3]],
    ['one_answer', [18, 5], [0, 0]],
    ['one_answer', [18, 0], [5, 0]],
  ] as const)('is %s for %j and %j', (result, approve, reassign) => {
    expect(compareWithChance([approve, reassign]).result).toBe(result);
  });
});
