import 'server-only';
import { z } from 'zod';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { recommendationOutcomes } from '@/lib/warehouse/sql/analytics/acceptance';
import { type AcceptanceRow, acceptanceRows } from '@/lib/warehouse/sql/analytics/acceptance-rows';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import { parseAcceptanceScope } from './get-acceptance';

/** So many rows are listed at most. */
const MAX_ROWS = 200;
const DAY_MS = 86_400_000;

const weekInput = z.iso
  .date('must be a day, as 2026-03-02')
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
  elsewhere: z.boolean().optional(),
  toSuggestion: z.boolean().optional(),
});

/**
 * Which recommendations of a scope are behind a figure: what is left out does not narrow, null is
 * what is unknown. Weeks are their Mondays, made in and decided in.
 */
export type AcceptanceFilterInput = z.input<typeof acceptanceFilterInput>;

/** The recommendations behind a figure, the latest decided or made first. */
export interface AcceptanceRows {
  /** How many there are, of which only the first are listed where there are many. */
  readonly total: number;
  readonly rows: readonly Omit<AcceptanceRow, 'behind'>[];
}

/**
 * Lists the recommendations behind a figure of `getAcceptance`.
 * @throws AppError `invalid_input`
 */
export async function getAcceptanceRows(
  ctx: Context,
  asked: ScopeInput,
  behind: AcceptanceFilterInput,
): Promise<AcceptanceRows> {
  requireRole(ctx.person, 'viewer');
  const scope = parseAcceptanceScope(asked, ctx.now());
  const narrowed = parseInput(acceptanceFilterInput, behind);
  const found = await ctx.warehouse.read(acceptanceRows(scope, narrowed, MAX_ROWS));
  return {
    total: found[0]?.behind ?? 0,
    rows: found.map(({ behind: _, ...row }) => row),
  };
}
