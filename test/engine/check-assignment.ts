import type { Assignment, AssignmentProblem } from '@/lib/engine/solver/assign';

/** Relative difference at which two sums of the same costs still count as equal. */
export const PROOF_TOLERANCE = 1e-9;

/**
 * Checks an assignment and its proof from nothing but the problem: who sits where, what it costs,
 * that the duals are feasible, and that they agree with the primal (strong duality, which implies
 * complementary slackness; that is checked too, so that a fault names its pair).
 *
 * @returns what is wrong, in words; empty when the assignment is feasible and proved optimal.
 */
export function checkAssignment(problem: AssignmentProblem, answer: Assignment): string[] {
  return [...feasibilityFaults(problem, answer), ...proofFaults(problem, answer)];
}

function feasibilityFaults(problem: AssignmentProblem, answer: Assignment): string[] {
  const { rows, columns, costs } = problem;
  const faults: string[] = [];
  const holder = new Map<number, number>();
  let placed = 0;
  let cost = 0;
  if (answer.columnOf.length !== rows) faults.push('not every row has an answer');
  answer.columnOf.forEach((column, row) => {
    if (column === -1) return;
    if (column < -1 || column >= columns) {
      faults.push(`row ${row} has no such column`);
      return;
    }
    if (holder.has(column)) faults.push(`column ${column} is given twice`);
    holder.set(column, row);
    const pair = costs[row * columns + column] as number;
    if (!Number.isFinite(pair)) faults.push(`row ${row} may not have column ${column}`);
    placed += 1;
    cost += pair;
  });
  if (placed !== answer.placed) faults.push(`${placed} rows are placed, not ${answer.placed}`);
  if (!close(cost, answer.primal, scaleOf(problem))) {
    faults.push(`the assignment costs ${cost}, not ${answer.primal}`);
  }
  return faults;
}

function proofFaults(problem: AssignmentProblem, answer: Assignment): string[] {
  const { rows, columns, costs } = problem;
  const { rowDeferrals, rowCost, columnDeferrals, columnCost } = answer.duals;
  const scale = scaleOf(problem);
  const faults: string[] = [];
  // The sign of a lexicographic pair, the cost within tolerance.
  const sign = (level: number, value: number) =>
    level || (close(value, 0, scale) ? 0 : Math.sign(value));
  const taken = new Set(answer.columnOf);
  for (let row = 0; row < rows; row++) {
    const column = answer.columnOf[row] as number;
    const slack = sign(1 - (rowDeferrals[row] as number), 0 - (rowCost[row] as number));
    if (slack < 0) faults.push(`the dual of row ${row} exceeds its deferral`);
    if (column === -1 && slack !== 0) faults.push(`row ${row} is deferred, but not tight`);
    for (let j = 0; j < columns; j++) {
      const cost = costs[row * columns + j] as number;
      if (!Number.isFinite(cost)) continue;
      const level = 0 - (rowDeferrals[row] as number) - (columnDeferrals[j] as number);
      const reduced = sign(level, cost - (rowCost[row] as number) - (columnCost[j] as number));
      if (reduced < 0) faults.push(`the duals of row ${row} and column ${j} exceed their cost`);
      if (column === j && reduced !== 0) faults.push(`row ${row} on column ${j} is not tight`);
    }
  }
  for (let j = 0; j < columns; j++) {
    const slack = sign(0 - (columnDeferrals[j] as number), 0 - (columnCost[j] as number));
    if (slack < 0) faults.push(`the dual of column ${j} is above nothing`);
    if (slack > 0 && !taken.has(j)) faults.push(`column ${j} has a price, but is free`);
  }
  if (answer.placed !== answer.placedBound) faults.push('more rows might be placed');
  const deferrals = total(rowDeferrals) + total(columnDeferrals);
  if (deferrals !== rows - answer.placedBound) faults.push('the bound on rows is not the duals’');
  if (!close(total(rowCost) + total(columnCost), answer.bound, scale)) {
    faults.push('the bound is not the sum of the duals');
  }
  if (!close(answer.primal, answer.bound, Math.max(1, Math.abs(answer.primal)))) {
    faults.push(`the cost ${answer.primal} is not proved by the bound ${answer.bound}`);
  }
  return faults;
}

const close = (a: number, b: number, scale: number) => Math.abs(a - b) <= PROOF_TOLERANCE * scale;

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

function scaleOf({ costs, rows }: AssignmentProblem): number {
  let largest = 1;
  for (const cost of costs) if (Number.isFinite(cost)) largest = Math.max(largest, Math.abs(cost));
  return largest * Math.max(1, rows);
}
