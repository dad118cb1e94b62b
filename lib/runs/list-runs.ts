import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { runsPage } from '@/lib/warehouse/sql/runs';
import { pageNumber, pageSize } from './paging';

const listRunsInput = z.object({ page: pageNumber, pageSize });

/**
 * Answers a page of the runs, newest first, and how many there are. Pages count from 1; beyond
 * the end it is the last one.
 */
export async function listRuns(ctx: Context, input: z.input<typeof listRunsInput>) {
  requireRole(ctx.person, 'viewer');
  const { page: asked, pageSize: limit } = parseInput(listRunsInput, input);
  const read = (page: number) => ctx.warehouse.read(runsPage(limit, (page - 1) * limit));
  let page = asked;
  let rows = await read(page);
  if (rows.length === 0 && page > 1) {
    const total = (await read(1))[0]?.rows_counted ?? 0;
    page = Math.max(1, Math.ceil(total / limit));
    rows = await read(page);
  }
  return {
    runs: rows.map(({ rows_counted, result, ...run }) => run),
    total: rows[0]?.rows_counted ?? 0,
    page,
  };
}
