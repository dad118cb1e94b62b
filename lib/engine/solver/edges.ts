import type { AssignmentProblem, Deferral } from './assignment-problem';

/**
 * Allowed pairs in column order, and what leaving a row unassigned costs. Costs are pairs (level,
 * cost) that compare lexicographically.
 */
export interface Edges {
  readonly rows: number;
  readonly columns: number;
  /** Rows with the same number share their edges. */
  readonly list: Int32Array;
  /** The edges of list l have the indexes start[l] to start[l + 1] − 1. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly cost: Float64Array;
  readonly deferralLevel: Float64Array;
  readonly deferralCost: Float64Array;
}

/**
 * The edges of each row, and those of one more row, the blocker: it may take any column at no cost,
 * several in turn, and cannot be deferred. The columns that it takes stay free, which limits the
 * number of assigned rows.
 */
export function edgesByRow({ rows, columns, costs }: AssignmentProblem, deferral: Deferral): Edges {
  const deferralLevel = new Float64Array(rows + 1).fill(Number.POSITIVE_INFINITY);
  const deferralCost = new Float64Array(rows + 1);
  deferralLevel.set(deferral.level);
  deferralCost.set(deferral.cost);
  let count = columns;
  for (const cost of costs) if (Number.isFinite(cost)) count++;
  const start = new Int32Array(rows + 2);
  const column = new Int32Array(count);
  const cost = new Float64Array(count);
  let edge = 0;
  for (let row = 0; row <= rows; row++) {
    for (let j = 0; j < columns; j++) {
      const value = row < rows ? (costs[row * columns + j] as number) : 0;
      if (!Number.isFinite(value)) continue;
      column[edge] = j;
      cost[edge++] = value;
    }
    start[row + 1] = edge;
  }
  const list = Int32Array.from({ length: rows + 1 }, (_, row) => row);
  return { rows: rows + 1, columns, list, start, column, cost, deferralLevel, deferralCost };
}

/**
 * The edges of each column to rows, in the transposed problem: a column takes a row, which saves the
 * row's deferral, or stays free at no cost. Keeps the `columns` + 1 best rows of each column. The other
 * columns take at most `columns` − 1 of them, so no other row can be better, and the duals of the rest
 * hold for all.
 */
export function edgesByColumn(
  { rows, columns, costs, groupOf }: AssignmentProblem,
  deferral: Deferral,
): Edges {
  const savings = new Float64Array(rows);
  const compare = (a: number, b: number) =>
    (deferral.level[b] as number) - (deferral.level[a] as number) ||
    (savings[a] as number) - (savings[b] as number);
  const list = new Int32Array(columns);
  const firstOf = new Map<number, number>();
  const start = [0];
  const column: number[] = [];
  const cost: number[] = [];
  const deferralCost = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    const group = groupOf?.[j] ?? j;
    const first = firstOf.get(group);
    if (first !== undefined) {
      const own = list[first] as number;
      const row = column[start[own] as number];
      list[j] = own;
      // The constant by which the column costs more than the first counts against staying free.
      if (row === undefined || start[own] === start[own + 1]) continue;
      deferralCost[j] =
        (costs[row * columns + first] as number) - (costs[row * columns + j] as number);
      continue;
    }
    firstOf.set(group, j);
    list[j] = start.length - 1;
    const allowed: number[] = [];
    for (let row = 0; row < rows; row++) {
      const pair = costs[row * columns + j] as number;
      if (!Number.isFinite(pair)) continue;
      savings[row] = pair - (deferral.cost[row] as number);
      allowed.push(row);
    }
    for (const row of smallest(allowed, columns + 1, compare)) {
      column.push(row);
      cost.push(savings[row] as number);
    }
    start.push(column.length);
  }
  return {
    rows: columns,
    columns: rows,
    list,
    start: Int32Array.from(start),
    column: Int32Array.from(column),
    cost: Float64Array.from(cost),
    deferralLevel: new Float64Array(columns),
    deferralCost,
  };
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
