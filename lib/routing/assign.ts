import { type Edges, edgesOf } from './assign-edges';
import { augment, bid, type Search } from './assign-search';
import { settleTies } from './settle-ties';

/** Rows to be placed on columns at a cost; forbidden pairs are Infinity. */
export interface AssignmentProblem {
  readonly rows: number;
  readonly columns: number;
  /** Row-major, rows × columns; anything not finite is forbidden. */
  readonly costs: Float64Array;
}

/**
 * Potentials that prove optimality. Each is a pair (deferrals, cost), compared lexicographically:
 * row + column ≤ (0, cost) on every allowed pair, row ≤ (1, 0), column ≤ (0, 0).
 */
export interface Duals {
  readonly rowDeferrals: Float64Array;
  readonly rowCost: Float64Array;
  readonly columnDeferrals: Float64Array;
  readonly columnCost: Float64Array;
}

export interface Assignment {
  /** The column of each row, -1 where the row is deferred. */
  readonly columnOf: Int32Array;
  readonly placed: number;
  readonly primal: number;
  /** No assignment places more rows than this. */
  readonly placedBound: number;
  /** No assignment that places `placedBound` rows costs less than this. */
  readonly bound: number;
  readonly duals: Duals;
}

/**
 * Places as many rows as possible, each on a column of its own, and among such assignments one of
 * least cost. Exact: shortest augmenting paths with potentials (Jonker and Volgenant, 1987, with
 * their augmenting row reduction), on lexicographic pairs instead of a big M, so that deferring a
 * row never mixes with cost. Of several optimal assignments it gives the lexicographically first.
 *
 * @throws RangeError when `costs` does not have rows × columns entries.
 */
export function assign(problem: AssignmentProblem): Assignment {
  const { rows, columns, costs } = problem;
  if (costs.length !== rows * columns) {
    throw new RangeError(`expected ${rows} × ${columns} costs, got ${costs.length}`);
  }
  const edges = edgesOf(rows, columns, costs);
  const search: Search = {
    columnOf: new Int32Array(rows).fill(-1),
    edgeCost: new Float64Array(rows),
    rowOf: new Int32Array(columns).fill(-1),
    deferrals: new Float64Array(columns),
    price: new Float64Array(columns),
  };
  for (const row of bid(edges, search)) augment(edges, search, row);
  const duals = dualsOf(edges, search);
  settleTies(edges, search.columnOf, duals);
  const paid = costsPaid(problem, search.columnOf);
  return {
    columnOf: search.columnOf,
    placed: paid.length,
    primal: sum(paid),
    placedBound: rows - sum(duals.rowDeferrals, duals.columnDeferrals),
    bound: sum(duals.rowCost, duals.columnCost),
    duals,
  };
}

function costsPaid({ columns, costs }: AssignmentProblem, columnOf: Int32Array): Float64Array {
  const paid: number[] = [];
  columnOf.forEach((column, row) => {
    if (column >= 0) paid.push(costs[row * columns + column] as number);
  });
  return Float64Array.from(paid);
}

// Each row's potential is worked out anew as the largest that the prices allow, so that the duals
// are feasible by construction and the bound owes nothing to the primal.
function dualsOf(edges: Edges, search: Search): Duals {
  const { rows, start, column, cost } = edges;
  const { deferrals, price } = search;
  const rowDeferrals = new Float64Array(rows).fill(1);
  const rowCost = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let first = 1;
    let second = 0;
    for (let e = start[row] as number; e < (start[row + 1] as number); e++) {
      const j = column[e] as number;
      const level = 0 - (deferrals[j] as number);
      const value = (cost[e] as number) - (price[j] as number);
      if (level < first || (level === first && value < second)) {
        first = level;
        second = value;
      }
    }
    rowDeferrals[row] = first;
    rowCost[row] = second;
  }
  return { rowDeferrals, rowCost, columnDeferrals: deferrals, columnCost: price };
}

// Neumaier's compensated sum: the proof must not lose to rounding on long runs.
function sum(...lists: readonly Float64Array[]): number {
  let total = 0;
  let lost = 0;
  for (const list of lists) {
    for (const value of list) {
      const next = total + value;
      lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
      total = next;
    }
  }
  return total + lost;
}
