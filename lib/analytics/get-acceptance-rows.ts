import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { outcomes } from '@/lib/warehouse/sql/acceptance-judged';
import { type AcceptanceRow, acceptanceRows } from '@/lib/warehouse/sql/acceptance-rows';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import { parseJudgedScope } from './acceptance-period';
import type { AskedScope } from './scope';

/** So many rows are listed at most. */
const most = 200;
const day = 86_400_000;

const monday = z.iso
  .date('must be a day, as 2026-03-02')
  .transform((text) => Date.parse(`${text}T00:00:00Z`) / day);
const name = z.string().max(200, 'is too long');

const behindInput = z.object({
  outcome: z.enum([...outcomes, 'decided']).optional(),
  method: name.nullish(),
  week: monday.optional(),
  decidedWeek: monday.optional(),
  decidedHour: z.number().int().min(0).max(23).optional(),
  csm: name.nullish(),
  givenCsm: name.optional(),
  segment: name.nullish(),
  level: name.nullish(),
  band: z.number().int().min(0).max(4).nullish(),
  verdict: z.enum(verdicts).nullish(),
  reason: name.nullish(),
  elsewhere: z.boolean().optional(),
  toSuggestion: z.boolean().optional(),
});

/**
 * Which recommendations of a scope are behind a figure: what is left out does not narrow, null is
 * what is unknown. Weeks are their Mondays, made in and decided in.
 */
export type AskedBehind = z.input<typeof behindInput>;

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
  asked: AskedScope,
  behind: AskedBehind,
): Promise<AcceptanceRows> {
  requireRole(ctx.person, 'viewer');
  const scope = parseJudgedScope(asked, ctx.now());
  const narrowed = parseInput(behindInput, behind);
  const found = await ctx.warehouse.read(acceptanceRows(scope, narrowed, most));
  return {
    total: found[0]?.behind ?? 0,
    rows: found.map(({ behind: _, ...row }) => row),
  };
}
