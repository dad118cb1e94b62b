import 'server-only';
import { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { FlaggedRecommendation } from '@/lib/read-model/flagged-recommendation';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { MAX_REQUESTS } from './bulk';
import { recommendationId } from './input';
import { listQueue } from './queue';

/** What a bulk decision shows of a recommendation. */
export type SelectableRow = Pick<
  FlaggedRecommendation,
  'id' | 'accountId' | 'accountName' | 'recommendedCsm'
>;

/**
 * Returns the pending recommendations that match a filter, over all pages and in the order of the
 * queue, as far as one bulk decision can hold them, and the number of those that match.
 */
export async function listMatching(
  ctx: Context,
  query: Pick<Parameters<typeof listQueue>[1], 'filter' | 'sort'>,
): Promise<{ readonly rows: readonly SelectableRow[]; readonly matching: number }> {
  const page = await listQueue(ctx, { ...query, page: 1, pageSize: MAX_REQUESTS });
  const rows = page.rows.map(({ id, accountId, accountName, recommendedCsm }) => {
    return { id, accountId, accountName, recommendedCsm };
  });
  return { rows, matching: page.matching };
}

export const stillPendingInput = z.object({
  recommendationIds: z
    .array(recommendationId)
    .max(MAX_REQUESTS, `can have at most ${MAX_REQUESTS} recommendations`),
});

/** Returns which of these recommendations are still pending. */
export async function listStillPending(
  ctx: Context,
  input: z.input<typeof stillPendingInput>,
): Promise<string[]> {
  requireRole(ctx.person, 'viewer');
  const { recommendationIds } = parseInput(stillPendingInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const { recommendations } = await ctx.readModel.facts(policy, ctx.now());
  return recommendationIds.filter((id) => recommendations.has(id));
}
