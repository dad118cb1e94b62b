import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { accountPool } from '@/lib/warehouse/sql/accounts';

/** Answers how many accounts need a CSM, and how many of them a run may place. */
export async function countRoutable(
  ctx: Context,
): Promise<{ readonly needing: number; readonly routable: number }> {
  requireRole(ctx.person, 'viewer');
  const [pool] = await ctx.warehouse.read(accountPool());
  return { needing: pool?.needing ?? 0, routable: pool?.routable ?? 0 };
}
