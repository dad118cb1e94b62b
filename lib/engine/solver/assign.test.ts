import fc from 'fast-check';
import highsLoader from 'highs';
import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '@/test/engine/builders';
import { checkAssignment } from '@/test/engine/check-assignment';
import { type HighsSolver, solveWithHighs } from '@/test/engine/oracles';
import { type AssignmentSolution, assign } from './assign';
import type { AssignmentProblem } from './assignment-problem';

const forbidden = Number.POSITIVE_INFINITY;

function problemOf(matrix: readonly (readonly number[])[]): AssignmentProblem {
  return {
    rows: matrix.length,
    columns: matrix[0]?.length ?? 0,
    costs: Float64Array.from(matrix.flat()),
  };
}

/** A problem with multiples of 2^-20 as costs, as in the engine: few distinct ones (ties) or many. */
function randomProblem(seed: number, largest: number): AssignmentProblem {
  const random = seededRandom(seed);
  const draw = (count: number) => Math.floor(random() * count);
  const rows = 1 + draw(largest);
  const columns = 1 + draw(largest);
  const allowed = [1, 0.8, 0.3, 0.1][seed % 4] as number;
  const distinct = [2, 6, 2 ** 28][seed % 3] as number;
  const cost = () => (draw(distinct) - Math.floor(distinct / 2)) * 2 ** (distinct > 6 ? -20 : 0);
  const costs = Float64Array.from({ length: rows * columns }, () =>
    random() < allowed ? cost() : forbidden,
  );
  const levels = [1, rows + 1 + draw(2), 1 + draw(5)];
  return {
    rows,
    columns,
    costs,
    ...(draw(3) > 0 && {
      deferral: {
        level: Float64Array.from({ length: rows }, () => levels[draw(2)] as number),
        cost: Float64Array.from({ length: rows }, cost),
      },
    }),
    ...(draw(3) === 0 && { limit: draw(Math.min(rows, columns) + 2) }),
  };
}

/** The lexicographically first optimum, by brute force; lower columns come before deferral. */
function firstOptimum({ rows, columns, costs, deferral, limit = rows }: AssignmentProblem) {
  let best: { columnOf: number[]; level: number; cost: number } | null = null;
  const extend = (columnOf: number[], placed: number, level: number, cost: number) => {
    const row = columnOf.length;
    if (row === rows) {
      if (!best || level < best.level || (level === best.level && cost < best.cost)) {
        best = { columnOf, level, cost };
      }
      return;
    }
    for (let j = 0; j < columns && placed < limit; j++) {
      const pair = costs[row * columns + j] as number;
      if (columnOf.includes(j) || !Number.isFinite(pair)) continue;
      extend([...columnOf, j], placed + 1, level, cost + pair);
    }
    const deferred = deferral?.level[row] ?? 1;
    extend([...columnOf, -1], placed, level + deferred, cost + (deferral?.cost[row] ?? 0));
  };
  extend([], 0, 0, 0);
  return (best as { columnOf: number[] } | null)?.columnOf ?? [];
}

const deferredLevel = ({ deferral }: AssignmentProblem, { columnOf }: AssignmentSolution) =>
  columnOf.reduce(
    (sum, column, row) => (column === -1 ? sum + (deferral?.level[row] ?? 1) : sum),
    0,
  );

describe('assign', () => {
  let highs: HighsSolver;
  beforeAll(async () => {
    highs = await highsLoader();
  });

  test('finds the optimum of HiGHS on 200 random problems, with a valid proof for each', () => {
    for (let seed = 0; seed < 200; seed++) {
      const problem = randomProblem(seed, 9);
      const answer = assign(problem);
      expect(checkAssignment(problem, answer), `seed ${seed}`).toEqual([]);
      const optimum = solveWithHighs(highs, problem);
      expect(answer.placed, `seed ${seed}`).toBe(optimum.placed);
      expect(deferredLevel(problem, answer), `seed ${seed}`).toBe(optimum.deferredLevel);
      const cost = answer.primal + answer.deferralCost;
      expect(Math.abs(cost - optimum.cost), `seed ${seed}`).toBeLessThan(1e-6);
    }
  });

  test('returns the lexicographically first of all optimal assignments', () => {
    for (let seed = 0; seed < 2_000; seed++) {
      const problem = randomProblem(seed, 5);
      const answer = assign(problem);
      expect(checkAssignment(problem, answer), `seed ${seed}`).toEqual([]);
      expect([...answer.columnOf], `seed ${seed}`).toEqual(firstOptimum(problem));
    }
  });

  test('proves larger problems to the last bit if their costs are on a grid', () => {
    for (let seed = 0; seed < 150; seed++) {
      const problem = randomProblem(seed, 60);
      const answer = assign(problem);
      expect(checkAssignment(problem, answer), `seed ${seed}`).toEqual([]);
      expect(answer.bound, `seed ${seed}`).toBe(answer.primal);
    }
  });

  test('proves larger problems whose costs are not on a grid', () => {
    const shape = fc.record({
      rows: fc.integer({ min: 1, max: 60 }),
      columns: fc.integer({ min: 1, max: 60 }),
      allowed: fc.constantFrom(1, 0.5, 0.1, 0.03),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(shape, ({ rows, columns, allowed, seed }) => {
        const random = seededRandom(seed);
        const costs = Float64Array.from({ length: rows * columns }, () => {
          const cost = (random() - 0.5) * 1_000;
          return random() < allowed ? cost : forbidden;
        });
        const problem = { rows, columns, costs };
        expect(checkAssignment(problem, assign(problem))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('finds the same cost for any order of rows and columns', () => {
    for (let seed = 0; seed < 300; seed++) {
      const problem = randomProblem(seed, 20);
      const { rows, columns } = problem;
      const random = seededRandom(seed);
      const order = (count: number) =>
        Array.from({ length: count }, (_, index) => ({ index, key: random() }))
          .sort((a, b) => a.key - b.key)
          .map(({ index }) => index);
      const rowOrder = order(rows);
      const columnOrder = order(columns);
      const shuffled = assign({
        ...problem,
        costs: Float64Array.from(
          rowOrder.flatMap((i) => columnOrder.map((j) => problem.costs[i * columns + j] as number)),
        ),
        ...(problem.deferral && {
          deferral: {
            level: Float64Array.from(rowOrder, (i) => problem.deferral?.level[i] as number),
            cost: Float64Array.from(rowOrder, (i) => problem.deferral?.cost[i] as number),
          },
        }),
      });
      const answer = assign(problem);
      expect(shuffled.placed, `seed ${seed}`).toBe(answer.placed);
      expect(shuffled.primal + shuffled.deferralCost, `seed ${seed}`).toBe(
        answer.primal + answer.deferralCost,
      );
    }
  });

  test('never stops assigning a row because its deferral got costlier', () => {
    for (let seed = 0; seed < 600; seed++) {
      const { deferral, ...problem } = randomProblem(seed, 8);
      if (!deferral) continue;
      const row = seed % problem.rows;
      const before = assign({ ...problem, deferral }).columnOf[row];
      if (before === -1) continue;
      const raised = (values: Float64Array) => values.map((v, i) => (i === row ? v + 3 : v));
      const costlier = { level: deferral.level, cost: raised(deferral.cost) };
      const higher = { level: raised(deferral.level), cost: deferral.cost };
      for (const changed of [costlier, higher]) {
        const after = assign({ ...problem, deferral: changed }).columnOf[row];
        expect(after, `seed ${seed}`).not.toBe(-1);
      }
    }
  });

  test('solves 15,000 rows with many ties in seconds', () => {
    const rows = 15_000;
    const columns = 100;
    const random = seededRandom(1);
    const costs = Float64Array.from({ length: rows * columns }, () => Math.floor(random() * 3));
    const deferral = {
      level: Float64Array.from({ length: rows }, () => rows + 1 + Math.floor(random() * 2)),
      cost: Float64Array.from({ length: rows }, () => Math.floor(random() * 3)),
    };
    const answer = assign({ rows, columns, costs, deferral, limit: 60 });
    expect(answer).toMatchObject({ placed: 60, placedBound: 60, primal: answer.bound });
  }, 20_000);

  test('assigns as many rows as possible, even if the last one is expensive', () => {
    const answer = assign(
      problemOf([
        [1, 1_000_000],
        [1, forbidden],
      ]),
    );
    expect([...answer.columnOf]).toEqual([1, 0]);
    expect(answer).toMatchObject({ placed: 2, primal: 1_000_001, bound: 1_000_001 });
  });

  test('defers the more expensive of two rows that compete for the only column', () => {
    const answer = assign(problemOf([[7], [3]]));
    expect([...answer.columnOf]).toEqual([-1, 0]);
    expect(answer).toMatchObject({ placed: 1, placedBound: 1, primal: 3, bound: 3 });
  });

  test('handles negative costs and forbidden pairs', () => {
    expect(assign(problemOf([[-5, -9]]))).toMatchObject({ placed: 1, primal: -9, bound: -9 });
    const nowhere = assign(problemOf([[forbidden], [Number.NaN]]));
    expect(nowhere).toMatchObject({ placed: 0, placedBound: 0, primal: 0, bound: 0 });
  });

  test('returns an empty assignment for problems without rows or columns', () => {
    expect(assign({ rows: 0, columns: 3, costs: new Float64Array() })).toMatchObject({ placed: 0 });
    expect(assign({ rows: 3, columns: 0, costs: new Float64Array() })).toMatchObject({ placed: 0 });
  });

  test('defers by level first, then by cost', () => {
    const costs = Float64Array.of(9, 1, 1);
    const deferral = (level: number[], cost: number[]) => ({
      level: Float64Array.from(level),
      cost: Float64Array.from(cost),
    });
    const columnOf = (level: number[], cost: number[]) => [
      ...assign({ rows: 3, columns: 1, costs, deferral: deferral(level, cost) }).columnOf,
    ];
    expect(columnOf([5, 4, 4], [0, 100, 100])).toEqual([0, -1, -1]);
    expect(columnOf([4, 4, 4], [9, 0, 2])).toEqual([-1, -1, 0]);
    expect(columnOf([4, 4, 4], [10, 0, 1])).toEqual([0, -1, -1]);
  });

  test('assigns the best rows if the limit is reached', () => {
    const matrix = [
      [1, 9, 5],
      [2, 3, 9],
      [7, 4, 4],
    ];
    const limited = (limit: number) => assign({ ...problemOf(matrix), limit });
    expect([...limited(1).columnOf]).toEqual([0, -1, -1]);
    expect([...limited(2).columnOf]).toEqual([0, 1, -1]);
    expect(limited(2)).toMatchObject({ placed: 2, placedBound: 2, primal: 4, bound: 4 });
    expect(limited(0)).toMatchObject({ placed: 0, placedBound: 0, primal: 0, bound: 0 });
    expect(limited(4)).toMatchObject({ placed: 3, placedBound: 3 });
  });

  test('breaks ties in favor of the lower row and column', () => {
    const answer = assign(
      problemOf([
        [2, 2, 2],
        [2, 2, 2],
      ]),
    );
    expect([...answer.columnOf]).toEqual([0, 1]);
  });

  test('throws for arrays of the wrong size, levels below 1, and limits that are not natural', () => {
    const problem = { rows: 2, columns: 2, costs: new Float64Array(4) };
    const one = Float64Array.of(1, 1);
    const wrong: AssignmentProblem[] = [
      { ...problem, costs: new Float64Array(3) },
      { ...problem, deferral: { level: one, cost: new Float64Array(3) } },
      { ...problem, deferral: { level: Float64Array.of(1, 0), cost: one } },
      { ...problem, deferral: { level: Float64Array.of(1, 1.5), cost: one } },
      { ...problem, deferral: { level: one, cost: Float64Array.of(1, forbidden) } },
      { ...problem, limit: -1 },
      { ...problem, limit: 0.5 },
      { ...problem, limit: Number.NaN },
    ];
    for (const given of wrong) expect(() => assign(given)).toThrow(RangeError);
  });
});
