import { describe, expect, it } from 'vitest';
import { groupOutcomes, type OutcomeCounts, totalOutcomes } from './outcomes';

const none: OutcomeCounts = {
  total: 0,
  accepted: 0,
  overridden: 0,
  rejected: 0,
  pending: 0,
  superseded: 0,
  incomplete: 0,
};

describe('outcomes', () => {
  it('have a rate among all and a rate among decided recommendations', () => {
    const outcomes = totalOutcomes([
      { ...none, total: 5, accepted: 3, overridden: 1, pending: 1 },
      { ...none, total: 3, superseded: 1, incomplete: 2 },
    ]);
    expect(outcomes).toMatchObject({ total: 8, accepted: 3, pending: 1, incomplete: 2 });
    expect(outcomes.rate).toBe(3 / 8);
    expect(outcomes.rateDecided).toBe(3 / 4);
  });

  it('have no rates without recommendations', () => {
    expect(totalOutcomes([])).toMatchObject({ total: 0, rate: null, rateDecided: null });
    expect(totalOutcomes([{ ...none, total: 2, pending: 2 }])).toMatchObject({
      rate: 0,
      rateDecided: null,
    });
  });

  it('are summed per key', () => {
    const rows = [
      { ...none, total: 2, accepted: 1, segment: 'Residential' },
      { ...none, total: 1, accepted: 1, segment: null },
      { ...none, total: 2, accepted: 2, segment: 'Residential ' },
    ];
    const groups = groupOutcomes(rows, ({ segment }) => ({ segment: segment?.trim() ?? null }));
    expect(groups).toMatchObject([
      { segment: 'Residential', total: 4, accepted: 3, rate: 0.75 },
      { segment: null, total: 1, accepted: 1, rate: 1 },
    ]);
  });
});
