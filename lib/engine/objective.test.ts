import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '@/lib/time';
import {
  makeAccount,
  makeBook,
  makeCsm,
  makeProblem,
  makeReservation,
  NOON,
} from '@/test/engine/builders';
import {
  buildObjective,
  computeCsmTerms,
  costsByFactor,
  createTotalCost,
  experienceMismatch,
  recencyLoad,
  waitingCost,
} from './objective';
import { defaultRoutingPolicy as policy } from './policy';
import { createAssessor } from './prepare-input';
import { optimizationScore } from './score';
import { type Dimension, dimensions } from './types';

const assess = createAssessor(makeProblem(), []);

describe('targets', () => {
  const csms = [
    makeCsm({ name: 'Ana', capacity: 60, tenureMonths: 30, book: makeBook(30, { red: 2 }) }),
    makeCsm({ name: 'Bo', capacity: 30, tenureMonths: 3, book: makeBook(9, { red: 1 }) }),
    makeCsm({ name: 'Cy', capacity: 30, tenureMonths: null, book: makeBook(0) }),
  ];
  const objective = buildObjective(csms, [assess(makeAccount({ health: 20 }))], policy, NOON);

  test('distribute books and the run’s accounts by capacity', () => {
    // 40 accounts for a total capacity of 120.
    expect(objective.targets.map((target) => target.accounts)).toEqual([20, 10, 10]);
    expect(objective.means.accounts).toBe(1);
  });

  test('distribute red accounts only among CSMs with desired or unknown tenure', () => {
    // 4 of 40 accounts are red, so the mean is 0.1: 40 means for Ana's capacity of 60 and Cy's of 30.
    expect(objective.means.red).toBe(0.1);
    expect(objective.targets[0]?.red).toBeCloseTo(80 / 3);
    expect(objective.targets.map((target) => target.red)[1]).toBe(0);
    expect(objective.targets[2]?.red).toBeCloseTo(40 / 3);
  });

  test('distribute a class only among the CSMs who take it', () => {
    const commercial = { segment: 'Commercial', level: 'Enterprise' };
    const residential = { segment: 'Residential', level: 'Corporate' };
    const csms = [
      makeCsm({ name: 'A', ...commercial, book: makeBook(10) }),
      makeCsm({ name: 'B', ...commercial, book: makeBook(30), capacity: 70 }),
      makeCsm({
        name: 'C',
        ...residential,
        book: makeBook(50),
        byClass: [
          { ...commercial, book: makeBook(2) },
          { ...residential, book: makeBook(48) },
        ],
        reservations: [makeReservation(residential)],
      }),
    ];
    const { targets } = buildObjective(csms, [assess(makeAccount(commercial))], policy, NOON);
    // 43 commercial accounts for a capacity of 35 and 70; 49 residential ones.
    expect(targets[0]?.accounts).toBeCloseTo(43 / 3);
    expect(targets[1]?.accounts).toBeCloseTo((2 * 43) / 3);
    expect(targets[2]?.accounts).toBeCloseTo(49);
  });
});

describe('the cost of a pair', () => {
  test('is w (2 z a + a²) per dimension, plus mismatch and recency', () => {
    const ana = makeCsm({
      name: 'Ana',
      tenureMonths: 6,
      book: makeBook(12),
      received: [NOON - DAY_MS],
    });
    const bo = makeCsm({ name: 'Bo', book: makeBook(6) });
    const account = assess(makeAccount({ neediness: 9, revenue: 0, health: 10 }));
    const objective = buildObjective([ana, bo], [account], policy, NOON);
    const costs = costsByFactor(objective, computeCsmTerms(objective, ana, 0), account);
    const total = createTotalCost(objective, account)(computeCsmTerms(objective, ana, 0));
    expect(total).toBe(Object.values(costs).reduce((sum, cost) => sum + cost));
    const mean = (5 * 18 + 9) / 19;
    const excess = 60 / mean - 19 / 2;
    expect(costs.accounts).toBeCloseTo(0.25 * (2 * (12 - 9.5) + 1), 5);
    expect(costs.neediness).toBeCloseTo(0.3 * (2 * excess * (9 / mean) + (9 / mean) ** 2), 5);
    expect(costs.revenue).toBe(0);
    // 1 of 19 accounts is red. Ana is too new for red accounts, so her target is 0.
    expect(costs.red).toBeCloseTo(0.03 * 19 ** 2, 5);
    expect(costs.experience).toBeCloseTo(120 * 0.5, 5);
    expect(costs.recency).toBeCloseTo(0.5, 5);
  });

  test('is finite when all books are empty', () => {
    const emptyCsm = makeCsm({ book: makeBook(0), capacity: 0 });
    const emptyAccount = assess(makeAccount({ neediness: 0, revenue: 0 }));
    const objective = buildObjective([emptyCsm], [emptyAccount], policy, NOON);
    const cost = createTotalCost(objective, emptyAccount)(computeCsmTerms(objective, emptyCsm, 0));
    expect(Number.isFinite(cost)).toBe(true);
  });

  test('halves recency every day and ignores accounts received a week ago', () => {
    expect(recencyLoad([NOON], NOON)).toBe(1);
    expect(recencyLoad([NOON - DAY_MS, NOON - 2 * DAY_MS], NOON)).toBe(0.75);
    expect(recencyLoad([NOON - 7 * DAY_MS], NOON)).toBe(0);
    expect(recencyLoad([NOON + DAY_MS], NOON)).toBe(1);
  });

  test('measures missing tenure as a share of the desired tenure', () => {
    expect(experienceMismatch(3, 12)).toBe(0.75);
    expect(experienceMismatch(12, 12)).toBe(0);
    expect(experienceMismatch(null, 12)).toBe(0);
    expect(experienceMismatch(0, 0)).toBe(0);
  });
});

test('waiting costs its weight per day, more for red and high-need accounts', () => {
  const waitingSince = NOON - 3 * DAY_MS;
  const cost = (overrides: Parameters<typeof makeAccount>[0]) =>
    waitingCost(assess(makeAccount({ waitingSince, ...overrides })), policy);
  expect(cost({})).toBe(3 * policy.weights.waiting);
  expect(cost({ neediness: 8 })).toBe(6 * policy.weights.waiting);
  expect(cost({ health: 10 })).toBe(6 * policy.weights.waiting);
  expect(cost({ waitingSince: NOON + DAY_MS })).toBe(0);
  expect(cost({ waitingSince: null })).toBe(0);
});

describe('a fuller book', () => {
  const amount = fc.integer({ min: 0, max: 400 });
  const books = fc.array(
    fc.record({ accounts: amount, neediness: amount, revenue: amount, red: amount }),
    {
      minLength: 2,
      maxLength: 6,
    },
  );

  test('never lowers the cost of its CSM for the same targets', () => {
    const added = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(books, fc.constantFrom(...dimensions), added, (given, dimension, more) => {
        const csms = given.map((book, j) => makeCsm({ name: `${j}`, book: { ...book, green: 0 } }));
        const account = assess(makeAccount({ health: 10 }));
        const objective = buildObjective(csms, [account], policy, NOON);
        const first = csms[0] as (typeof csms)[number];
        const heavier = {
          ...first,
          book: { ...first.book, [dimension]: first.book[dimension] + more },
        };
        const cost = (csm: typeof first) =>
          createTotalCost(objective, account)(computeCsmTerms(objective, csm, 0));
        expect(cost(heavier)).toBeGreaterThanOrEqual(cost(first));
      }),
    );
  });

  test('raises only its own CSM above the target', () => {
    const excesses = (given: readonly Record<Dimension, number>[], dimension: Dimension) => {
      const csms = given.map((book, j) => makeCsm({ name: `${j}`, book: { ...book, green: 0 } }));
      const objective = buildObjective(csms, [assess(makeAccount())], policy, NOON);
      return csms.map((csm, j) => computeCsmTerms(objective, csm, j).excess[dimension]);
    };
    const totals = fc.constantFrom<Dimension>('neediness', 'revenue');
    fc.assert(
      fc.property(books, totals, fc.integer({ min: 1, max: 500 }), (given, dimension, more) => {
        const before = excesses(given, dimension);
        const heavier = given.map((book, j) =>
          j === 0 ? { ...book, [dimension]: book[dimension] + more } : book,
        );
        excesses(heavier, dimension).forEach((after, j) => {
          const moved = after - (before[j] as number);
          expect(j === 0 ? moved : -moved).toBeGreaterThan(-1e-6);
        });
      }),
    );
  });
});

describe('the score', () => {
  test('is 100 at the lowest cost and 100/e one score scale above', () => {
    expect(optimizationScore(-3, -3, 10)).toBe(100);
    expect(optimizationScore(7, -3, 10)).toBeCloseTo(100 / Math.E);
    expect(optimizationScore(1e9, 0, 10)).toBe(0);
  });
});

describe('missing scores', () => {
  test('become the medians and are reported as assumed', () => {
    const account = assess(makeAccount({ neediness: null, health: null, revenue: null }));
    expect(account.assumed).toEqual({ neediness: 5, health: 80, revenue: 10_000 });
    expect(account).toMatchObject({ color: 'green', needy: false });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300])('include %d', (invalid) => {
    const account = assess(makeAccount({ neediness: invalid, health: invalid, revenue: invalid }));
    expect(account.assumed).toEqual({ neediness: 5, health: 80, revenue: 10_000 });
  });

  test('of health are not assumed when the source provides the color', () => {
    const account = assess(makeAccount({ health: null, color: 'red' }));
    expect(account).toMatchObject({ color: 'red', assumed: {}, desiredTenureMonths: 12 });
  });

  test('become a neutral value when the median is unknown', () => {
    const unknown = { neediness: null, health: Number.NaN, revenue: null };
    const csms = [makeCsm({ book: makeBook(10, { neediness: 90, revenue: 300 }) })];
    const emptyAccount = makeAccount({ neediness: null, health: null, revenue: null });
    const account = createAssessor(makeProblem({ medians: unknown }), csms)(emptyAccount);
    expect(account.assumed).toEqual({ neediness: 9, health: 70, revenue: 30 });
    expect(account).toMatchObject({ color: 'yellow', needy: false, desiredTenureMonths: 0 });
  });

  test('the color follows the thresholds unless the source provides it', () => {
    const colors = [59, 60, 79, 80].map((health) => assess(makeAccount({ health })).color);
    expect(colors).toEqual(['red', 'yellow', 'yellow', 'green']);
    expect(assess(makeAccount({ health: 90, color: 'yellow' })).color).toBe('yellow');
  });
});
