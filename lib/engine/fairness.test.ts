import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeBook, makeCsm } from '@/test/engine/builders';
import { measureEvenness, measureFairness, measureMatchQuality } from './fairness';
import { defaultRoutingPolicy as policy } from './policy';

describe('measureEvenness', () => {
  test('matches values computed by hand', () => {
    const { cv, gini, maxOverMean } = measureEvenness([2, 4, 6]);
    expect(cv).toBeCloseTo(40.82, 2);
    expect(gini).toBeCloseTo(2 / 9);
    expect(maxOverMean).toBe(1.5);
  });

  test('is perfect for equal values, no values, and a total of 0', () => {
    for (const values of [[3, 3, 3], [], [0, 0], [7]]) {
      expect(measureEvenness(values)).toEqual({ cv: 0, gini: 0, maxOverMean: 1 });
    }
  });

  test('does not depend on the order or unit of the values', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (list, unit) => {
        const here = measureEvenness(list);
        const there = measureEvenness(list.toReversed().map((value) => value * unit));
        expect(there.cv).toBeCloseTo(here.cv, 6);
        expect(there.gini).toBeCloseTo(here.gini, 6);
        expect(here.gini).toBeLessThan(1);
      }),
    );
  });
});

test('measureFairness counts active CSMs over and near capacity, and measures eligible CSMs separately', () => {
  const csms = [
    makeCsm({ name: 'Over', capacity: 50, book: makeBook(51) }),
    makeCsm({ name: 'Near', capacity: 50, book: makeBook(45) }),
    makeCsm({ name: 'Free', capacity: 50, book: makeBook(44) }),
    makeCsm({ name: 'Gone', active: false, capacity: 1, book: makeBook(9) }),
  ];
  const fairness = measureFairness(csms, new Set(['Near', 'Free', 'Gone']), policy);
  expect(fairness).toMatchObject({ overCapacity: 1, nearCapacity: 2 });
  expect(fairness.active.accounts.maxOverMean).toBeCloseTo(51 / (140 / 3));
  expect(fairness.eligible.accounts.maxOverMean).toBeCloseTo(45 / 44.5);
});

describe('measureMatchQuality', () => {
  test('returns the percentage of placements of each kind', () => {
    const match = measureMatchQuality(
      [
        { tenureMonths: 20, color: 'red', needy: true },
        { tenureMonths: 7, color: 'red', needy: true },
        { tenureMonths: 2, color: 'green', needy: true },
        { tenureMonths: 2, color: 'yellow', needy: false },
        { tenureMonths: null, color: 'red', needy: true },
      ],
      policy,
    );
    expect(match.needyWithExperienced).toBeCloseTo(200 / 3);
    expect(match).toMatchObject({ redWithSenior: 50, newCsmGreen: 50 });
  });

  test('returns null when there are no placements of a kind', () => {
    expect(measureMatchQuality([], policy)).toEqual({
      needyWithExperienced: null,
      redWithSenior: null,
      newCsmGreen: null,
    });
  });
});
