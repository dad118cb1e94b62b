import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeAccount, makeBook, makeCsm, makeReservation, NOON } from '@/test/engine/builders';
import { measureEvenness, measureFairness, measureMatchQuality, measureWaits } from './fairness';
import { defaultRoutingPolicy as policy } from './policy';

describe('measureEvenness', () => {
  test('matches values computed by hand', () => {
    expect(measureEvenness([2, 4, 6])).toEqual({
      cv: expect.closeTo(40.82, 2),
      gini: expect.closeTo(2 / 9),
      maxOverMean: 1.5,
    });
  });

  test('is perfect for equal values', () => {
    expect(measureEvenness([3, 3, 3])).toEqual({ cv: 0, gini: 0, maxOverMean: 1 });
  });

  test('is not measured with nothing to compare: fewer than two values, or a total of 0', () => {
    for (const values of [[], [7], [0, 0]]) expect(measureEvenness(values)).toBeNull();
  });

  test('does not depend on the order or unit of the values', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (list, unit) => {
        const here = measureEvenness(list);
        const there = measureEvenness(list.toReversed().map((value) => value * unit));
        fc.pre(here !== null);
        expect(there?.cv).toBeCloseTo(here.cv, 6);
        expect(there?.gini).toBeCloseTo(here.gini, 6);
        expect(here.gini).toBeLessThan(1);
      }),
    );
  });
});

describe('measureFairness', () => {
  const corporate = { segment: 'Residential', level: 'Corporate' };
  const enterprise = { segment: 'Commercial', level: 'Enterprise' };

  test('compares shares of capacity, not amounts', () => {
    const csms = [
      makeCsm({ name: 'Ana', ...corporate, capacity: 100, book: makeBook(80) }),
      makeCsm({ name: 'Bo', ...corporate, capacity: 50, book: makeBook(40) }),
    ];
    const { fullness, amounts } = measureFairness(csms, policy);
    expect(fullness.accounts).toEqual({ cv: 0, gini: 0, maxOverMean: 1 });
    expect(fullness.revenue?.cv).toBeCloseTo(0);
    expect(amounts.accounts?.maxOverMean).toBeCloseTo(80 / 60);
  });

  test('compares only CSMs who take the same accounts', () => {
    const csms = [
      makeCsm({ name: 'Ana', ...corporate, book: makeBook(90) }),
      makeCsm({ name: 'Bo', ...corporate, book: makeBook(90) }),
      makeCsm({ name: 'Cy', ...enterprise, book: makeBook(10) }),
      makeCsm({ name: 'Di', ...enterprise, book: makeBook(20) }),
    ];
    const { fullness, byClass } = measureFairness(csms, policy);
    expect(byClass.map(({ classes, csms: count }) => [classes, count])).toEqual([
      [[enterprise], 2],
      [[corporate], 2],
    ]);
    expect(byClass[0]?.fullness.accounts?.cv).toBeCloseTo(100 / 3);
    expect(byClass[1]?.fullness.accounts?.cv).toBe(0);
    expect(fullness.accounts?.cv).toBeCloseTo(100 * Math.sqrt(1 / 18));
  });

  test('compares a CSM who takes several classes with their mix', () => {
    // The Corporate accounts need more attention each, so equal neediness would not be fair.
    const needy = makeBook(20, { neediness: 160 });
    const calm = makeBook(20, { neediness: 40 });
    const mixed = makeBook(20, { neediness: 100 });
    const halves = [
      { ...corporate, book: makeBook(10, { neediness: 80 }) },
      { ...enterprise, book: makeBook(10, { neediness: 20 }) },
    ];
    const csms = [
      makeCsm({ name: 'Ana', ...corporate, capacity: 30, book: needy }),
      makeCsm({ name: 'Bo', ...enterprise, capacity: 30, book: calm }),
      makeCsm({ name: 'Cy', capacity: 30, book: mixed, byClass: halves }),
    ];
    const { fullness, byClass } = measureFairness(csms, policy);
    expect(fullness.neediness?.cv).toBeCloseTo(0);
    expect(
      byClass.map(({ csms: count, fullness: within }) => [count, within.neediness?.cv]),
    ).toEqual([
      [2, expect.closeTo(0)],
      [2, expect.closeTo(0)],
    ]);
  });

  test('counts pending recommendations, unless the policy does not reserve for them', () => {
    const csms = [
      makeCsm({ name: 'Ana', capacity: 10, book: makeBook(8) }),
      makeCsm({ name: 'Bo', capacity: 10, book: makeBook(7), reservations: [makeReservation()] }),
    ];
    const ignoring = { ...policy, pendingReserves: false };
    expect(measureFairness(csms, policy).fullness.accounts?.cv).toBe(0);
    expect(measureFairness(csms, ignoring).fullness.accounts?.cv).toBeGreaterThan(0);
  });

  test('has one group for classes that the same CSMs take, and none for a class without CSMs', () => {
    const level = (name: string, count: number) => ({
      segment: 'Residential',
      level: name,
      book: makeBook(count),
    });
    const csms = ['Ana', 'Bo'].map((name) =>
      makeCsm({
        name,
        segment: 'Residential',
        book: makeBook(9),
        byClass: [
          level('Corporate', 4),
          level('Enterprise', 4),
          { ...enterprise, book: makeBook(1) },
        ],
      }),
    );
    expect(measureFairness(csms, policy).byClass).toMatchObject([
      {
        classes: [corporate, { segment: 'Residential', level: 'Enterprise' }],
        csms: 2,
      },
    ]);
  });

  test('measures some CSMs with targets from all active ones', () => {
    const csms = [
      makeCsm({ name: 'Ana', capacity: 50, book: makeBook(20) }),
      makeCsm({ name: 'Bo', capacity: 50, book: makeBook(30) }),
      makeCsm({ name: 'Cy', capacity: 100, book: makeBook(100) }),
      makeCsm({ name: 'Gone', active: false, book: makeBook(900) }),
    ];
    const { fullness, byClass } = measureFairness(csms, policy, new Set(['Ana', 'Bo', 'Gone']));
    expect(fullness.accounts).toMatchObject({ maxOverMean: 30 / 25 });
    expect(byClass[0]?.csms).toBe(2);
  });

  test('leaves out CSMs whose target is 0', () => {
    const csms = [
      makeCsm({ name: 'Ana', capacity: 50, book: makeBook(20) }),
      makeCsm({ name: 'Bo', capacity: 0, book: makeBook(30) }),
      makeCsm({ name: 'Cy', capacity: 50, book: makeBook(20) }),
    ];
    expect(measureFairness(csms, policy)).toMatchObject({
      fullness: { accounts: { cv: 0 } },
      overCapacity: 1,
    });
  });

  test('leaves out CSMs without peers, who would all look perfectly even', () => {
    const csms = [
      makeCsm({ name: 'Ana', ...corporate, book: makeBook(30) }),
      makeCsm({ name: 'Bo', ...corporate, book: makeBook(90) }),
      makeCsm({ name: 'Cy', ...enterprise, book: makeBook(34) }),
    ];
    const { csms: count, fullness, byClass } = measureFairness(csms, policy);
    expect(count).toBe(3);
    expect(fullness.accounts).toEqual(measureEvenness([30, 90]));
    expect(byClass.map(({ fullness: within }) => within.accounts)).toEqual([
      null,
      measureEvenness([30, 90]),
    ]);
    expect(measureFairness(csms.slice(1), policy).fullness).toEqual({
      accounts: null,
      neediness: null,
      revenue: null,
    });
  });

  test('counts active CSMs over capacity, and at 90% of it or more', () => {
    const csms = [
      makeCsm({ name: 'Over', capacity: 50, book: makeBook(51) }),
      makeCsm({ name: 'Near', capacity: 50, book: makeBook(45) }),
      makeCsm({ name: 'Free', capacity: 50, book: makeBook(44) }),
      makeCsm({ name: 'Gone', active: false, capacity: 1, book: makeBook(9) }),
    ];
    expect(measureFairness(csms, policy)).toMatchObject({ overCapacity: 1, nearCapacity: 2 });
  });
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

describe('measureWaits', () => {
  const waiting = (waitingDays: number, waitingSince: number | null = NOON) => ({
    account: makeAccount({ waitingSince }),
    waitingDays,
  });

  test('returns the longest wait and the one that 95% of the accounts do not exceed', () => {
    const accounts = Array.from({ length: 40 }, (_, day) => waiting(day));
    expect(measureWaits([...accounts, waiting(99, null)])).toEqual({ longest: 39, p95: 37 });
  });

  test('returns null if it is not known since when any account has waited', () => {
    expect(measureWaits([waiting(0, null)])).toBeNull();
  });
});
