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
import { MAX_REQUESTS } from './bulk';

export const recentDecisionsInput = z.object({
  /** Also the decisions of others. */
  everyone: z.boolean(),
  /** The id of the last decision of the part before; null for the newest. */
  after: z.string().max(100, 'is too long').nullable().default(null),
});

/** At least as many as a bulk decision has, so that the first part has all of the newest one. */
export const RECENT_PART = MAX_REQUESTS;

/** A decision of the last week, with the account's name if it has one. */
export interface ListedDecision extends Omit<RecentDecision, 'total'> {
  readonly accountName: string | null;
}

/** Part of the decisions of the last week. */
export interface RecentDecisionsPart {
  /** Newest first. */
  readonly decisions: readonly ListedDecision[];
  /** Number of older decisions of the week. */
  readonly older: number;
}

/**
 * Returns part of the decisions of the last seven days, also those that were undone: the person's own, or
 * everyone's.
 */
export async function listRecentDecisions(
  ctx: Context,
  input: z.input<typeof recentDecisionsInput>,
): Promise<RecentDecisionsPart> {
  requireRole(ctx.person, 'viewer');
  const { everyone, after } = parseInput(recentDecisionsInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const now = ctx.now();
  const since = new Date(now.getTime() - WEEK_MS);
  const [decisions, { accounts, names }] = await Promise.all([
    ctx.warehouse.read(
      recentDecisions(since, everyone ? null : ctx.person.email, { limit: RECENT_PART, after }),
    ),
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
  return {
    decisions: decisions.map(({ total: _, ...decision }) => ({
      ...decision,
      csm: names.nameOf(decision.csm),
      recommendedCsm: names.nameOf(decision.recommendedCsm),
      accountName: accountNames.get(decision.accountId) ?? null,
    })),
    older: (decisions[0]?.total ?? 0) - decisions.length,
  };
}
