import type { AssignmentSolution } from '@/lib/engine/solver/assign';
import type { AssignmentProblem } from '@/lib/engine/solver/assignment-problem';
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
  const deferral = deferralOf(problem);
  const errors: string[] = [];
  const holder = new Map<number, number>();
  let placed = 0;
  let cost = 0;
  let deferralCost = 0;
  if (assignment.columnOf.length !== rows) errors.push('columnOf does not have an entry per row');
  assignment.columnOf.forEach((column, row) => {
    if (column === -1) {
      deferralCost += deferral.cost[row] as number;
      return;
    }
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
  if (placed > limitOf(problem)) errors.push(`${placed} rows exceed the limit`);
  if (!close(cost, assignment.primal, scaleOf(problem))) {
    errors.push(`the assignment costs ${cost}, not ${assignment.primal}`);
  }
  if (!close(deferralCost, assignment.deferralCost, scaleOf(problem))) {
    errors.push(`the deferrals cost ${deferralCost}, not ${assignment.deferralCost}`);
  }
  return errors;
}

function proofErrors(problem: AssignmentProblem, assignment: AssignmentSolution): string[] {
  const { rows, columns, costs } = problem;
  const { rowLevel, rowCost, columnLevel, columnCost, limitLevel, limitCost } = assignment.duals;
  const deferral = deferralOf(problem);
  const scale = scaleOf(problem);
  const errors: string[] = [];
  // The sign of a lexicographic pair; the cost is compared with a tolerance.
  const sign = (level: number, value: number) =>
    level || (close(value, 0, scale) ? 0 : Math.sign(value));
  const taken = new Set(assignment.columnOf);
  let deferredLevel = 0;
  for (let row = 0; row < rows; row++) {
    const column = assignment.columnOf[row] as number;
    const slack = sign(
      (deferral.level[row] as number) - (rowLevel[row] as number),
      (deferral.cost[row] as number) - (rowCost[row] as number),
    );
    if (slack < 0) errors.push(`the dual of row ${row} exceeds its deferral`);
    if (column === -1) deferredLevel += deferral.level[row] as number;
    if (column === -1 && slack !== 0) errors.push(`row ${row} is deferred, but not tight`);
    for (let j = 0; j < columns; j++) {
      const cost = costs[row * columns + j] as number;
      if (!Number.isFinite(cost)) continue;
      const level = (rowLevel[row] as number) + (columnLevel[j] as number) + limitLevel;
      const dual = (rowCost[row] as number) + (columnCost[j] as number) + limitCost;
      const reduced = sign(-level, cost - dual);
      if (reduced < 0) errors.push(`the duals of row ${row} and column ${j} exceed their cost`);
      if (column === j && reduced !== 0) errors.push(`row ${row} on column ${j} is not tight`);
    }
  }
  for (let j = 0; j < columns; j++) {
    const slack = sign(0 - (columnLevel[j] as number), 0 - (columnCost[j] as number));
    if (slack < 0) errors.push(`the dual of column ${j} is positive`);
    if (slack > 0 && !taken.has(j)) errors.push(`column ${j} is free, but has a nonzero dual`);
  }
  const limitSlack = sign(0 - limitLevel, 0 - limitCost);
  if (limitSlack < 0) errors.push('the dual of the limit is positive');
  if (limitSlack > 0 && assignment.placed < limitOf(problem)) {
    errors.push('the limit is not reached, but has a nonzero dual');
  }
  const limitTotal = (dual: number) => (dual === 0 ? 0 : dual * limitOf(problem));
  const level = total(rowLevel) + total(columnLevel) + limitTotal(limitLevel);
  if (level !== deferredLevel) errors.push(`the level ${deferredLevel} is not proved by ${level}`);
  const bound = total(rowCost) + total(columnCost) + limitTotal(limitCost);
  if (!close(bound, assignment.bound + assignment.deferralCost, scale)) {
    errors.push('the bound is not the sum of the duals');
  }
  if (!close(assignment.primal, assignment.bound, Math.max(1, Math.abs(assignment.primal)))) {
    errors.push(`the cost ${assignment.primal} is not proved by the bound ${assignment.bound}`);
  }
  if (assignment.placed !== assignment.placedBound) errors.push('more rows may be assignable');
  if (assignment.placedBound !== largestAssignment(problem)) errors.push('wrong placedBound');
  return errors;
}

/** The most rows that can be assigned, by augmenting paths without costs (Kuhn, 1955). */
export function largestAssignment(problem: AssignmentProblem): number {
  const { rows, columns, costs } = problem;
  const holder = new Int32Array(columns).fill(-1);
  const place = (row: number, seen: Uint8Array): boolean => {
    for (let j = 0; j < columns; j++) {
      if (seen[j] || !Number.isFinite(costs[row * columns + j])) continue;
      seen[j] = 1;
      if (holder[j] !== -1 && !place(holder[j] as number, seen)) continue;
      holder[j] = row;
      return true;
    }
    return false;
  };
  let placed = 0;
  for (let row = 0; row < rows; row++) if (place(row, new Uint8Array(columns))) placed += 1;
  return Math.min(placed, limitOf(problem));
}

function deferralOf({ rows, deferral }: AssignmentProblem) {
  return deferral ?? { level: new Float64Array(rows).fill(1), cost: new Float64Array(rows) };
}

const limitOf = ({ limit }: AssignmentProblem) => limit ?? Number.POSITIVE_INFINITY;

const close = (a: number, b: number, scale: number) => Math.abs(a - b) <= PROOF_TOLERANCE * scale;

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

function scaleOf({ costs, rows, deferral }: AssignmentProblem): number {
  let largest = 1;
  for (const cost of [...costs, ...(deferral?.cost ?? [])]) {
    if (Number.isFinite(cost)) largest = Math.max(largest, Math.abs(cost));
  }
  return largest * Math.max(1, rows);
}
