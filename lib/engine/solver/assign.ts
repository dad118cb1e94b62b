import {
  augmentRow,
  buildEdges,
  type Edges,
  reduceRows,
  type SearchState,
} from './augmenting-paths';

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
interface Duals {
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
  const paid = assignedCosts(problem, search.columnOf);
  return {
    columnOf: search.columnOf,
    placed: paid.length,
    primal: compensatedSum(paid),
    placedBound: rows - compensatedSum(duals.rowDeferrals, duals.columnDeferrals),
    bound: compensatedSum(duals.rowCost, duals.columnCost),
    duals,
  };
}

function assignedCosts({ columns, costs }: AssignmentProblem, columnOf: Int32Array): Float64Array {
  const paid: number[] = [];
  columnOf.forEach((column, row) => {
    if (column >= 0) paid.push(costs[row * columns + column] as number);
  });
  return Float64Array.from(paid);
}

// Each row's potential is worked out anew as the largest that the prices allow, so that the duals
// are feasible by construction and the bound owes nothing to the primal.
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

// Neumaier's compensated sum: the proof must not lose to rounding on long runs.
function compensatedSum(...lists: readonly Float64Array[]): number {
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

/** Where a row is that has no column, and where a free column's nobody is: all of it one place. */
const UNASSIGNED = -1;

/**
 * Among all optimal assignments, moves to the lexicographically first: row by row, the lowest
 * column that leaves the rest optimal, a column before deferral. So the answer is the problem's
 * and not the algorithm's.
 *
 * Every optimal assignment uses only pairs, deferrals and free columns that are tight under the
 * duals, so it is enough to exchange along those. Exact where costs and their sums are.
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
      const left = columnOf[moved] as number;
      if (left !== UNASSIGNED && rowOf[left] === moved) rowOf[left] = UNASSIGNED;
      columnOf[moved] = place;
      if (place !== UNASSIGNED) rowOf[place] = moved;
    }
  }
}

interface TightGraph {
  readonly columnsOf: readonly (readonly number[])[];
  readonly rowsOf: readonly (readonly number[])[];
  /** Rows that an optimal assignment may defer. */
  readonly deferrable: readonly boolean[];
  /** Columns that an optimal assignment may leave free. */
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

// Breadth first, backwards from the place that `row` gives up: where every later row can go if it
// is pushed out, so that in the end the place is taken or may stay empty.
function alternatingPathsTo(
  row: number,
  tight: TightGraph,
  columnOf: Int32Array,
  rowOf: Int32Array,
) {
  const given = columnOf[row] as number;
  const next = new Map<number, number>();
  const open = new Set<number>([given]);
  // Whom an arrival nowhere pushes out, when the place given up may not stay empty.
  let pushed: number | null = null;
  if (given !== UNASSIGNED && tight.spare[given]) open.add(UNASSIGNED);
  for (const place of open) {
    // Whoever takes a free column leaves its nobody nowhere.
    if (place === UNASSIGNED) for (const free of freeColumns(rowOf)) open.add(free);
    const arrivals =
      place === UNASSIGNED
        ? tight.deferrable.flatMap((may, other) => (may ? [other] : []))
        : (tight.rowsOf[place] as number[]);
    for (const other of arrivals) {
      if (other <= row || next.has(other) || columnOf[other] === place) continue;
      next.set(other, place);
      const left = columnOf[other] as number;
      const leavesRoom = left === UNASSIGNED || tight.spare[left];
      if (leavesRoom && !open.has(UNASSIGNED)) pushed = other;
      open.add(left);
      if (leavesRoom) open.add(UNASSIGNED);
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
          place === UNASSIGNED || rowOf[place] === UNASSIGNED ? pushed : (rowOf[place] as number);
        if (holder === null || place === given) return moves;
        place = next.get(holder) as number;
        moves.push([holder, place]);
      }
    },
  };
}

function freeColumns(rowOf: Int32Array): number[] {
  return [...rowOf.keys()].filter((column) => rowOf[column] === UNASSIGNED);
}
