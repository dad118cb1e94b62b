import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { newestDecision } from '@/lib/warehouse/sql/newest-decision';

/** Answers who made the last decision, and when; null where nobody has decided yet. */
export async function lastDecision(
  ctx: Context,
): Promise<{ readonly byName: string; readonly at: Date } | null> {
  requireRole(ctx.person, 'viewer');
  const [newest] = await ctx.warehouse.read(newestDecision());
  return newest ?? null;
}
