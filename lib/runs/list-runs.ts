import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { runsPage } from '@/lib/warehouse/sql/runs';

/** Answers a page of the runs, newest first, and how many there are. Pages count from 1. */
export async function listRuns(
  ctx: Context,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
) {
  requireRole(ctx.person, 'viewer');
  const rows = await ctx.warehouse.read(runsPage(pageSize, (page - 1) * pageSize));
  return {
    runs: rows.map(({ rows_counted, result, ...run }) => run),
    total: rows[0]?.rows_counted ?? 0,
  };
}
