import type { DrainProblem } from '@/lib/engine/solver/drain-problem';
import { seededRandom } from './builders';

const GRID = 2 ** -20;

/**
 * A drain problem as the engine builds it: uneven books, accounts that differ in neediness and
 * revenue, a shortfall of experience for some pairs, and fewer places for high-need accounts.
 */
export function randomDrainProblem(
  rows: number,
  columns: number,
  mostPlaces: number,
  seed: number,
): DrainProblem {
  const random = seededRandom(seed);
  const dimensions = 4;
  const weights = [0.25, 0.3, 0.15, 0.03];
  const rowsOf = Array.from({ length: rows }, () => ({
    neediness: 10 * random(),
    revenue: random() ** 2 * 3,
    red: random() < 0.15,
    segment: Math.floor(random() * 3),
  }));
  const amounts = Float64Array.from(
    rowsOf.flatMap(({ neediness, revenue, red }) =>
      [1, neediness / 5, revenue, red ? 1 / 0.15 : 0].map(
        (amount, d) => amount * Math.sqrt(weights[d] as number),
      ),
    ),
  );
  const columnsOf = Array.from({ length: columns }, () => ({
    excess: weights.map((weight) => Math.sqrt(weight) * (8 * (random() - 0.5) - rows / columns)),
    tenure: 30 * random(),
    recency: random() < 0.3 ? 2 * random() : 0,
    places: 1 + Math.floor(random() * mostPlaces),
    segment: random() < 0.4 ? Math.floor(random() * 3) : null,
  }));
  const costs = new Float64Array(rows * columns);
  const places = new Int32Array(rows * columns);
  rowsOf.forEach(({ neediness, red, segment }, row) => {
    const desired = red ? 12 : neediness >= 8 ? 6 : 0;
    columnsOf.forEach((column, j) => {
      let cost = column.recency;
      column.excess.forEach((excess, d) => {
        const amount = amounts[row * dimensions + d] as number;
        cost += 2 * excess * amount + amount * amount;
      });
      if (desired > column.tenure) cost += (120 * (desired - column.tenure)) / desired;
      const pair = row * columns + j;
      costs[pair] = Math.round(cost / GRID) * GRID;
      const takes = column.segment === null || column.segment === segment;
      const most = neediness >= 8 ? Math.min(2, column.places) : column.places;
      places[pair] = takes ? most : 0;
    });
  });
  const deferral = {
    level: Float64Array.from(rowsOf, () => rows + (random() < 0.1 ? 2 : 1)),
    cost: Float64Array.from(rowsOf, () => Math.floor(100 * random())),
  };
  return { rows, columns, costs, places, amounts, dimensions, pairCost: 1, deferral };
}
