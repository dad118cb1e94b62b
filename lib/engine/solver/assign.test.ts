import fc from 'fast-check';
import highsLoader from 'highs';
import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '@/test/engine/builders';
import { checkAssignment } from '@/test/engine/check-assignment';
import { type HighsSolver, solveWithHighs } from '@/test/engine/oracles';
import { type AssignmentProblem, assign } from './assign';

const forbidden = Number.POSITIVE_INFINITY;

function problemOf(matrix: readonly (readonly number[])[]): AssignmentProblem {
  return {
    rows: matrix.length,
    columns: matrix[0]?.length ?? 0,
    costs: Float64Array.from(matrix.flat()),
  };
}

/** Small problems: few distinct costs (ties) or many, dense or mostly forbidden. */
function randomProblem(seed: number): AssignmentProblem {
  const random = seededRandom(seed);
  const rows = 1 + Math.floor(random() * 9);
  const columns = 1 + Math.floor(random() * 9);
  const allowed = [1, 0.7, 0.3, 0.1][seed % 4] as number;
  const ties = seed % 3 === 0;
  const costs = Float64Array.from({ length: rows * columns }, () => {
    const cost = ties ? Math.floor(random() * 5) - 2 : (random() - 0.4) * 300;
    return random() < allowed ? cost : forbidden;
  });
  return { rows, columns, costs };
}

/** The lexicographically first optimum, by brute force; lower columns come before deferral. */
function firstOptimum({ rows, columns, costs }: AssignmentProblem): number[] {
  let best: { columnOf: number[]; placed: number; cost: number } | null = null;
  const extend = (columnOf: number[], placed: number, cost: number) => {
    const row = columnOf.length;
    if (row === rows) {
      if (!best || placed > best.placed || (placed === best.placed && cost < best.cost)) {
        best = { columnOf, placed, cost };
      }
      return;
    }
    for (let j = 0; j < columns; j++) {
      const pair = costs[row * columns + j] as number;
      if (columnOf.includes(j) || !Number.isFinite(pair)) continue;
      extend([...columnOf, j], placed + 1, cost + pair);
    }
    extend([...columnOf, -1], placed, cost);
  };
  extend([], 0, 0);
  return (best as { columnOf: number[] } | null)?.columnOf ?? [];
}

describe('assign', () => {
  let highs: HighsSolver;
  beforeAll(async () => {
    highs = await highsLoader();
  });

  test('finds the optimum of HiGHS on 400 random problems, with a valid proof for each', () => {
    for (let seed = 0; seed < 400; seed++) {
      const problem = randomProblem(seed);
      const answer = assign(problem);
      expect(checkAssignment(problem, answer), `seed ${seed}`).toEqual([]);
      const optimum = solveWithHighs(highs, problem);
      expect(answer.placed, `seed ${seed}`).toBe(optimum.placed);
      expect(Math.abs(answer.primal - optimum.cost), `seed ${seed}`).toBeLessThan(1e-6);
    }
  });

  test('proves larger problems, dense and sparse', () => {
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
      { numRuns: 150 },
    );
  });

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

  test('returns the lexicographically first of all optimal assignments', () => {
    for (let seed = 0; seed < 600; seed++) {
      const random = seededRandom(seed);
      const rows = 1 + Math.floor(random() * 5);
      const columns = 1 + Math.floor(random() * 4);
      const distinct = 1 + Math.floor(random() * 3);
      const costs = Float64Array.from({ length: rows * columns }, () =>
        random() < 0.8 ? Math.floor(random() * distinct) : forbidden,
      );
      const problem = { rows, columns, costs };
      const answer = assign(problem);
      expect(checkAssignment(problem, answer), `seed ${seed}`).toEqual([]);
      expect([...answer.columnOf], `seed ${seed}`).toEqual(firstOptimum(problem));
    }
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

  test('throws for a matrix of the wrong size', () => {
    expect(() => assign({ rows: 2, columns: 2, costs: new Float64Array(3) })).toThrow(RangeError);
  });
});

describe('checkAssignment', () => {
  const problem = problemOf([
    [1, 5],
    [2, forbidden],
  ]);
  const right = assign(problem);

  test('accepts an optimal assignment', () => {
    expect(checkAssignment(problem, right)).toEqual([]);
  });

  test.each([
    ['a column assigned twice', { columnOf: Int32Array.of(0, 0) }],
    ['a forbidden pair', { columnOf: Int32Array.of(0, 1) }],
    ['a worse assignment', { columnOf: Int32Array.of(1, -1), placed: 1, primal: 5 }],
    ['a wrong cost', { primal: 6 }],
    ['a wrong bound', { bound: 6 }],
    [
      'infeasible duals',
      { duals: { ...right.duals, rowCost: right.duals.rowCost.map((u) => u + 3) } },
    ],
  ])('reports %s', (_, wrong) => {
    expect(checkAssignment(problem, { ...right, ...wrong })).not.toEqual([]);
  });
});
