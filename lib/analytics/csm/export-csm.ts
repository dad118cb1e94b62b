import 'server-only';
import { z } from 'zod';
import { type Period, parseScope, type ScopeInput } from '@/lib/analytics/shared/scope';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { readInBatches } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { type CsmDecisionRow, csmDecisions } from '@/lib/warehouse/sql/analytics/csm-decisions';
import { getCsm } from './get-csm';
import type { BookAccount } from './types';

const nameInput = z.string().min(1).max(200);

export type ExportedDecision = Omit<CsmDecisionRow, 'key'>;

/**
 * Returns all decisions of a period on recommendations of a CSM, and all overrides to them, in
 * batches. None for an unknown name.
 * @throws AppError `invalid_input`
 */
export async function exportCsmDecisions(
  ctx: Context,
  { name, scope }: { readonly name: string; readonly scope: ScopeInput },
): Promise<{
  readonly period: Period;
  readonly batches: AsyncIterable<readonly ExportedDecision[]>;
}> {
  requireRole(ctx.person, 'viewer');
  const spelling = parseInput(nameInput, name);
  const { period } = parseScope(scope, ctx.now());
  const { policy } = await currentPolicy(ctx.warehouse);
  const { names } = await ctx.readModel.facts(policy, ctx.now());
  const csm = { name: names.nameOf(spelling) ?? spelling, spellings: names.spellings };
  const batches = readInBatches<CsmDecisionRow>(({ limit, last }) =>
    ctx.warehouse.read(csmDecisions(csm, period, { limit, after: last?.key ?? null })),
  );
  return { period, batches };
}

/** Accounts per statement: more than most books hold. */
const BOOK_BATCH = 500;

/**
 * Returns a CSM's complete book in batches, sorted by account name.
 * @throws AppError `not_found` if there is nothing about this name
 */
export async function exportBook(
  ctx: Context,
  { name, scope }: { readonly name: string; readonly scope: ScopeInput },
): Promise<AsyncIterable<readonly BookAccount[]>> {
  const bookPage = (page: number) =>
    getCsm(ctx, { name, scope, sort: 'name', descending: false, page, pageSize: BOOK_BATCH });
  const first = await bookPage(1);
  return (async function* () {
    yield first.bookPage.accounts;
    for (let page = 2; (page - 1) * BOOK_BATCH < first.bookPage.total; page++) {
      yield (await bookPage(page)).bookPage.accounts;
    }
  })();
}
