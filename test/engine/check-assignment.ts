import type { AssignmentProblem, AssignmentSolution } from '@/lib/engine/solver/assign';
import { PROOF_TOLERANCE } from '@/lib/runs/labels';

/**
 * Checks an assignment and its proof independently of the solver: feasibility, the cost, dual
 * feasibility, and strong duality. Also checks complementary slackness, which strong duality
 * implies, so that an error names its pair.
 *
 * @returns the errors; empty if the assignment is feasible and proved optimal
 */
export function checkAssignment(
  problem: AssignmentProblem,
  assignment: AssignmentSolution,
): string[] {
  return [...feasibilityErrors(problem, assignment), ...proofErrors(problem, assignment)];
}

function feasibilityErrors(problem: AssignmentProblem, assignment: AssignmentSolution): string[] {
  const { rows, columns, costs } = problem;
  const errors: string[] = [];
  const holder = new Map<number, number>();
  let placed = 0;
  let cost = 0;
  if (assignment.columnOf.length !== rows) errors.push('columnOf does not have an entry per row');
  assignment.columnOf.forEach((column, row) => {
    if (column === -1) return;
    if (column < -1 || column >= columns) {
      errors.push(`row ${row} has an unknown column`);
      return;
    }
    if (holder.has(column)) errors.push(`column ${column} is assigned twice`);
    holder.set(column, row);
    const pair = costs[row * columns + column] as number;
    if (!Number.isFinite(pair)) errors.push(`row ${row} must not have column ${column}`);
    placed += 1;
    cost += pair;
  });
  if (placed !== assignment.placed)
    errors.push(`${placed} rows are assigned, not ${assignment.placed}`);
  if (!close(cost, assignment.primal, scaleOf(problem))) {
    errors.push(`the assignment costs ${cost}, not ${assignment.primal}`);
  }
  return errors;
}

function proofErrors(problem: AssignmentProblem, assignment: AssignmentSolution): string[] {
  const { rows, columns, costs } = problem;
  const { rowDeferrals, rowCost, columnDeferrals, columnCost } = assignment.duals;
  const scale = scaleOf(problem);
  const errors: string[] = [];
  // The sign of a lexicographic pair; the cost is compared with a tolerance.
  const sign = (level: number, value: number) =>
    level || (close(value, 0, scale) ? 0 : Math.sign(value));
  const taken = new Set(assignment.columnOf);
  for (let row = 0; row < rows; row++) {
    const column = assignment.columnOf[row] as number;
    const slack = sign(1 - (rowDeferrals[row] as number), 0 - (rowCost[row] as number));
    if (slack < 0) errors.push(`the dual of row ${row} exceeds its deferral`);
    if (column === -1 && slack !== 0) errors.push(`row ${row} is deferred, but not tight`);
    for (let j = 0; j < columns; j++) {
      const cost = costs[row * columns + j] as number;
      if (!Number.isFinite(cost)) continue;
      const level = 0 - (rowDeferrals[row] as number) - (columnDeferrals[j] as number);
      const reduced = sign(level, cost - (rowCost[row] as number) - (columnCost[j] as number));
      if (reduced < 0) errors.push(`the duals of row ${row} and column ${j} exceed their cost`);
      if (column === j && reduced !== 0) errors.push(`row ${row} on column ${j} is not tight`);
    }
  }
  for (let j = 0; j < columns; j++) {
    const slack = sign(0 - (columnDeferrals[j] as number), 0 - (columnCost[j] as number));
    if (slack < 0) errors.push(`the dual of column ${j} is positive`);
    if (slack > 0 && !taken.has(j)) errors.push(`column ${j} is free, but has a nonzero dual`);
  }
  if (assignment.placed !== assignment.placedBound) errors.push('more rows may be assignable');
  const deferrals = total(rowDeferrals) + total(columnDeferrals);
  if (deferrals !== rows - assignment.placedBound)
    errors.push('placedBound does not match the duals');
  if (!close(total(rowCost) + total(columnCost), assignment.bound, scale)) {
    errors.push('the bound is not the sum of the duals');
  }
  if (!close(assignment.primal, assignment.bound, Math.max(1, Math.abs(assignment.primal)))) {
    errors.push(`the cost ${assignment.primal} is not proved by the bound ${assignment.bound}`);
  }
  return errors;
}

const close = (a: number, b: number, scale: number) => Math.abs(a - b) <= PROOF_TOLERANCE * scale;

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

function scaleOf({ costs, rows }: AssignmentProblem): number {
  let largest = 1;
  for (const cost of costs) if (Number.isFinite(cost)) largest = Math.max(largest, Math.abs(cost));
  return largest * Math.max(1, rows);
}
