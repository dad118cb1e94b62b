import 'server-only';
import { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { MINUTE_MS, WEEK_MS } from '@/lib/time';
import { type RecentDecision, recentDecisions } from '@/lib/warehouse/sql/decisions';
import { accountsOfRecommendations } from '@/lib/warehouse/sql/read-model';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';

export const recentDecisionsInput = z.object({
  /** Also the decisions of others. */
  everyone: z.boolean(),
});

/** A decision of the last week, with the account's name if it has one. */
export interface ListedDecision extends RecentDecision {
  readonly accountName: string | null;
}

/**
 * Returns the newest decisions of the last seven days, at most 200, also those that were undone. By
 * default, the person's own.
 */
export async function listRecentDecisions(
  ctx: Context,
  input: z.input<typeof recentDecisionsInput>,
): Promise<ListedDecision[]> {
  requireRole(ctx.person, 'viewer');
  const { everyone } = parseInput(recentDecisionsInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const now = ctx.now();
  const since = new Date(now.getTime() - WEEK_MS);
  const [decisions, { accounts, names }] = await Promise.all([
    ctx.warehouse.read(recentDecisions(since, everyone ? null : ctx.person.email)),
    ctx.readModel.facts(policy, now),
  ]);
  const accountNames = new Map([...accounts.values()].map(({ id, name }) => [id, name]));
  const unknown = decisions.filter(({ accountId }) => !accountNames.has(accountId));
  if (unknown.length > 0) {
    const ids = unknown.map(({ recommendationId }) => recommendationId);
    const rows = await ctx.warehouse.read(accountsOfRecommendations(ids, policy), {
      maxAgeMs: MINUTE_MS,
    });
    for (const { id, name } of rowsFor(rows, 'account')) accountNames.set(id, name);
  }
  return decisions.map((decision) => ({
    ...decision,
    csm: names.nameOf(decision.csm),
    recommendedCsm: names.nameOf(decision.recommendedCsm),
    accountName: accountNames.get(decision.accountId) ?? null,
  }));
}
