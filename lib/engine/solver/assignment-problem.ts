/** Rows to assign to columns at a cost. */
export interface AssignmentProblem {
  readonly rows: number;
  readonly columns: number;
  /** Row-major, rows × columns. A non-finite entry forbids the pair. */
  readonly costs: Float64Array;
  /**
   * Columns with the same number have the same costs up to a constant, and a search treats them as
   * one. Default: all differ.
   */
  readonly groupOf?: Int32Array;
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
 * @throws RangeError if an array has the wrong length, a level is not a positive integer, a deferral
 *   cost is not finite, or the limit is not a nonnegative integer
 */
export function validate(
  { rows, columns, costs }: AssignmentProblem,
  deferral: Deferral,
  limit: number,
) {
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
