import {
  augmentRow,
  buildEdges,
  type Edges,
  reduceRows,
  type SearchState,
} from './augmenting-paths';

/** Rows to assign to columns at a cost. */
export interface AssignmentProblem {
  readonly rows: number;
  readonly columns: number;
  /** Row-major, rows × columns. A non-finite entry forbids the pair. */
  readonly costs: Float64Array;
}

/**
 * Dual variables that prove optimality. Each is a pair (deferrals, cost), compared
 * lexicographically: row + column ≤ (0, cost) on every allowed pair, row ≤ (1, 0), column ≤ (0, 0).
 */
interface Duals {
  readonly rowDeferrals: Float64Array;
  readonly rowCost: Float64Array;
  readonly columnDeferrals: Float64Array;
  readonly columnCost: Float64Array;
}

export interface AssignmentSolution {
  /** The column of each row; -1 if the row is deferred. */
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
 * Solves the rectangular assignment problem exactly: assigns as many rows as possible to distinct
 * columns and, among such assignments, minimizes the cost. Uses shortest augmenting paths with
 * augmenting row reduction (Jonker and Volgenant, 1987) on lexicographic (deferrals, cost) pairs
 * instead of a big M, so deferrals and costs never mix. Returns the lexicographically first of
 * several optimal assignments.
 *
 * @throws RangeError if `costs` does not have rows × columns entries
 */
export function assign(problem: AssignmentProblem): AssignmentSolution {
  const { rows, columns, costs } = problem;
  if (costs.length !== rows * columns) {
    throw new RangeError(`expected ${rows} × ${columns} costs, got ${costs.length}`);
  }
  const edges = buildEdges(rows, columns, costs);
  const search: SearchState = {
    columnOf: new Int32Array(rows).fill(-1),
    edgeCost: new Float64Array(rows),
    rowOf: new Int32Array(columns).fill(-1),
    deferrals: new Float64Array(columns),
    price: new Float64Array(columns),
  };
  for (const row of reduceRows(edges, search)) augmentRow(edges, search, row);
  const duals = computeDuals(edges, search);
  breakTies(edges, search.columnOf, duals);
  const assigned = assignedCosts(problem, search.columnOf);
  return {
    columnOf: search.columnOf,
    placed: assigned.length,
    primal: compensatedSum(assigned),
    placedBound: rows - compensatedSum(duals.rowDeferrals, duals.columnDeferrals),
    bound: compensatedSum(duals.rowCost, duals.columnCost),
    duals,
  };
}

function assignedCosts({ columns, costs }: AssignmentProblem, columnOf: Int32Array): Float64Array {
  const assigned: number[] = [];
  columnOf.forEach((column, row) => {
    if (column >= 0) assigned.push(costs[row * columns + column] as number);
  });
  return Float64Array.from(assigned);
}

// Computes each row's dual as the largest value that the column prices allow. The duals are thus
// feasible by construction, and the bound does not depend on the assignment.
function computeDuals(edges: Edges, search: SearchState): Duals {
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

// Neumaier summation: rounding must not break the proof of large problems.
function compensatedSum(...lists: readonly Float64Array[]): number {
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

/** The column of an unassigned row, and the row of a free column. */
const UNASSIGNED = -1;

/**
 * Changes an optimal assignment to the lexicographically first one: row by row, the lowest column
 * that keeps the rest optimal, and any column before deferral. The result therefore depends only on
 * the problem, not on the algorithm.
 *
 * By complementary slackness, every optimal assignment uses only pairs, deferrals, and free columns
 * that are tight under the duals, so exchanges along those suffice. Exact if sums of costs are exact.
 */
function breakTies(edges: Edges, columnOf: Int32Array, duals: Duals): void {
  const tight = buildTightGraph(edges, columnOf, duals);
  const rowOf = new Int32Array(edges.columns).fill(UNASSIGNED);
  columnOf.forEach((column, row) => {
    if (column !== UNASSIGNED) rowOf[column] = row;
  });
  for (let row = 0; row < edges.rows; row++) {
    const current = columnOf[row] as number;
    const better = (tight.columnsOf[row] as number[]).filter((column) => {
      const holder = rowOf[column] as number;
      return (
        (current === UNASSIGNED || column < current) && (holder === UNASSIGNED || holder > row)
      );
    });
    if (better.length === 0) continue;
    const routes = alternatingPathsTo(row, tight, columnOf, rowOf);
    const target = better.find((column) => routes.mayEnter(column));
    if (target === undefined) continue;
    if (current !== UNASSIGNED) rowOf[current] = UNASSIGNED;
    for (const [moved, place] of routes.moves(target)) {
      const previous = columnOf[moved] as number;
      if (previous !== UNASSIGNED && rowOf[previous] === moved) rowOf[previous] = UNASSIGNED;
      columnOf[moved] = place;
      if (place !== UNASSIGNED) rowOf[place] = moved;
    }
  }
}

interface TightGraph {
  readonly columnsOf: readonly (readonly number[])[];
  readonly rowsOf: readonly (readonly number[])[];
  /** Whether an optimal assignment may defer the row. */
  readonly deferrable: readonly boolean[];
  /** Whether an optimal assignment may leave the column free. */
  readonly spare: readonly boolean[];
}

function buildTightGraph(
  { rows, columns, start, column, cost }: Edges,
  columnOf: Int32Array,
  duals: Duals,
): TightGraph {
  const { rowDeferrals, rowCost, columnDeferrals, columnCost } = duals;
  const columnsOf = Array.from({ length: rows }, (): number[] => []);
  const rowsOf = Array.from({ length: columns }, (): number[] => []);
  for (let row = 0; row < rows; row++) {
    for (let e = start[row] as number; e < (start[row + 1] as number); e++) {
      const j = column[e] as number;
      const level = (rowDeferrals[row] as number) + (columnDeferrals[j] as number);
      const slack = (cost[e] as number) - (columnCost[j] as number) - (rowCost[row] as number);
      if (level !== 0 || (slack !== 0 && columnOf[row] !== j)) continue;
      (columnsOf[row] as number[]).push(j);
      (rowsOf[j] as number[]).push(row);
    }
  }
  return {
    columnsOf,
    rowsOf,
    deferrable: columnsOf.map((_, row) => rowDeferrals[row] === 1 && rowCost[row] === 0),
    spare: rowsOf.map((_, j) => columnDeferrals[j] === 0 && columnCost[j] === 0),
  };
}

// Breadth-first search backward from the column that `row` gives up. For every later row, it finds
// where the row can move if displaced, so that the column is taken again or may stay free.
function alternatingPathsTo(
  row: number,
  tight: TightGraph,
  columnOf: Int32Array,
  rowOf: Int32Array,
) {
  const released = columnOf[row] as number;
  const next = new Map<number, number>();
  const open = new Set<number>([released]);
  // The row that a move to UNASSIGNED displaces, if the released column may not stay free.
  let displaced: number | null = null;
  if (released !== UNASSIGNED && tight.spare[released]) open.add(UNASSIGNED);
  for (const place of open) {
    // Taking a free column displaces no row.
    if (place === UNASSIGNED) for (const free of freeColumns(rowOf)) open.add(free);
    const arrivals =
      place === UNASSIGNED
        ? tight.deferrable.flatMap((may, other) => (may ? [other] : []))
        : (tight.rowsOf[place] as number[]);
    for (const other of arrivals) {
      if (other <= row || next.has(other) || columnOf[other] === place) continue;
      next.set(other, place);
      const previous = columnOf[other] as number;
      const mayStayFree = previous === UNASSIGNED || tight.spare[previous];
      if (mayStayFree && !open.has(UNASSIGNED)) displaced = other;
      open.add(previous);
      if (mayStayFree) open.add(UNASSIGNED);
    }
  }
  return {
    mayEnter: (column: number) => {
      const holder = rowOf[column] as number;
      return holder === UNASSIGNED ? open.has(UNASSIGNED) : next.has(holder);
    },
    moves: (target: number): [row: number, place: number][] => {
      const moves: [number, number][] = [[row, target]];
      let place = target;
      for (;;) {
        const holder: number | null =
          place === UNASSIGNED || rowOf[place] === UNASSIGNED
            ? displaced
            : (rowOf[place] as number);
        if (holder === null || place === released) return moves;
        place = next.get(holder) as number;
        moves.push([holder, place]);
      }
    },
  };
}

function freeColumns(rowOf: Int32Array): number[] {
  return [...rowOf.keys()].filter((column) => rowOf[column] === UNASSIGNED);
}
