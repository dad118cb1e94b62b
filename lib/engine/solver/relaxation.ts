import { type AssignmentSolution, assign } from './assign';
import { type DrainProblem, listPlaces, type Places } from './drain-problem';
import { minimizeOverSimplex } from './minimize-over-simplex';

/** Costs of the relaxation are rounded down to multiples of this, so that its optimum is exact. */
const GRID = 1 / 1_048_576;
const floorToGrid = (value: number) => Math.floor(value / GRID) * GRID;

/** More than the relative rounding error of the sums below. */
const ROUNDING = 1e-13;

/** A linear lower bound of the cost, and the assignment to places that minimizes it. */
export interface LinearBound {
  /** No solution with the lowest total level costs less, including the cost of deferred rows. */
  readonly total: number;
  readonly point: Float64Array;
  readonly assignment: AssignmentSolution;
  /** The column of each row; -1 if the row is deferred. */
  readonly columnOf: Int32Array;
}

/** A solution as the relaxation sees it: linear + ‖sums‖² is its cost. */
interface Vertex {
  readonly linear: number;
  /** Columns × dimensions. */
  readonly sums: Float64Array;
}

/**
 * The convex relaxation of a drain problem, in which rows may be split over columns. Without split
 * rows, Σ_{i<k} 2⟨a_i, a_k⟩ = ‖Σ a_i‖² − Σ ‖a_i‖² is the interaction of the rows on a column. A
 * dimension in which all rows are equal only counts pairs, so it adds to `pairCost`; the p-th place of
 * a column costs p − 1 times that, which stays exact for split rows. Columns with one place have no
 * interactions.
 */
export function createRelaxation(problem: DrainProblem) {
  const { rows, columns, costs, deferral, dimensions } = problem;
  const places = listPlaces(problem);
  const { amounts, pairCost } = separateConstants(problem);
  const placeCost = floorToGrid(pairCost);
  const squares = Float64Array.from({ length: rows }, (_, row) =>
    dot(amounts, amounts, row * dimensions, row * dimensions, dimensions),
  );
  const vertices: Vertex[] = [];
  const products: number[][] = [];
  const interacts = (j: number) => (places.countOf[j] as number) > 1;

  function assignAt(pairCosts: Float64Array) {
    const assignment = assignToPlaces(problem, places, pairCosts, placeCost);
    return { assignment, columnOf: assignment.columnOf.map((p) => places.columnOf[p] ?? -1) };
  }

  // The gradient at the point, rounded down by more than the rounding error of its terms.
  function gradient(point: Float64Array): Float64Array {
    const result = costs.slice();
    for (let j = 0; j < columns; j++) {
      if (!interacts(j)) continue;
      const at = j * dimensions;
      const pointSquare = dot(point, point, at, at, dimensions);
      for (let row = 0; row < rows; row++) {
        const cost = costs[row * columns + j] as number;
        const square = squares[row] as number;
        if (square === 0) continue;
        const value = cost - square + 2 * dot(amounts, point, row * dimensions, at, dimensions);
        const error = ROUNDING * (Math.abs(cost) + 2 * square + pointSquare);
        result[row * columns + j] = floorToGrid(value - error);
      }
    }
    return result;
  }

  // The minimum of the relaxation over the convex hull of the known solutions.
  function nextPoint(): Float64Array {
    const weights = minimizeOverSimplex(
      vertices.map(({ linear }) => linear),
      products,
    );
    const point = new Float64Array(columns * dimensions);
    vertices.forEach(({ sums }, v) => {
      const weight = weights[v] as number;
      for (let k = 0; k < point.length; k++) {
        point[k] = (point[k] as number) + weight * (sums[k] as number);
      }
    });
    return point;
  }

  return {
    /** The columns of the rows in an assignment that ignores all but `pairCost`. */
    firstAssignment: (): Int32Array => assignAt(costs).columnOf,

    /** Adds a solution to those that the next bound starts from. */
    add(columnOf: Int32Array): void {
      const sums = new Float64Array(columns * dimensions);
      const counts = new Int32Array(columns);
      let linear = 0;
      columnOf.forEach((j, row) => {
        if (j < 0) {
          linear += deferral?.cost[row] ?? 0;
          return;
        }
        const count = counts[j] as number;
        counts[j] = count + 1;
        linear += (costs[row * columns + j] as number) + placeCost * count;
        if (!interacts(j)) return;
        linear -= squares[row] as number;
        for (let d = 0; d < dimensions; d++) {
          const k = j * dimensions + d;
          sums[k] = (sums[k] as number) + (amounts[row * dimensions + d] as number);
        }
      });
      const size = sums.length;
      const row = vertices.map((vertex) => dot(vertex.sums, sums, 0, 0, size));
      for (const [v, list] of products.entries()) list.push(row[v] as number);
      products.push([...row, dot(sums, sums, 0, 0, size)]);
      vertices.push({ linear, sums });
    },

    /** The bound at the best mixture of the solutions added so far; at least one is needed. */
    solve(): LinearBound {
      const point = nextPoint();
      const { assignment, columnOf } = assignAt(gradient(point));
      const pointSquare = dot(point, point, 0, 0, point.length) * (1 + ROUNDING);
      const total = floorToGrid(assignment.bound + assignment.deferralCost - pointSquare);
      return { total, point, assignment, columnOf };
    },
  };
}

// Place p of a column is open to rows that may use at least p of its places, and costs
// placeCost × (p − 1) on top of the pair.
function assignToPlaces(
  { rows, columns, places, deferral, limit }: DrainProblem,
  { columnOf, numberOf, groupOf }: Places,
  pairCosts: Float64Array,
  placeCost: number,
): AssignmentSolution {
  const costs = new Float64Array(rows * columnOf.length);
  let entry = 0;
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < columnOf.length; place++) {
      const pair = row * columns + (columnOf[place] as number);
      const number = numberOf[place] as number;
      costs[entry++] =
        number <= (places[pair] as number)
          ? (pairCosts[pair] as number) + placeCost * (number - 1)
          : Number.POSITIVE_INFINITY;
    }
  }
  return assign({
    rows,
    columns: columnOf.length,
    costs,
    groupOf,
    ...(deferral && { deferral }),
    ...(limit !== undefined && { limit }),
  });
}

// Zeros the dimensions in which all rows are equal and adds what they cost per pair of rows.
function separateConstants(problem: DrainProblem): { amounts: Float64Array; pairCost: number } {
  const { dimensions } = problem;
  const amounts = problem.amounts.slice();
  let { pairCost } = problem;
  for (let d = 0; d < dimensions; d++) {
    const entries = amounts.filter((_, k) => k % dimensions === d);
    const first = entries[0] ?? 0;
    if (first === 0 || entries.some((amount) => amount !== first)) continue;
    for (let k = d; k < amounts.length; k += dimensions) amounts[k] = 0;
    pairCost += 2 * first * first * (1 - ROUNDING);
  }
  return { amounts, pairCost };
}

function dot(
  a: Float64Array,
  b: Float64Array,
  fromA: number,
  fromB: number,
  length: number,
): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += (a[fromA + k] as number) * (b[fromB + k] as number);
  return sum;
}
