import type { SearchState } from './augmenting-paths';
import type { Edges } from './edges';

/** The column of a row without one, and the row of a column without one. */
export const DEFERRED = -1;
const FREE = -1;

/** The pairs, deferrals, and free columns that an optimal assignment may use. */
interface TightPairs {
  /** The columns of each row, in ascending order. */
  readonly columnsOf: readonly (readonly number[])[];
  readonly rowsOf: readonly (readonly number[])[];
  readonly deferrable: readonly boolean[];
  readonly spare: readonly boolean[];
}

/**
 * The pairs that are tight under the duals. By complementary slackness, every optimal assignment
 * consists of tight pairs, and every assignment of tight pairs is optimal. Pairs that are assigned
 * count as tight in spite of rounding.
 */
export function findTightPairs(
  { rows, columns, list, start, column, cost, deferralLevel, deferralCost }: Edges,
  { columnOf, level, price }: SearchState,
  rowDuals: { readonly level: Float64Array; readonly cost: Float64Array },
): TightPairs {
  const columnsOf = Array.from({ length: rows }, (): number[] => []);
  const rowsOf = Array.from({ length: columns }, (): number[] => []);
  const deferrable: boolean[] = [];
  for (let row = 0; row < rows; row++) {
    const dualLevel = rowDuals.level[row] as number;
    const dualCost = rowDuals.cost[row] as number;
    const own = list[row] as number;
    for (let e = start[own] as number; e < (start[own + 1] as number); e++) {
      const j = column[e] as number;
      if (level[j] !== dualLevel) continue;
      if ((cost[e] as number) - (price[j] as number) !== dualCost && columnOf[row] !== j) continue;
      columnsOf[row]?.push(j);
      rowsOf[j]?.push(row);
    }
    deferrable.push(dualLevel === deferralLevel[row] && dualCost === deferralCost[row]);
  }
  const spare = rowsOf.map((_, j) => level[j] === 0 && price[j] === 0);
  return { columnsOf, rowsOf, deferrable, spare };
}

/**
 * Changes an optimal assignment to the lexicographically first one: row by row, the lowest column
 * that keeps the rest optimal, and any column before deferral. The result therefore depends only on
 * the problem, not on the algorithm.
 *
 * By complementary slackness, every optimal assignment uses only tight pairs, so exchanges along
 * those suffice. Exact if sums of costs are exact.
 */
export function breakTies(columnOf: Int32Array, rowOf: Int32Array, tight: TightPairs): void {
  const exchange = createExchange(columnOf, rowOf, tight);
  const rows = columnOf.length;
  const columns = rowOf.length;
  // Columns from which no exchange defers a later row. Rows only become fixed, so these stay valid
  // until the assignment changes.
  let hopeless = new Uint8Array(columns + 1);
  for (let row = 0; row < rows; row++) {
    const current = columnOf[row] as number;
    const isDeferred = current === DEFERRED;
    const choices = (tight.columnsOf[row] as readonly number[]).filter((column) => {
      const holder = rowOf[column] as number;
      return (isDeferred || column < current) && (holder === FREE || holder > row);
    });
    if (choices.length === 0) continue;
    const seen = isDeferred ? hopeless : new Uint8Array(columns + 1);
    const target = isDeferred ? columns : current;
    if (choices.some((column) => exchange(row, column, target, seen))) {
      hopeless = new Uint8Array(columns + 1);
    }
  }
}

/**
 * Moves `row` to `column` if the rows that this displaces, all of them later ones, can move along
 * tight pairs until one takes `target`, the place that `row` leaves. Places are the columns and, one
 * past the last, deferral. A path passes through deferral when it defers a row or takes a free column;
 * it goes on to a column that a later deferred row takes or that becomes free. `seen` marks the
 * places that were reached without success.
 */
function createExchange(columnOf: Int32Array, rowOf: Int32Array, tight: TightPairs) {
  const { columnsOf, rowsOf, deferrable, spare } = tight;
  const columns = rowOf.length;
  const deferral = columns;
  const previous = new Int32Array(columns + 1);
  // The row that moves to each place; FREE if a column stays free or no row is deferred.
  const mover = new Int32Array(columns + 1);

  return (row: number, column: number, target: number, seen: Uint8Array): boolean => {
    const open: number[] = [];
    const visit = (place: number, from: number, moved: number) => {
      if (seen[place]) return;
      seen[place] = 1;
      previous[place] = from;
      mover[place] = moved;
      open.push(place);
    };
    visit(column, DEFERRED, row);
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (place === target) {
        apply(target);
        return true;
      }
      if (place === deferral) {
        for (let j = 0; j < columns; j++) {
          const entrant = spare[j] || seen[j] ? FREE : (lastDeferred(j) ?? FREE);
          if (spare[j] || entrant > row) visit(j, deferral, entrant);
        }
        continue;
      }
      const holder = rowOf[place] as number;
      if (holder === FREE) visit(deferral, place, FREE);
      if (holder <= row) continue;
      if (deferrable[holder]) visit(deferral, place, holder);
      for (const next of columnsOf[holder] as readonly number[]) visit(next, place, holder);
    }
    return false;
  };

  function lastDeferred(column: number): number | undefined {
    return rowsOf[column]?.findLast((row) => columnOf[row] === DEFERRED);
  }

  function apply(target: number): void {
    for (let place = target; place !== DEFERRED; place = previous[place] as number) {
      const moved = mover[place] as number;
      if (place !== deferral) rowOf[place] = moved;
      if (moved !== FREE && moved < columnOf.length) {
        columnOf[moved] = place === deferral ? DEFERRED : place;
      }
    }
  }
}
