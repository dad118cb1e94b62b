import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './calibration';

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
