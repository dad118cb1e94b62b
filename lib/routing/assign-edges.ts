/** The allowed pairs of an assignment, row by row in column order. */
export interface Edges {
  readonly rows: number;
  readonly columns: number;
  /** The edges of row r are start[r] … start[r + 1] − 1. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly cost: Float64Array;
}

/** Keeps the finite entries of a row-major matrix, so that forbidden pairs cost no time. */
export function edgesOf(rows: number, columns: number, costs: Float64Array): Edges {
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
