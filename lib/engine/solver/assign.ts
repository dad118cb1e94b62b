import { type AssignmentProblem, type Deferral, validate } from './assignment-problem';
import {
  augmentRows,
  emptyAssignment,
  highestRowDuals,
  reduceRows,
  type SearchState,
} from './augmenting-paths';
import { breakTies, DEFERRED, findTightPairs } from './break-ties';
import { type Edges, edgesByColumn, edgesByRow } from './edges';

/**
 * Dual variables that prove optimality. Each is a pair (level, cost), compared lexicographically:
 * row + column + limit ≤ (0, cost) on every allowed pair, row ≤ its deferral, column ≤ (0, 0), and
 * limit ≤ (0, 0).
 */
export interface Duals {
  readonly rowLevel: Float64Array;
  readonly rowCost: Float64Array;
  readonly columnLevel: Float64Array;
  readonly columnCost: Float64Array;
  readonly limitLevel: number;
  readonly limitCost: number;
}

export interface AssignmentSolution {
  /** The column of each row; -1 if the row is deferred. */
  readonly columnOf: Int32Array;
  readonly placed: number;
  /** The cost of the assigned rows. */
  readonly primal: number;
  /** The cost of deferring the other rows. */
  readonly deferralCost: number;
  /** No assignment places more rows than this. */
  readonly placedBound: number;
  /**
   * The total of the duals minus `deferralCost`: among the assignments with the lowest total level,
   * none costs less than `bound` + `deferralCost`, deferrals included.
   */
  readonly bound: number;
  readonly duals: Duals;
}

/**
 * Solves the rectangular assignment problem exactly: minimizes the total level of the deferred rows
 * and, among such assignments, the cost of the assigned and deferred rows. Because every deferral
 * has a positive level, this also assigns as many rows as possible.
 *
 * Uses shortest augmenting paths with augmenting row reduction (Jonker and Volgenant, 1987) on
 * lexicographic (level, cost) pairs instead of a big M, so levels and costs never mix. Augments from
 * the smaller side, or by column if columns are grouped. Returns the lexicographically first of several optimal assignments.
 *
 * @throws RangeError if an array has the wrong length, a level is not a positive integer, a deferral
 *   cost is not finite, or the limit is not a nonnegative integer
 */
export function assign(problem: AssignmentProblem): AssignmentSolution {
  const { rows, columns } = problem;
  const {
    deferral = { level: new Float64Array(rows).fill(1), cost: new Float64Array(rows) },
    limit = Number.POSITIVE_INFINITY,
  } = problem;
  validate(problem, deferral, limit);

  const edges = edgesByRow(problem, deferral);
  const search = emptyAssignment(edges);
  if (rows <= columns && !problem.groupOf) augmentAll(edges, search, rows);
  else solveTransposed(problem, deferral, search);
  const columnOf = search.columnOf.subarray(0, rows);
  const isLimited = countPlaced(columnOf) > limit;
  if (isLimited) augmentRows(edges, search, new Array<number>(columns - limit).fill(rows));
  const rowDuals = highestRowDuals(edges, search);
  breakTies(columnOf, search.rowOf, findTightPairs(edges, search, rowDuals));

  const assigned = assignedCosts(problem, columnOf);
  const deferralCosts = deferral.cost.filter((_, row) => columnOf[row] === DEFERRED);
  const duals = describeDuals(search, rowDuals, isLimited);
  return {
    columnOf,
    placed: assigned.length,
    primal: sum(assigned),
    deferralCost: sum(deferralCosts),
    placedBound: Math.min(limit, coverSize(duals)),
    bound: sum(
      duals.rowCost,
      duals.columnCost,
      isLimited ? [limit * duals.limitCost] : [],
      deferralCosts.map((cost) => -cost),
    ),
    duals,
  };
}

function augmentAll(edges: Edges, search: SearchState, rows: number): void {
  augmentRows(edges, search, reduceRows(edges, search, rows));
}

// Columns choose rows, which saves the row's deferral, or stay free at no cost.
function solveTransposed(
  problem: AssignmentProblem,
  deferral: Deferral,
  search: SearchState,
): void {
  const { rows, columns, costs } = problem;
  const edges = edgesByColumn(problem, deferral);
  const transposed = emptyAssignment(edges);
  for (let row = 0; row < rows; row++) transposed.level[row] = 0 - (deferral.level[row] as number);
  augmentAll(edges, transposed, columns);
  const duals = highestRowDuals(edges, transposed);
  search.columnOf.set(transposed.rowOf);
  search.rowOf.set(transposed.columnOf);
  for (let j = 0; j < columns; j++) {
    search.level[j] = 0 - (duals.level[j] as number);
    search.price[j] = (duals.cost[j] as number) - (edges.deferralCost[j] as number);
    const row = transposed.columnOf[j] as number;
    if (row >= 0) search.edgeCost[row] = costs[row * columns + j] as number;
  }
}

function countPlaced(columnOf: Int32Array): number {
  return columnOf.reduce((placed, column) => placed + Number(column !== DEFERRED), 0);
}

// The blocker's dual is the limit's with the opposite sign. Splits it off from the columns' duals,
// which are at or below it.
function describeDuals(
  { level, price }: SearchState,
  rowDuals: { level: Float64Array; cost: Float64Array },
  isLimited: boolean,
): Duals {
  const blocker = rowDuals.level.length - 1;
  const limitLevel = isLimited ? 0 - (rowDuals.level[blocker] as number) : 0;
  const limitCost = isLimited ? 0 - (rowDuals.cost[blocker] as number) : 0;
  return {
    rowLevel: rowDuals.level.subarray(0, blocker),
    rowCost: rowDuals.cost.subarray(0, blocker),
    columnLevel: level.map((value) => 0 - value - limitLevel),
    columnCost: price.map((value) => value - limitCost),
    limitLevel,
    limitCost,
  };
}

// Every allowed pair has a row or a column counted here (Kőnig), so no assignment is larger.
function coverSize({ rowLevel, columnLevel, limitLevel }: Duals): number {
  let size = 0;
  for (const level of rowLevel) if (level <= 0) size += 1;
  for (const level of columnLevel) if (level + limitLevel < 0) size += 1;
  return size;
}

function assignedCosts({ columns, costs }: AssignmentProblem, columnOf: Int32Array): number[] {
  const assigned: number[] = [];
  columnOf.forEach((column, row) => {
    if (column !== DEFERRED) assigned.push(costs[row * columns + column] as number);
  });
  return assigned;
}

// Neumaier summation: rounding must not break the proof of large problems.
function sum(...lists: readonly Iterable<number>[]): number {
  let total = 0;
  let compensation = 0;
  for (const list of lists) {
    for (const value of list) {
      const next = total + value;
      compensation +=
        Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
      total = next;
    }
  }
  return total + compensation;
}
