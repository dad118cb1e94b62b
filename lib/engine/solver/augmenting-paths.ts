import type { Edges } from './edges';

/** A partial assignment and the column duals under which its edges are tight. */
export interface SearchState {
  /** The column of each row; -1 if unassigned. */
  readonly columnOf: Int32Array;
  /** The cost of each assigned row. */
  readonly edgeCost: Float64Array;
  /** The row of each column; -1 if free. */
  readonly rowOf: Int32Array;
  /** The level of an edge to each column, minus the level of the column's dual. */
  readonly level: Float64Array;
  /** The cost of each column's dual. The dual of a free column is (0, 0); others are lower. */
  readonly price: Float64Array;
}

/** All edges have level 0. For other levels by column, set `level`. */
export function emptyAssignment(edges: Edges): SearchState {
  return {
    columnOf: new Int32Array(edges.rows).fill(-1),
    edgeCost: new Float64Array(edges.rows),
    rowOf: new Int32Array(edges.columns).fill(-1),
    level: new Float64Array(edges.columns),
    price: new Float64Array(edges.columns),
  };
}

/** More reductions than this per row rarely help; the shortest paths do the rest. */
const MAX_REDUCTIONS_PER_ROW = 8;

/**
 * Augmenting row reduction (Jonker and Volgenant, 1987): each row in turn takes its cheapest column,
 * changes that column's price until its second choice is as good, and displaces the previous row.
 *
 * @param rows reduces the rows before this one
 * @returns the unassigned rows, for `augmentRows`; a row that prefers deferral is done
 */
export function reduceRows(edges: Edges, search: SearchState, rows: number): number[] {
  let queue = Array.from({ length: rows }, (_, row) => row);
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
  const { list, start, column, cost } = edges;
  const { columnOf, edgeCost, rowOf, level, price } = search;
  // The best choice starts as deferral, at edge -1; a column must be better.
  let best = -1;
  let bestLevel = edges.deferralLevel[row] as number;
  let bestValue = edges.deferralCost[row] as number;
  let next = -1;
  let nextLevel = Number.POSITIVE_INFINITY;
  let nextValue = Number.POSITIVE_INFINITY;
  const own = list[row] as number;
  for (let e = start[own] as number; e < (start[own + 1] as number); e++) {
    const j = column[e] as number;
    const l = level[j] as number;
    const value = (cost[e] as number) - (price[j] as number);
    if (l < bestLevel || (l === bestLevel && value < bestValue)) {
      next = best;
      nextLevel = bestLevel;
      nextValue = bestValue;
      best = e;
      bestLevel = l;
      bestValue = value;
    } else if (l < nextLevel || (l === nextLevel && value < nextValue)) {
      next = e;
      nextLevel = l;
      nextValue = value;
    }
  }
  if (best < 0) return { loser: -1, strict: true };
  const strict = nextLevel > bestLevel || nextValue > bestValue;
  let j = column[best] as number;
  if (strict) {
    level[j] = (level[j] as number) + nextLevel - bestLevel;
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

/** The highest row duals that the column duals allow. */
export function highestRowDuals(
  edges: Edges,
  { level, price }: Pick<SearchState, 'level' | 'price'>,
): { level: Float64Array; cost: Float64Array } {
  const { rows, list, start, column, cost } = edges;
  const duals = { level: edges.deferralLevel.slice(), cost: edges.deferralCost.slice() };
  for (let row = 0; row < rows; row++) {
    let first = duals.level[row] as number;
    let second = duals.cost[row] as number;
    const own = list[row] as number;
    for (let e = start[own] as number; e < (start[own + 1] as number); e++) {
      const j = column[e] as number;
      const l = level[j] as number;
      const value = (cost[e] as number) - (price[j] as number);
      if (l < first || (l === first && value < second)) {
        first = l;
        second = value;
      }
    }
    duals.level[row] = first;
    duals.cost[row] = second;
  }
  return duals;
}

/** The labels of a shortest-path search, reused by the next one. */
interface Labels {
  readonly level: Float64Array;
  readonly distance: Float64Array;
  readonly from: Int32Array;
  readonly fromCost: Float64Array;
  readonly scanned: Uint8Array;
  readonly scannedLists: Uint8Array;
}

/**
 * Assigns rows one by one along shortest alternating paths (Dijkstra on reduced costs). A path ends
 * at a free column or at the cheapest deferral on the way. The duals then change so that edges stay
 * tight.
 */
export function augmentRows(edges: Edges, search: SearchState, rows: Iterable<number>): void {
  const { columns } = edges;
  const labels: Labels = {
    level: new Float64Array(columns).fill(Number.POSITIVE_INFINITY),
    distance: new Float64Array(columns),
    from: new Int32Array(columns),
    fromCost: new Float64Array(columns),
    scanned: new Uint8Array(columns),
    scannedLists: new Uint8Array(edges.start.length),
  };
  for (const row of rows) augmentRow(edges, search, labels, row);
}

function augmentRow(edges: Edges, search: SearchState, labels: Labels, row: number): void {
  const { list, start, column, cost, deferralLevel, deferralCost } = edges;
  const { columnOf, edgeCost, rowOf, level, price } = search;
  const open: number[] = [];
  const scanned: number[] = [];

  let current = row;
  // The current row's dual minus its distance; the new row has no dual yet.
  let baseLevel = 0;
  let base = 0;
  // The best end so far: the deferral of `deferred`, or the free column `end`.
  let deferred = row;
  let end = -1;
  let endLevel = deferralLevel[row] as number;
  let endDistance = deferralCost[row] as number;
  const lists: number[] = [];
  for (;;) {
    // Rows with the same edges reach nothing that the first of them has not.
    const own = list[current] as number;
    const stop = labels.scannedLists[own] ? 0 : (start[own + 1] as number);
    labels.scannedLists[own] = 1;
    lists.push(own);
    for (let e = start[own] as number; e < stop; e++) {
      const j = column[e] as number;
      const l = (level[j] as number) - baseLevel;
      if (l > endLevel || labels.scanned[j]) continue;
      const d = (cost[e] as number) - (price[j] as number) - base;
      if (l === endLevel && d >= endDistance) continue;
      const known = labels.level[j] as number;
      if (l > known || (l === known && d >= (labels.distance[j] as number))) continue;
      labels.from[j] = current;
      labels.fromCost[j] = cost[e] as number;
      if ((rowOf[j] as number) < 0) {
        end = j;
        endLevel = l;
        endDistance = d;
        continue;
      }
      if (known === Number.POSITIVE_INFINITY) open.push(j);
      labels.level[j] = l;
      labels.distance[j] = d;
    }
    const at = nearestColumn(open, labels);
    if (at < 0) break;
    const j = open[at] as number;
    const l = labels.level[j] as number;
    const d = labels.distance[j] as number;
    if (l > endLevel || (l === endLevel && d >= endDistance)) break;
    open[at] = open[open.length - 1] as number;
    open.pop();
    labels.scanned[j] = 1;
    scanned.push(j);
    current = rowOf[j] as number;
    baseLevel = (level[j] as number) - l;
    base = (edgeCost[current] as number) - (price[j] as number) - d;
    const leaveLevel = (deferralLevel[current] as number) - baseLevel;
    const leaveDistance = (deferralCost[current] as number) - base;
    if (leaveLevel < endLevel || (leaveLevel === endLevel && leaveDistance < endDistance)) {
      deferred = current;
      end = -1;
      endLevel = leaveLevel;
      endDistance = leaveDistance;
    }
  }

  for (const j of scanned) {
    level[j] = (level[j] as number) + endLevel - (labels.level[j] as number);
    price[j] = (price[j] as number) + (labels.distance[j] as number) - endDistance;
    labels.level[j] = Number.POSITIVE_INFINITY;
    labels.scanned[j] = 0;
  }
  for (const j of open) labels.level[j] = Number.POSITIVE_INFINITY;
  for (const own of lists) labels.scannedLists[own] = 0;
  if (end < 0) {
    if (deferred === row) return;
    end = columnOf[deferred] as number;
    columnOf[deferred] = -1;
  }
  for (let j = end; j >= 0; ) {
    const taker = labels.from[j] as number;
    const left = taker === row ? -1 : (columnOf[taker] as number);
    columnOf[taker] = j;
    rowOf[j] = taker;
    edgeCost[taker] = labels.fromCost[j] as number;
    j = left;
  }
}

// Prefers the lower index in a tie.
function nearestColumn(open: readonly number[], labels: Labels): number {
  let at = -1;
  let best = -1;
  let level = Number.POSITIVE_INFINITY;
  let distance = 0;
  for (let i = 0; i < open.length; i++) {
    const j = open[i] as number;
    const l = labels.level[j] as number;
    if (l > level) continue;
    const d = labels.distance[j] as number;
    if (l === level && (d > distance || (d === distance && j > best))) continue;
    at = i;
    best = j;
    level = l;
    distance = d;
  }
  return at;
}
