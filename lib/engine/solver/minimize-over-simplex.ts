/** Enough for a few dozen terms. */
const MAX_EXCHANGES = 2_000;
const EXCHANGE_TOLERANCE = 1e-9;

/**
 * Minimizes linear·w + wᵀ products w over weights w ≥ 0 that sum to 1, to about `EXCHANGE_TOLERANCE`
 * per unit of weight: moves weight from the term with the highest derivative to the one with the
 * lowest.
 *
 * @param products symmetric and positive semidefinite
 */
export function minimizeOverSimplex(
  linear: readonly number[],
  products: readonly (readonly number[])[],
): number[] {
  const weights: number[] = linear.map((_, v) => Number(v === 0));
  for (let exchange = 0; exchange < MAX_EXCHANGES; exchange++) {
    const slopes = linear.map((value, v) =>
      weights.reduce((sum, weight, k) => sum + 2 * weight * (products[v]?.[k] as number), value),
    );
    let low = 0;
    let high = -1;
    slopes.forEach((slope, v) => {
      if (slope < (slopes[low] as number)) low = v;
      if ((weights[v] as number) > 0 && slope > (slopes[high] ?? Number.NEGATIVE_INFINITY))
        high = v;
    });
    const difference = (slopes[high] as number) - (slopes[low] as number);
    if (!(difference > EXCHANGE_TOLERANCE)) break;
    const at = (v: number, k: number) => products[v]?.[k] as number;
    const curvature = 2 * (at(low, low) + at(high, high) - 2 * at(low, high));
    const available = weights[high] as number;
    const moved = curvature > 0 ? Math.min(available, difference / curvature) : available;
    weights[low] = (weights[low] as number) + moved;
    weights[high] = moved === available ? 0 : available - moved;
  }
  return weights;
}
