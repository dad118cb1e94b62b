import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { pendingCount } from '@/lib/warehouse/sql/pending';

/** Answers how many recommendations wait for a decision. */
export async function countPending(ctx: Context): Promise<number> {
  requireRole(ctx.person, 'viewer');
  const [row] = await ctx.warehouse.read(pendingCount());
  return row?.pending ?? 0;
}
