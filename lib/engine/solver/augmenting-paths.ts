/** The allowed pairs of an assignment, row by row in column order. */
export interface Edges {
  readonly rows: number;
  readonly columns: number;
  /** The edges of row r have the indexes start[r] to start[r + 1] − 1. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly cost: Float64Array;
}

/** Keeps only the finite entries of a row-major matrix, so forbidden pairs take no time. */
export function buildEdges(rows: number, columns: number, costs: Float64Array): Edges {
  let count = 0;
  for (const cost of costs) if (Number.isFinite(cost)) count++;
  const start = new Int32Array(rows + 1);
  const column = new Int32Array(count);
  const cost = new Float64Array(count);
  let edge = 0;
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < columns; j++) {
      const value = costs[row * columns + j] as number;
      if (!Number.isFinite(value)) continue;
      column[edge] = j;
      cost[edge++] = value;
    }
    start[row + 1] = edge;
  }
  return { rows, columns, start, column, cost };
}

/** A partial assignment and the column duals under which its edges are tight. */
export interface SearchState {
  /** The column of each row; -1 if unassigned. */
  readonly columnOf: Int32Array;
  /** The cost of each assigned row. */
  readonly edgeCost: Float64Array;
  readonly rowOf: Int32Array;
  /** The column duals (deferrals, price): at most (0, 0), and (0, 0) while the column is free. */
  readonly deferrals: Float64Array;
  readonly price: Float64Array;
}

/** More reductions than this per row rarely help; the shortest paths do the rest. */
const MAX_REDUCTIONS_PER_ROW = 8;

/**
 * Augmenting row reduction (Jonker and Volgenant, 1987): each row in turn takes its cheapest column,
 * changes that column's price until its second choice is as good, and displaces the previous row.
 *
 * @returns the unassigned rows, for `augmentRow`; a row that prefers deferral is done
 */
export function reduceRows(edges: Edges, search: SearchState): number[] {
  let queue = Array.from({ length: edges.rows }, (_, row) => row);
  for (let pass = 0; pass < 2 && queue.length > 0; pass++) {
    const displaced: number[] = [];
    let remaining = queue.length * MAX_REDUCTIONS_PER_ROW;
    for (const row of queue) {
      let current = row;
      while (current >= 0) {
        if (remaining-- <= 0) {
          displaced.push(current);
          break;
        }
        const { loser, strict } = reduceRow(edges, search, current);
        current = strict ? loser : -1;
        if (!strict && loser >= 0) displaced.push(loser);
      }
    }
    queue = displaced;
  }
  return queue.sort((a, b) => a - b);
}

function reduceRow(
  edges: Edges,
  search: SearchState,
  row: number,
): { loser: number; strict: boolean } {
  const { start, column, cost } = edges;
  const { columnOf, edgeCost, rowOf, deferrals, price } = search;
  // The best choice starts as deferral, (1, 0) at edge -1; a column must be better.
  let best = -1;
  let bestLevel = 1;
  let bestValue = 0;
  let next = -1;
  let nextLevel = Number.POSITIVE_INFINITY;
  let nextValue = Number.POSITIVE_INFINITY;
  for (let e = start[row] as number; e < (start[row + 1] as number); e++) {
    const j = column[e] as number;
    const level = 0 - (deferrals[j] as number);
    const value = (cost[e] as number) - (price[j] as number);
    if (level < bestLevel || (level === bestLevel && value < bestValue)) {
      next = best;
      nextLevel = bestLevel;
      nextValue = bestValue;
      best = e;
      bestLevel = level;
      bestValue = value;
    } else if (level < nextLevel || (level === nextLevel && value < nextValue)) {
      next = e;
      nextLevel = level;
      nextValue = value;
    }
  }
  if (best < 0) return { loser: -1, strict: true };
  const strict = nextLevel > bestLevel || nextValue > bestValue;
  let j = column[best] as number;
  if (strict) {
    deferrals[j] = (deferrals[j] as number) + bestLevel - nextLevel;
    price[j] = (price[j] as number) + bestValue - nextValue;
  } else if ((rowOf[j] as number) >= 0 && next >= 0) {
    best = next;
    j = column[best] as number;
  }
  const loser = rowOf[j] as number;
  if (loser >= 0) columnOf[loser] = -1;
  columnOf[row] = j;
  rowOf[j] = row;
  edgeCost[row] = cost[best] as number;
  return { loser, strict };
}

/**
 * Assigns one row along a shortest alternating path (Dijkstra on reduced costs) that ends at a free
 * column or at the cheapest deferral on the way, then updates the duals so edges stay tight.
 */
export function augmentRow(edges: Edges, search: SearchState, row: number): void {
  const { columns, start, column, cost } = edges;
  const { columnOf, edgeCost, rowOf, deferrals, price } = search;
  const level = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const distance = new Float64Array(columns);
  const from = new Int32Array(columns);
  const fromCost = new Float64Array(columns);
  const done = new Uint8Array(columns);
  const open: number[] = [];
  const scanned: number[] = [];

  let current = row;
  // The current row's dual minus its distance; the new row has no dual yet.
  let baseLevel = 0;
  let base = 0;
  let deferredRow = row;
  let deferLevel = 1;
  let deferDistance = 0;
  let end = -1;
  for (;;) {
    for (let e = start[current] as number; e < (start[current + 1] as number); e++) {
      const j = column[e] as number;
      if (done[j]) continue;
      const l = 0 - (deferrals[j] as number) - baseLevel;
      const d = (cost[e] as number) - (price[j] as number) - base;
      const known = level[j] as number;
      if (l < known || (l === known && d < (distance[j] as number))) {
        if (known === Number.POSITIVE_INFINITY) open.push(j);
        level[j] = l;
        distance[j] = d;
        from[j] = current;
        fromCost[j] = cost[e] as number;
      }
    }
    const at = nearestColumn(open, level, distance, rowOf);
    const j = at < 0 ? -1 : (open[at] as number);
    if (
      j < 0 ||
      (level[j] as number) > deferLevel ||
      (level[j] === deferLevel && (distance[j] as number) >= deferDistance)
    ) {
      break;
    }
    const holder = rowOf[j] as number;
    if (holder < 0) {
      end = j;
      break;
    }
    open[at] = open[open.length - 1] as number;
    open.pop();
    done[j] = 1;
    scanned.push(j);
    current = holder;
    baseLevel = 0 - (deferrals[j] as number) - (level[j] as number);
    base = (edgeCost[holder] as number) - (price[j] as number) - (distance[j] as number);
    if (1 - baseLevel < deferLevel || (1 - baseLevel === deferLevel && 0 - base < deferDistance)) {
      deferredRow = holder;
      deferLevel = 1 - baseLevel;
      deferDistance = 0 - base;
    }
  }

  const endLevel = end < 0 ? deferLevel : (level[end] as number);
  const endDistance = end < 0 ? deferDistance : (distance[end] as number);
  for (const j of scanned) {
    deferrals[j] = (deferrals[j] as number) + (level[j] as number) - endLevel;
    price[j] = (price[j] as number) + (distance[j] as number) - endDistance;
  }
  if (end < 0) {
    if (deferredRow === row) return;
    end = columnOf[deferredRow] as number;
    columnOf[deferredRow] = -1;
  }
  for (let j = end; j >= 0; ) {
    const taker = from[j] as number;
    const left = taker === row ? -1 : (columnOf[taker] as number);
    columnOf[taker] = j;
    rowOf[j] = taker;
    edgeCost[taker] = fromCost[j] as number;
    j = left;
  }
}

// Prefers a free column in a tie, because it ends the search, then the lower index.
function nearestColumn(
  open: readonly number[],
  level: Float64Array,
  distance: Float64Array,
  rowOf: Int32Array,
): number {
  let at = -1;
  let best = -1;
  for (let i = 0; i < open.length; i++) {
    const j = open[i] as number;
    if (at >= 0) {
      const byLevel = (level[j] as number) - (level[best] as number);
      const byDistance = byLevel || (distance[j] as number) - (distance[best] as number);
      if (byDistance > 0) continue;
      if (byDistance === 0) {
        const free = Number((rowOf[j] as number) < 0) - Number((rowOf[best] as number) < 0);
        if (free < 0 || (free === 0 && j > best)) continue;
      }
    }
    at = i;
    best = j;
  }
  return at;
}
