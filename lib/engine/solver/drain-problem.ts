import type { Deferral } from './assignment-problem';

/**
 * Rows to assign to columns, several to one column. Rows on the same column interact: rows i and k
 * cost 2⟨amounts_i, amounts_k⟩ + pairCost, the mixed terms of a sum of squares, on top of their own
 * costs.
 */
export interface DrainProblem {
  readonly rows: number;
  readonly columns: number;
  /**
   * The cost of each pair by itself, row-major, in multiples of 2^-20, like the deferral costs, so
   * that sums are exact. A non-finite entry forbids the pair.
   */
  readonly costs: Float64Array;
  /**
   * How many of the column's places the row may use, row-major; 0 forbids the pair. Of the rows on a
   * column, at most p may use only its first p places.
   */
  readonly places: Int32Array;
  /** Row-major, rows × dimensions. */
  readonly amounts: Float64Array;
  readonly dimensions: number;
  /** At least 0. */
  readonly pairCost: number;
  /** As in an assignment problem. */
  readonly deferral?: Deferral;
  /** At most this many rows are placed. Default: no limit. */
  readonly limit?: number;
}

/** The places of all columns: those of the first column in order, then those of the second, … */
export interface Places {
  readonly columnOf: Int32Array;
  /** 1 for the first place of a column. */
  readonly numberOf: Int32Array;
  /** Places with the same number are on the same column and open to the same rows. */
  readonly groupOf: Int32Array;
  /** The number of places of each column. */
  readonly countOf: Int32Array;
}

/** A column has as many places as its rows could fill. */
export function listPlaces({ rows, columns, costs, places }: DrainProblem): Places {
  const columnOf: number[] = [];
  const numberOf: number[] = [];
  const groupOf: number[] = [];
  const countOf = new Int32Array(columns);
  let group = 0;
  for (let j = 0; j < columns; j++) {
    // How many rows may use exactly this many places.
    const usable: number[] = [];
    let remaining = 0;
    for (let pair = j; pair < rows * columns; pair += columns) {
      const count = Number.isFinite(costs[pair]) ? (places[pair] as number) : 0;
      if (count <= 0) continue;
      usable[count] = (usable[count] ?? 0) + 1;
      remaining += 1;
    }
    const count = Math.min(usable.length - 1, remaining);
    for (let p = 1; p <= count; p++) {
      columnOf.push(j);
      numberOf.push(p);
      groupOf.push(group);
      if (usable[p] !== undefined || p === count) group += 1;
    }
    countOf[j] = Math.max(0, count);
  }
  return {
    columnOf: Int32Array.from(columnOf),
    numberOf: Int32Array.from(numberOf),
    groupOf: Int32Array.from(groupOf),
    countOf,
  };
}

/** @throws RangeError if an array has the wrong length, a number is not finite, or `pairCost` is negative */
export function validate(problem: DrainProblem): void {
  const { rows, columns, costs, places, amounts, dimensions, pairCost } = problem;
  const lengths = [costs.length, places.length, amounts.length];
  const expected = [rows * columns, rows * columns, rows * dimensions];
  if (lengths.some((length, k) => length !== expected[k])) {
    throw new RangeError(
      `expected arrays of ${expected.join(', ')} entries, got ${lengths.join(', ')}`,
    );
  }
  if (!amounts.every(Number.isFinite)) throw new RangeError('an amount is not finite');
  if (!(Number.isFinite(pairCost) && pairCost >= 0))
    throw new RangeError(`pairCost is ${pairCost}`);
}
