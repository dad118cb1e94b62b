import type { RecommendedTo } from '@/lib/analytics/get-workload';
import type { Sort } from '../search-params';

/** In the order asked for; those without the figure come last either way. */
export function inOrder(
  rows: readonly RecommendedTo[],
  { by, descending }: Sort,
): readonly RecommendedTo[] {
  const direction = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [a[by], b[by]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (left === right) return 0;
    return left < right ? -direction : direction;
  });
}
