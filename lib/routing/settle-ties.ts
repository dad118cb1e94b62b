import type { Duals } from './assign';
import type { Edges } from './assign-edges';

/** Where a row is that has no column, and where a free column's nobody is: all of it one place. */
const nowhere = -1;

/**
 * Among all optimal assignments, moves to the lexicographically first: row by row, the lowest
 * column that leaves the rest optimal, a column before deferral. So the answer is the problem's
 * and not the algorithm's.
 *
 * Every optimal assignment uses only pairs, deferrals and free columns that are tight under the
 * duals, so it is enough to exchange along those. Exact where costs and their sums are.
 */
export function settleTies(edges: Edges, columnOf: Int32Array, duals: Duals): void {
  const tight = tightPairs(edges, columnOf, duals);
  const rowOf = new Int32Array(edges.columns).fill(nowhere);
  columnOf.forEach((column, row) => {
    if (column !== nowhere) rowOf[column] = row;
  });
  for (let row = 0; row < edges.rows; row++) {
    const current = columnOf[row] as number;
    const better = (tight.columnsOf[row] as number[]).filter((column) => {
      const holder = rowOf[column] as number;
      return (current === nowhere || column < current) && (holder === nowhere || holder > row);
    });
    if (better.length === 0) continue;
    const routes = routesTo(row, tight, columnOf, rowOf);
    const target = better.find((column) => routes.mayEnter(column));
    if (target === undefined) continue;
    if (current !== nowhere) rowOf[current] = nowhere;
    for (const [moved, place] of routes.moves(target)) {
      const left = columnOf[moved] as number;
      if (left !== nowhere && rowOf[left] === moved) rowOf[left] = nowhere;
      columnOf[moved] = place;
      if (place !== nowhere) rowOf[place] = moved;
    }
  }
}

interface Tight {
  readonly columnsOf: readonly (readonly number[])[];
  readonly rowsOf: readonly (readonly number[])[];
  /** Rows that an optimal assignment may defer. */
  readonly deferrable: readonly boolean[];
  /** Columns that an optimal assignment may leave free. */
  readonly spare: readonly boolean[];
}

function tightPairs(
  { rows, columns, start, column, cost }: Edges,
  columnOf: Int32Array,
  duals: Duals,
): Tight {
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
function routesTo(row: number, tight: Tight, columnOf: Int32Array, rowOf: Int32Array) {
  const given = columnOf[row] as number;
  const next = new Map<number, number>();
  const open = new Set<number>([given]);
  // Whom an arrival nowhere pushes out, when the place given up may not stay empty.
  let pushed: number | null = null;
  if (given !== nowhere && tight.spare[given]) open.add(nowhere);
  for (const place of open) {
    // Whoever takes a free column leaves its nobody nowhere.
    if (place === nowhere) for (const free of freeColumns(rowOf)) open.add(free);
    const arrivals =
      place === nowhere
        ? tight.deferrable.flatMap((may, other) => (may ? [other] : []))
        : (tight.rowsOf[place] as number[]);
    for (const other of arrivals) {
      if (other <= row || next.has(other) || columnOf[other] === place) continue;
      next.set(other, place);
      const left = columnOf[other] as number;
      const leavesRoom = left === nowhere || tight.spare[left];
      if (leavesRoom && !open.has(nowhere)) pushed = other;
      open.add(left);
      if (leavesRoom) open.add(nowhere);
    }
  }
  return {
    mayEnter: (column: number) => {
      const holder = rowOf[column] as number;
      return holder === nowhere ? open.has(nowhere) : next.has(holder);
    },
    moves: (target: number): [row: number, place: number][] => {
      const moves: [number, number][] = [[row, target]];
      let place = target;
      for (;;) {
        const holder: number | null =
          place === nowhere || rowOf[place] === nowhere ? pushed : (rowOf[place] as number);
        if (holder === null || place === given) return moves;
        place = next.get(holder) as number;
        moves.push([holder, place]);
      }
    },
  };
}

function freeColumns(rowOf: Int32Array): number[] {
  return [...rowOf.keys()].filter((column) => rowOf[column] === nowhere);
}
