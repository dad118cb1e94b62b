import type { DrainProblem } from './drain-problem';

/** Interactions are rounded up to multiples of this, so that sums and differences are exact. */
const GRID = 1 / 1_048_576;

/** More passes than this rarely change anything. */
const MAX_PASSES = 50;

export interface Descent {
  /** The column of each row; -1 if the row is deferred. */
  readonly columnOf: Int32Array;
  /** The cost of all rows, placed and deferred. */
  readonly total: number;
  readonly deferralCost: number;
}

/**
 * Improves a solution by moving a row to another column, swapping the columns of two rows, and
 * replacing a row with a deferred one of the same level, as long as any of these lowers the total.
 */
export function descend(problem: DrainProblem, start: Int32Array): Descent {
  const { rows, columns, costs, places } = problem;
  const interaction = createInteraction(problem);
  const columnOf = start.slice();
  const members = Array.from({ length: columns }, (): number[] => []);
  // The cost of each pair with the other rows now on the column, column by column.
  const marginal = new Float64Array(rows * columns).fill(Number.POSITIVE_INFINITY);
  costs.forEach((cost, pair) => {
    const row = Math.floor(pair / columns);
    if (Number.isFinite(cost)) marginal[(pair - row * columns) * rows + row] = cost;
  });
  const levels = problem.deferral?.level ?? new Float64Array(rows);
  const deferralCosts = problem.deferral?.cost ?? new Float64Array(rows);
  const costOf = (row: number, j: number) =>
    (j < 0 ? deferralCosts[row] : marginal[j * rows + row]) as number;

  function enter(row: number, j: number, sign: 1 | -1): void {
    for (let other = 0; other < rows; other++) {
      if (other === row) continue;
      const pair = j * rows + other;
      marginal[pair] = (marginal[pair] as number) + sign * interaction(row, other);
    }
  }
  function put(row: number, j: number): void {
    const left = columnOf[row] as number;
    if (left >= 0) {
      members[left]?.splice(members[left].indexOf(row), 1);
      enter(row, left, -1);
    }
    columnOf[row] = j;
    if (j < 0) return;
    members[j]?.push(row);
    enter(row, j, 1);
  }
  // Of the rows on a column, the k-th in order of usable places must have at least k of them.
  function fits(row: number, j: number, leaving: number): boolean {
    if (j < 0) return true;
    const usable = places[row * columns + j] as number;
    const held = (members[j] as number[]).filter((member) => member !== leaving);
    if (usable > held.length) return true;
    const counts = [...held, row].map((member) => places[member * columns + j] as number);
    return counts.sort((a, b) => a - b).every((count, index) => count > index);
  }

  let total = 0;
  for (let row = 0; row < rows; row++) {
    const j = start[row] as number;
    total += costOf(row, j);
    columnOf[row] = -1;
    if (j >= 0) put(row, j);
  }
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = total;
    for (let row = 0; row < rows; row++) {
      const j = columnOf[row] as number;
      if (j < 0) continue;
      let best = 0;
      let target = -1;
      let partner = -1;
      const cost = costOf(row, j);
      for (let k = 0; k < columns; k++) {
        const change = costOf(row, k) - cost;
        if (k === j || !(change < best) || !fits(row, k, -1)) continue;
        best = change;
        target = k;
      }
      for (let other = 0; other < rows; other++) {
        const k = columnOf[other] as number;
        if (k === j || (k < 0 && levels[other] !== levels[row])) continue;
        const both = k < 0 ? interaction(row, other) : 2 * interaction(row, other);
        const change = costOf(row, k) + costOf(other, j) - both - cost - costOf(other, k);
        if (!(change < best) || !fits(row, k, other) || !fits(other, j, row)) continue;
        best = change;
        target = k;
        partner = other;
      }
      if (best === 0) continue;
      total += best;
      put(row, target);
      if (partner >= 0) put(partner, j);
    }
    if (total === before) break;
  }
  let deferred = 0;
  columnOf.forEach((j, row) => {
    if (j < 0) deferred += deferralCosts[row] as number;
  });
  return { columnOf, total, deferralCost: deferred };
}

function createInteraction({ amounts, dimensions, pairCost }: DrainProblem) {
  return (a: number, b: number): number => {
    let product = 0;
    for (let d = 0; d < dimensions; d++) {
      product += (amounts[a * dimensions + d] as number) * (amounts[b * dimensions + d] as number);
    }
    return Math.ceil((2 * product + pairCost) / GRID) * GRID;
  };
}
