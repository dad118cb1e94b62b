import highsLoader from 'highs';
import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '@/test/engine/builders';
import { checkDrain, drainCost, isFeasible } from '@/test/engine/check-drain';
import { type HighsSolver, solveDrainWithHighs } from '@/test/engine/oracles';
import { randomDrainProblem } from '@/test/engine/random-drain-problem';
import { assign } from './assign';
import { type DrainSolution, drain } from './drain';
import type { DrainProblem } from './drain-problem';

/** Small and odd: ties, forbidden pairs, amounts of both signs, levels, and limits. */
function smallProblem(seed: number): DrainProblem {
  const random = seededRandom(seed);
  const draw = (count: number) => Math.floor(random() * count);
  const rows = 1 + draw(6);
  const columns = 1 + draw(3);
  const dimensions = draw(3);
  const array = (length: number, value: () => number) => Float64Array.from({ length }, value);
  return {
    rows,
    columns,
    costs: array(rows * columns, () => (random() < 0.8 ? draw(20) - 12 : Number.NaN)),
    places: Int32Array.from({ length: rows * columns }, () => draw(4)),
    amounts: array(rows * dimensions, () => (seed % 2 === 0 ? draw(3) : random() * 3 - 1)),
    dimensions,
    pairCost: draw(3),
    ...(draw(2) === 0 && {
      deferral: { level: array(rows, () => rows + 1 + draw(2)), cost: array(rows, () => draw(9)) },
    }),
    ...(draw(3) === 0 && { limit: draw(rows + 1) }),
  };
}

/** The lowest exact cost among the solutions with the lowest total level, by brute force. */
function optimum(problem: DrainProblem): bigint {
  const { rows, columns, deferral } = problem;
  let best: { level: number; cost: bigint } | null = null;
  for (let code = 0; code < (columns + 1) ** rows; code++) {
    const columnOf = Array.from(
      { length: rows },
      (_, row) => (Math.floor(code / (columns + 1) ** row) % (columns + 1)) - 1,
    );
    if (!isFeasible(problem, columnOf)) continue;
    let level = 0;
    columnOf.forEach((j, row) => {
      if (j < 0) level += deferral?.level[row] ?? 1;
    });
    if (best && level > best.level) continue;
    const cost = drainCost(problem, columnOf);
    if (!best || level < best.level || cost < best.cost) best = { level, cost };
  }
  if (!best) throw new Error('deferring every row is feasible');
  return best.cost;
}

const toNumber = (cost: bigint) => Number(cost >> 2068n) / 2 ** 80;

describe('drain', () => {
  let highs: HighsSolver;
  beforeAll(async () => {
    highs = await highsLoader();
  });

  test('encloses the optimum of 300 small problems, with a proof that holds exactly', () => {
    let exact = 0;
    for (let seed = 0; seed < 300; seed++) {
      const problem = smallProblem(seed);
      const solution = drain(problem);
      expect(checkDrain(problem, solution), `seed ${seed}`).toEqual([]);
      const { primal, bound, deferralCost } = solution;
      const best = toNumber(optimum(problem));
      expect(bound + deferralCost, `seed ${seed}`).toBeLessThanOrEqual(best + 1e-9);
      expect(primal + deferralCost, `seed ${seed}`).toBeGreaterThanOrEqual(best - 1e-9);
      if (primal + deferralCost - best < 1e-4) exact += 1;
    }
    expect(exact).toBeGreaterThan(290);
  });

  test('finds the optimum of HiGHS within the stated gap', () => {
    for (let seed = 0; seed < 4; seed++) {
      const problem = randomDrainProblem(6, 3, 3, seed);
      const { primal, bound, deferralCost, gapPercent } = drain(problem);
      const best = solveDrainWithHighs(highs, problem) - deferralCost;
      expect(bound, `seed ${seed}`).toBeLessThanOrEqual(best + 1e-4);
      expect(primal, `seed ${seed}`).toBeGreaterThanOrEqual(best - 1e-4);
      const allowed = ((gapPercent ?? 0) / 100) * -primal;
      expect(primal - best, `seed ${seed}`).toBeLessThanOrEqual(allowed + 1e-4);
    }
  });

  test('proves larger problems, and comes close to their bound', () => {
    for (let seed = 0; seed < 6; seed++) {
      const problem = { ...randomDrainProblem(60, 12, 6, seed), limit: 30 + 10 * (seed % 4) };
      const solution = drain(problem);
      expect(checkDrain(problem, solution), `seed ${seed}`).toEqual([]);
      expect(solution.gapPercent, `seed ${seed}`).toBeLessThan(3);
    }
  });

  test('equals the assignment if every column has one place', () => {
    for (let seed = 0; seed < 30; seed++) {
      const problem = randomDrainProblem(12, 8, 1, seed);
      const { rows, columns, deferral } = problem;
      const costs = problem.costs.map((cost, pair) =>
        (problem.places[pair] as number) > 0 ? cost : Number.POSITIVE_INFINITY,
      );
      const { placed, primal, deferralCost } = assign({
        rows,
        columns,
        costs,
        ...(deferral && { deferral }),
      });
      expect(drain(problem), `seed ${seed}`).toMatchObject({
        placed,
        primal,
        bound: primal,
        deferralCost,
      });
    }
  });

  test('places 3 of 3 rows where rounds of single assignment place 2', () => {
    // The cheapest first round gives the first row to the first column. Its second place is closed
    // to the second row, which has no other.
    const problem: DrainProblem = {
      rows: 3,
      columns: 2,
      costs: Float64Array.of(-5, 0, -1, 0, 0, -1),
      places: Int32Array.of(2, 0, 1, 0, 0, 1),
      amounts: new Float64Array(),
      dimensions: 0,
      pairCost: 1,
    };
    const solution = drain(problem);
    expect([...solution.columnOf]).toEqual([0, 0, 1]);
    expect(solution).toMatchObject({ placed: 3, placedBound: 3, primal: -6, bound: -6 });
  });

  test('spreads rows that interact, and stacks them if that costs less', () => {
    const problem = (cost: number): DrainProblem => ({
      rows: 2,
      columns: 2,
      costs: Float64Array.of(-cost, 0, -cost, 0),
      places: Int32Array.of(2, 2, 2, 2),
      amounts: Float64Array.of(1, 2),
      dimensions: 1,
      pairCost: 0,
    });
    expect(drain(problem(3)).columnOf.toSorted()).toEqual(Int32Array.of(0, 1));
    expect([...drain(problem(5)).columnOf]).toEqual([0, 0]);
  });

  test('states no percentage if the run gains nothing', () => {
    const solution = drain({
      rows: 1,
      columns: 1,
      costs: Float64Array.of(4),
      places: Int32Array.of(2),
      amounts: Float64Array.of(1),
      dimensions: 1,
      pairCost: 0,
    });
    expect(solution).toMatchObject({ placed: 1, primal: 4, bound: 4, gapPercent: null });
  });

  test('returns an empty solution for problems without rows or columns', () => {
    const empty = {
      costs: new Float64Array(),
      places: new Int32Array(),
      dimensions: 1,
      pairCost: 0,
    };
    const noRows = { ...empty, rows: 0, columns: 2, amounts: new Float64Array() };
    const noColumns = { ...empty, rows: 2, columns: 0, amounts: new Float64Array(2) };
    expect(drain(noRows)).toMatchObject({ placed: 0, primal: 0, bound: 0 });
    expect(drain(noColumns)).toMatchObject({ placed: 0, primal: 0, bound: 0 });
  });

  test('throws for arrays of the wrong size and numbers out of range', () => {
    const problem = randomDrainProblem(3, 2, 2, 0);
    for (const wrong of [
      { costs: new Float64Array(5) },
      { places: new Int32Array(5) },
      { amounts: new Float64Array(11) },
      { amounts: new Float64Array(12).fill(Number.NaN) },
      { pairCost: -1 },
      { pairCost: Number.NaN },
      { limit: -1 },
    ]) {
      expect(() => drain({ ...problem, ...wrong })).toThrow(RangeError);
    }
  });
});

describe('checkDrain', () => {
  const problem = randomDrainProblem(12, 4, 3, 3);
  const right = drain(problem);
  const { duals, point } = right.certificate;

  test.each<[string, Partial<DrainSolution>]>([
    ['a row on a column that does not take it', { columnOf: new Int32Array(12) }],
    ['a wrong cost', { primal: right.primal + 0.01 }],
    ['a bound that is tighter than proved', { bound: right.primal }],
    ['another point', { certificate: { duals, point: point.map((y) => y + 0.01) } }],
    [
      'infeasible duals',
      { certificate: { point, duals: { ...duals, rowCost: duals.rowCost.map((u) => u + 1) } } },
    ],
  ])('reports %s', (_, wrong) => {
    expect(checkDrain(problem, { ...right, ...wrong })).not.toEqual([]);
  });
});
