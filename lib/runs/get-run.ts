import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { type RunRow, runById } from '@/lib/warehouse/sql/runs';
import { type RunResult, runResultSchema } from './result';
import { activeRun } from './runner';

/** A run with what it found, null while it works or when it failed. */
export type Run = Omit<RunRow, 'result'> & { readonly result: RunResult | null };

/** Answers one run. @throws AppError `not_found`. */
export async function getRun(ctx: Context, runId: string): Promise<Run> {
  requireRole(ctx.person, 'viewer');
  const [row] = await ctx.warehouse.read(runById(runId.slice(0, 50)));
  if (!row) throw new AppError('not_found', 'There is no such run.');
  return {
    ...row,
    stage: activeRun(row.id)?.progress.stage ?? row.stage,
    result: row.result === null ? null : runResultSchema.parse(JSON.parse(row.result)),
  };
}
