import 'server-only';
import { z } from 'zod';
import { type RunResult, runResultSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { pageNumberSchema, pageSizeSchema } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { type RunRow, runById, runsPage } from '@/lib/warehouse/sql/runs';
import { getActiveRun } from './active-runs';

/** A run with what it found, null while it works or when it failed. */
export type Run = Omit<RunRow, 'result'> & { readonly result: RunResult | null };

/** Answers one run. @throws AppError `not_found`. */
export async function getRun(ctx: Context, runId: string): Promise<Run> {
  requireRole(ctx.person, 'viewer');
  const [row] = await ctx.warehouse.read(runById(runId.slice(0, 50)));
  if (!row) throw new AppError('not_found', 'There is no such run.');
  return {
    ...row,
    stage: getActiveRun(row.id)?.progress.stage ?? row.stage,
    result: row.result === null ? null : runResultSchema.parse(JSON.parse(row.result)),
  };
}

const listRunsInput = z.object({ page: pageNumberSchema, pageSize: pageSizeSchema });

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
