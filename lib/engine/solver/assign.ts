import {
  augmentRows,
  buildEdges,
  type Edges,
  emptyAssignment,
  highestRowDuals,
  reduceRows,
  type SearchState,
} from './augmenting-paths';
import { breakTies, DEFERRED, findTightPairs } from './break-ties';

/** Rows to assign to columns at a cost. */
export interface AssignmentProblem {
  readonly rows: number;
  readonly columns: number;
  /** Row-major, rows × columns. A non-finite entry forbids the pair. */
  readonly costs: Float64Array;
  /** What leaving each row unassigned costs. Default: level 1 and cost 0. */
  readonly deferral?: Deferral;
  /** At most this many rows are assigned. Default: no limit. */
  readonly limit?: number;
}

/** Pairs (level, cost) that compare lexicographically. Levels are positive integers. */
export interface Deferral {
  readonly level: Float64Array;
  readonly cost: Float64Array;
}

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
 * the smaller side. Returns the lexicographically first of several optimal assignments.
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

  const edges = edgesWithBlocker(problem, deferral);
  const search = emptyAssignment(edges);
  if (rows <= columns) augmentAll(edges, search, rows);
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

function validate({ rows, columns, costs }: AssignmentProblem, deferral: Deferral, limit: number) {
  const { level, cost } = deferral;
  if (costs.length !== rows * columns) {
    throw new RangeError(`expected ${rows} × ${columns} costs, got ${costs.length}`);
  }
  if (level.length !== rows || cost.length !== rows) {
    throw new RangeError(`expected ${rows} deferrals, got ${level.length} and ${cost.length}`);
  }
  if (!level.every((value) => Number.isSafeInteger(value) && value > 0)) {
    throw new RangeError('a deferral level is not a positive integer');
  }
  if (!cost.every(Number.isFinite)) throw new RangeError('a deferral cost is not finite');
  if (limit !== Number.POSITIVE_INFINITY && !(Number.isInteger(limit) && limit >= 0)) {
    throw new RangeError(`the limit is ${limit}`);
  }
}

// The last row is the blocker: it may take any column at no cost, several in turn, and cannot be
// deferred. The columns that it takes stay free, which limits the number of assigned rows.
function edgesWithBlocker({ rows, columns, costs }: AssignmentProblem, deferral: Deferral): Edges {
  const level = new Float64Array(rows + 1).fill(Number.POSITIVE_INFINITY);
  const cost = new Float64Array(rows + 1);
  level.set(deferral.level);
  cost.set(deferral.cost);
  return buildEdges(rows + 1, columns, { level, cost }, (row, j) =>
    row === rows ? 0 : (costs[row * columns + j] as number),
  );
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
  const edges = transposedEdges(problem, deferral);
  const transposed = emptyAssignment(edges);
  for (let row = 0; row < rows; row++) transposed.level[row] = 0 - (deferral.level[row] as number);
  augmentAll(edges, transposed, columns);
  const duals = highestRowDuals(edges, transposed);
  search.columnOf.set(transposed.rowOf);
  search.rowOf.set(transposed.columnOf);
  for (let j = 0; j < columns; j++) {
    search.level[j] = 0 - (duals.level[j] as number);
    search.price[j] = duals.cost[j] as number;
    const row = transposed.columnOf[j] as number;
    if (row >= 0) search.edgeCost[row] = costs[row * columns + j] as number;
  }
}

// Keeps the `columns` + 1 best rows of each column. The other columns take at most `columns` − 1 of
// them, so no other row can be better, and the duals of the rest hold for all.
function transposedEdges({ rows, columns, costs }: AssignmentProblem, deferral: Deferral): Edges {
  const savings = new Float64Array(rows);
  const compare = (a: number, b: number) =>
    (deferral.level[b] as number) - (deferral.level[a] as number) ||
    (savings[a] as number) - (savings[b] as number);
  const start = new Int32Array(columns + 1);
  const column = new Int32Array(columns * (columns + 1));
  const cost = new Float64Array(column.length);
  let edge = 0;
  for (let j = 0; j < columns; j++) {
    const allowed: number[] = [];
    for (let row = 0; row < rows; row++) {
      const pair = costs[row * columns + j] as number;
      if (!Number.isFinite(pair)) continue;
      savings[row] = pair - (deferral.cost[row] as number);
      allowed.push(row);
    }
    for (const row of smallest(allowed, columns + 1, compare)) {
      column[edge] = row;
      cost[edge++] = savings[row] as number;
    }
    start[j + 1] = edge;
  }
  return {
    rows: columns,
    columns: rows,
    start,
    column,
    cost,
    deferralLevel: new Float64Array(columns),
    deferralCost: new Float64Array(columns),
  };
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

// Quickselect (Hoare, 1961). Reorders `items` and returns the `count` smallest in ascending order.
function smallest(
  items: number[],
  count: number,
  compare: (a: number, b: number) => number,
): number[] {
  let low = 0;
  let high = items.length - 1;
  while (low < high && count < items.length) {
    const pivot = items[(low + high) >> 1] as number;
    let i = low;
    let k = high;
    while (i <= k) {
      while (compare(items[i] as number, pivot) < 0) i++;
      while (compare(items[k] as number, pivot) > 0) k--;
      if (i > k) break;
      const swapped = items[i] as number;
      items[i++] = items[k] as number;
      items[k--] = swapped;
    }
    if (count <= k) high = k;
    else if (count >= i) low = i;
    else break;
  }
  return items.slice(0, count).sort((a, b) => a - b);
}
