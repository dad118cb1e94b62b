import 'server-only';
import { z } from 'zod';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { DAY_MS } from '@/lib/time';
import { recommendationOutcomes } from '@/lib/warehouse/sql/analytics/acceptance';
import { type AcceptanceRow, acceptanceRows } from '@/lib/warehouse/sql/analytics/acceptance-rows';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import { readAcceptanceScope } from './get-acceptance';

const MAX_ROWS = 200;

const weekInput = z.iso
  .date('must be a date, such as 2026-03-02')
  .transform((text) => Date.parse(`${text}T00:00:00Z`) / DAY_MS);
const nameInput = z.string().max(200, 'is too long');

const acceptanceFilterInput = z.object({
  outcome: z.enum([...recommendationOutcomes, 'decided']).optional(),
  method: nameInput.nullish(),
  week: weekInput.optional(),
  decidedWeek: weekInput.optional(),
  decidedHour: z.number().int().min(0).max(23).optional(),
  csm: nameInput.nullish(),
  givenCsm: nameInput.optional(),
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

/** The recommendations behind a figure, most recently decided or made first. */
export interface AcceptanceRows {
  /** Number of recommendations. `rows` holds at most the first 200. */
  readonly total: number;
  readonly rows: readonly Omit<AcceptanceRow, 'total'>[];
}

/**
 * Returns the recommendations behind a figure of `getAcceptance`.
 * @throws AppError `invalid_input`
 */
export async function getAcceptanceRows(
  ctx: Context,
  scopeInput: ScopeInput,
  filterInput: AcceptanceFilterInput,
): Promise<AcceptanceRows> {
  requireRole(ctx.person, 'viewer');
  const scope = await readAcceptanceScope(ctx, scopeInput);
  const filter = parseInput(acceptanceFilterInput, filterInput);
  const rows = await ctx.warehouse.read(acceptanceRows(scope, filter, MAX_ROWS));
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _, ...row }) => row),
  };
}
