import type { ReviewFailure } from '@/lib/warehouse/sql/review-calls';
import { type ReasonCode, unreviewedReasons } from './reasons';
import type { Unreviewed } from './types';

/** Why some were left unreviewed, the most frequent reason first; null where none was. */
export function tellUnreviewed(unreviewed: readonly Unreviewed[]): ReviewFailure | null {
  const counts = new Map<ReasonCode, number>();
  for (const { reason } of unreviewed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [first, ...others] = [...counts].sort(([, a], [, b]) => b - a);
  if (!first) return null;
  const [code] = first;
  const message =
    others.length === 0
      ? unreviewedReasons[code]
      : [first, ...others].map(([each, count]) => `${count}: ${unreviewedReasons[each]}`).join(' ');
  return { code, message };
}
