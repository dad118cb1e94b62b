import 'server-only';
import { z } from 'zod';
import type { Period, ScopeInput } from '@/lib/analytics/shared/scope';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { pageNumberSchema, readInBatches, readPage } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { DAY_MS } from '@/lib/time';
import { recommendationOutcomes } from '@/lib/warehouse/sql/analytics/acceptance';
import { type AcceptanceRow, acceptanceRows } from '@/lib/warehouse/sql/analytics/acceptance-rows';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import { readAcceptanceScope } from './get-acceptance';

/** Recommendations per page of the list. */
export const acceptanceRowsPageSize = 50;

const weekInput = z.iso
  .date('must be a date, such as 2026-03-02')
  .transform((text) => Date.parse(`${text}T00:00:00Z`) / DAY_MS);
const nameInput = z.string().max(200, 'is too long');

const acceptanceFilterInput = z.object({
  outcome: z.enum([...recommendationOutcomes, 'decided', 'not_accepted']).optional(),
  method: nameInput.nullish(),
  week: weekInput.optional(),
  decidedWeek: weekInput.optional(),
  decidedHour: z.number().int().min(0).max(23).optional(),
  csm: nameInput.nullish(),
  givenCsm: nameInput.optional(),
  receivedBy: nameInput.optional(),
  segment: nameInput.nullish(),
  level: nameInput.nullish(),
  band: z.number().int().min(0).max(4).nullish(),
  verdict: z.enum(verdicts).nullish(),
  reason: nameInput.nullish(),
  external: z.boolean().optional(),
  toSuggestion: z.boolean().optional(),
});

/**
 * Selects the recommendations behind a figure. A missing field doesn't filter; null means unknown.
 * `week` and `decidedWeek` are the Mondays of the weeks of the recommendation and the decision.
 */
export type AcceptanceFilterInput = z.input<typeof acceptanceFilterInput>;

/** A page of the recommendations behind a figure, most recently decided or made first. */
export interface AcceptanceRows {
  /** Number of recommendations on all pages. */
  readonly total: number;
  readonly page: number;
  readonly rows: readonly ListedRecommendation[];
}

export type ListedRecommendation = Omit<AcceptanceRow, 'total' | 'key'>;

/**
 * Returns a page of the recommendations behind a figure of `getAcceptance`. A page beyond the end
 * returns the last one.
 * @throws AppError `invalid_input`
 */
export async function getAcceptanceRows(
  ctx: Context,
  scopeInput: ScopeInput,
  filterInput: AcceptanceFilterInput,
  pageInput = 1,
): Promise<AcceptanceRows> {
  requireRole(ctx.person, 'viewer');
  const scope = await readAcceptanceScope(ctx, scopeInput);
  const filter = parseInput(acceptanceFilterInput, filterInput);
  const { page, rows, total } = await readPage(
    parseInput(pageNumberSchema, pageInput),
    acceptanceRowsPageSize,
    (part) => ctx.warehouse.read(acceptanceRows(scope, filter, part)),
  );
  return { page, total, rows: rows.map(({ total: _, key: __, ...row }) => row) };
}

/**
 * Returns all recommendations behind a figure, in batches.
 * @throws AppError `invalid_input`
 */
export async function exportAcceptanceRows(
  ctx: Context,
  scopeInput: ScopeInput,
  filterInput: AcceptanceFilterInput,
): Promise<{
  readonly period: Period;
  readonly batches: AsyncIterable<readonly ListedRecommendation[]>;
}> {
  requireRole(ctx.person, 'viewer');
  const scope = await readAcceptanceScope(ctx, scopeInput);
  const filter = parseInput(acceptanceFilterInput, filterInput);
  const batches = readInBatches<AcceptanceRow>(({ limit, last }) =>
    ctx.warehouse.read(acceptanceRows(scope, filter, { limit, after: last?.key ?? null })),
  );
  return { period: scope.period, batches };
}
