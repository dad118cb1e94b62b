import type { DrainSolution } from '@/lib/engine/solver/drain';
import type { DrainProblem } from '@/lib/engine/solver/drain-problem';
import { largestAssignment } from './check-assignment';

/**
 * Checks a drain solution and the proof of its bound independently of the solver. The arithmetic is
 * exact, so rounding can neither hide an error nor cause one.
 *
 * @returns the errors; empty if the solution is feasible and its bound is proved
 */
export function checkDrain(problem: DrainProblem, solution: DrainSolution): string[] {
  return [...feasibilityErrors(problem, solution), ...proofErrors(problem, solution)];
}

/** A number times 2^2148: the exact value of a double or of a product of two. */
const exact = (value: number): bigint => scaled(value) << 1074n;
const product = (a: number, b: number): bigint => scaled(a) * scaled(b);

function scaled(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  if (exponent === 0x7ffn) throw new RangeError(`${value} is not finite`);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return bits >> 63n ? -magnitude : magnitude;
}

/** The exact cost of placed and deferred rows. */
export function drainCost(problem: DrainProblem, columnOf: ArrayLike<number>): bigint {
  const { rows, columns, costs, deferral, pairCost } = problem;
  let cost = 0n;
  for (let row = 0; row < rows; row++) {
    const j = columnOf[row] as number;
    cost += exact(j < 0 ? (deferral?.cost[row] ?? 0) : (costs[row * columns + j] as number));
    for (let other = 0; other < row; other++) {
      if (j < 0 || columnOf[other] !== j) continue;
      cost += exact(pairCost) + 2n * interaction(problem, row, other);
    }
  }
  return cost;
}

function interaction({ amounts, dimensions }: DrainProblem, a: number, b: number): bigint {
  let sum = 0n;
  for (let d = 0; d < dimensions; d++) {
    sum += product(amounts[a * dimensions + d] as number, amounts[b * dimensions + d] as number);
  }
  return sum;
}

/** Whether the rows given to each column fit its places and the limit. */
export function isFeasible(problem: DrainProblem, columnOf: ArrayLike<number>): boolean {
  const { rows, columns, costs, places, limit = rows } = problem;
  let placed = 0;
  for (let j = 0; j < columns; j++) {
    const usable: number[] = [];
    for (let row = 0; row < rows; row++) {
      if (columnOf[row] !== j) continue;
      if (!Number.isFinite(costs[row * columns + j])) return false;
      usable.push(places[row * columns + j] as number);
    }
    placed += usable.length;
    for (const most of [0, ...usable]) {
      if (usable.filter((count) => count <= most).length > most) return false;
    }
  }
  return placed <= limit;
}

function feasibilityErrors(problem: DrainProblem, solution: DrainSolution): string[] {
  const { rows, deferral } = problem;
  const { columnOf } = solution;
  const errors: string[] = [];
  if (!isFeasible(problem, columnOf)) errors.push('the rows do not fit the places or the limit');
  const placed = columnOf.filter((j) => j >= 0).length;
  if (placed !== solution.placed) errors.push(`${placed} rows are placed, not ${solution.placed}`);
  let deferralCost = 0n;
  columnOf.forEach((j, row) => {
    if (j < 0) deferralCost += exact(deferral?.cost[row] ?? 0);
  });
  if (deferralCost !== exact(solution.deferralCost)) errors.push('wrong deferralCost');
  const excess = exact(solution.primal) + deferralCost - drainCost(problem, columnOf);
  const pairs = (rows * (rows - 1)) / 2;
  if (excess < 0n || excess > exact(pairs * 2 ** -20)) errors.push('wrong primal');
  const gain = -solution.primal;
  const gap = solution.primal - solution.bound;
  if (solution.gapPercent !== (gain > 0 ? (100 * gap) / gain : null)) errors.push('wrong gap');
  return errors;
}

/** The places of the columns, in order: each with its column and its number from 1. */
function placesOf({ rows, columns, costs, places }: DrainProblem): { j: number; p: number }[] {
  return Array.from({ length: columns }, (_, j) => {
    const usable: number[] = [];
    for (let row = 0; row < rows; row++) {
      const count = places[row * columns + j] as number;
      if (Number.isFinite(costs[row * columns + j]) && count > 0) usable.push(count);
    }
    const count = Math.min(Math.max(0, ...usable), usable.length);
    return Array.from({ length: count }, (_, k) => ({ j, p: k + 1 }));
  }).flat();
}

function proofErrors(problem: DrainProblem, solution: DrainSolution): string[] {
  const { rows, columns, costs, places, amounts, dimensions, pairCost, deferral } = problem;
  const { point, duals } = solution.certificate;
  const errors: string[] = [];
  const slots = placesOf(problem);
  const constant = Array.from({ length: dimensions }, (_, d) =>
    amounts.every((amount, k) => k % dimensions !== d || amount === amounts[d]),
  );
  // The linear lower bound: the cost of a row on the p-th place of column j.
  const lowerCost = (row: number, j: number, p: number): bigint => {
    let cost = exact(costs[row * columns + j] as number) + BigInt(p - 1) * exact(pairCost);
    const isAlone = slots.filter((slot) => slot.j === j).length === 1;
    for (let d = 0; d < dimensions; d++) {
      const a = amounts[row * dimensions + d] as number;
      if (constant[d]) cost += BigInt(2 * (p - 1)) * product(a, a);
      else if (!isAlone) {
        cost += 2n * product(a, point[j * dimensions + d] as number) - product(a, a);
      }
    }
    return cost;
  };
  const exceeds = (level: number, cost: bigint, ofLevel: number, ofCost: bigint) =>
    level > ofLevel || (level === ofLevel && cost > ofCost);

  let level = 0;
  let bound = 0n;
  const { limit = 0 } = problem;
  if (exceeds(duals.limitLevel, exact(duals.limitCost), 0, 0n)) errors.push('positive limit dual');
  if (problem.limit === undefined && (duals.limitLevel !== 0 || duals.limitCost !== 0)) {
    errors.push('a dual without a limit');
  }
  level += limit * duals.limitLevel;
  bound += BigInt(limit) * exact(duals.limitCost);
  slots.forEach(({ j }, place) => {
    const columnLevel = duals.columnLevel[place] as number;
    const columnCost = exact(duals.columnCost[place] as number);
    if (exceeds(columnLevel, columnCost, 0, 0n)) errors.push(`a dual of column ${j} is positive`);
    level += columnLevel;
    bound += columnCost;
  });
  for (let row = 0; row < rows; row++) {
    const rowLevel = duals.rowLevel[row] as number;
    const rowCost = exact(duals.rowCost[row] as number);
    const deferred = exact(deferral?.cost[row] ?? 0);
    if (exceeds(rowLevel, rowCost, deferral?.level[row] ?? 1, deferred)) {
      errors.push(`the dual of row ${row} exceeds its deferral`);
    }
    level += rowLevel;
    bound += rowCost;
    slots.forEach(({ j, p }, place) => {
      const pair = row * columns + j;
      if (p > (places[pair] as number) || !Number.isFinite(costs[pair])) return;
      const dualLevel = rowLevel + (duals.columnLevel[place] as number) + duals.limitLevel;
      const dualCost = rowCost + exact(duals.columnCost[place] as number) + exact(duals.limitCost);
      if (exceeds(dualLevel, dualCost, 0, lowerCost(row, j, p))) {
        errors.push(`the duals of row ${row} and place ${p} of column ${j} exceed their cost`);
      }
    });
  }
  let deferredLevel = 0;
  let deferralCost = 0n;
  solution.columnOf.forEach((j, row) => {
    if (j >= 0) return;
    deferredLevel += deferral?.level[row] ?? 1;
    deferralCost += exact(deferral?.cost[row] ?? 0);
  });
  if (level !== deferredLevel) errors.push(`the level ${deferredLevel} is not proved by ${level}`);
  for (const y of point) bound -= product(y, y);
  if (exact(solution.bound) + deferralCost > bound) errors.push('the bound is not proved');
  const most = largestAssignment({
    rows,
    columns: slots.length,
    costs: Float64Array.from({ length: rows * slots.length }, (_, k) => {
      const { j, p } = slots[k % slots.length] as { j: number; p: number };
      const pair = Math.floor(k / slots.length) * columns + j;
      return p <= (places[pair] as number) ? (costs[pair] as number) : Number.POSITIVE_INFINITY;
    }),
    ...(problem.limit !== undefined && { limit }),
  });
  if (solution.placed !== most || solution.placedBound !== most) {
    errors.push(`${most} rows can be placed`);
  }
  return errors;
}
