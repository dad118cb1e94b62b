import 'server-only';
import type { Context } from '@/lib/context';
import type { Policy } from '@/lib/policy/policy';
import { reviewTokens } from '@/lib/warehouse/sql/review-calls';

/** The calendar month in UTC that a moment lies in: its beginning, and that of the next one. */
export function monthOf(at: Date): { readonly from: Date; readonly to: Date } {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return { from: new Date(Date.UTC(year, month, 1)), to: new Date(Date.UTC(year, month + 1, 1)) };
}

/** How many tokens the policy leaves for this month, at least 0; null where it sets no limit. */
export async function tokensLeft(
  { warehouse, now }: Pick<Context, 'warehouse' | 'now'>,
  { review }: Pick<Policy, 'review'>,
): Promise<number | null> {
  if (review.monthlyTokens === null) return null;
  const { from, to } = monthOf(now());
  const [used = 0] = await warehouse.read(reviewTokens(from, to));
  return Math.max(0, review.monthlyTokens - used);
}
