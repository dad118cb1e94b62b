import { currentPolicy } from '@/lib/policy/current-policy';
import type { Context } from '@/lib/server/context';
import { readDecisionState } from './claim';
import { recommendationNotFound } from './decision-outcome';
import { applyDecided } from './decision-state';
import { findAccounts } from './find-accounts';
import type { DecisionRequest } from './input';
import { judge } from './judge';
import { type Judgment, refused } from './judgment';

/**
 * Reads what the requests are judged against, and returns a function that judges one as a transaction
 * would, without deciding anything. Each one that would be decided counts for those after it.
 */
export async function createPreviewJudge(
  ctx: Context,
  requests: readonly DecisionRequest[],
): Promise<(request: DecisionRequest) => Judgment> {
  const { policy } = await currentPolicy(ctx.warehouse);
  const now = ctx.now();
  const facts = await ctx.readModel.facts(policy, now);
  const accounts = await findAccounts(ctx, facts, requests, policy);
  const found = requests.filter(({ recommendationId: id }) => accounts.has(id));
  if (found.length === 0) return () => refused(recommendationNotFound());
  const known = { policy, facts, accounts };
  const state = await readDecisionState(ctx.warehouse, found, now, known);
  const context = { policy, now, by: ctx.person, ownerBefore: undefined };
  return (request) => {
    const judgment = judge(request, state, { ...context, id: request.recommendationId });
    if (judgment.kind === 'decided') applyDecided(state, judgment);
    return judgment;
  };
}
