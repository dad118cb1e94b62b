import 'server-only';
import { z } from 'zod';
import {
  type DeferringRun,
  hasOwnDeferrals,
  readAllDeferrals,
  readDeferrals,
} from '@/lib/read-model/run-deferrals';
import type { RunDeferral, RunResult } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { pageNumberSchema, pageSizeSchema, readPage } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import type { Warehouse } from '@/lib/warehouse/types';
import { countTakenDeferrals, takenDeferrals } from './outcome';

/** How many deferred accounts come with a run's result; `listDeferrals` has all of them. */
const WITH_RESULT = 500;

/** Adds the first deferred accounts to the stored result of a run. */
export async function withDeferrals(
  warehouse: Pick<Warehouse, 'read'>,
  runId: string,
  result: RunResult,
): Promise<RunResult> {
  if (hasOwnDeferrals(result) || !result.deferred) return result;
  const deferrals = await readDeferrals(warehouse, runId, { from: 0, to: WITH_RESULT });
  return { ...result, deferrals: [...deferrals] };
}

const listInput = z.object({ page: pageNumberSchema, pageSize: pageSizeSchema });

/**
 * Returns one page of a run's deferred accounts that some active CSM takes, the most urgent first, and how
 * many are listed: of an earlier run, at most 500.
 */
export async function listDeferrals(
  ctx: Context,
  { id, result }: DeferringRun,
  input: z.input<typeof listInput>,
) {
  requireRole(ctx.person, 'viewer');
  const { page, pageSize } = parseInput(listInput, input);
  if (!result) return { page: 1, total: 0, rows: [] };
  const own = hasOwnDeferrals(result) ? takenDeferrals(result) : null;
  const total = own?.length ?? countTakenDeferrals(result);
  return readPage(page, pageSize, async ({ limit, offset }) => {
    // Accounts that no active CSM takes come after these.
    const [from, to] = [offset, Math.min(offset + limit, total)];
    const rows = own?.slice(from, to) ?? (await readDeferrals(ctx.warehouse, id, { from, to }));
    return rows.map((row) => ({ ...row, total }));
  });
}

/** Returns all deferred accounts of a run in batches, also those that no active CSM takes. */
export async function exportDeferrals(
  ctx: Context,
  run: DeferringRun,
): Promise<AsyncIterable<readonly RunDeferral[]>> {
  requireRole(ctx.person, 'viewer');
  return readAllDeferrals(ctx.warehouse, run);
}
