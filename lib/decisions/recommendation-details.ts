import 'server-only';
import { z } from 'zod';
import { evaluateCandidates, explainPlacement } from '@/lib/engine/explain';
import type { Candidate, Explanation } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { policyForDecision } from '@/lib/read-model/csms';
import { loadRoutingProblem } from '@/lib/read-model/routing-problem';
import { explanationSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { decisionsOfAccount, type PastDecision } from '@/lib/warehouse/sql/decisions';
import {
  accountOfRecommendation,
  explanationOf,
  type PastRecommendation,
  recommendationsById,
  recommendationsOfAccount,
} from '@/lib/warehouse/sql/recommendations';
import type { FlaggedRecommendation } from '@/lib/warehouse/sql/rule-warnings';
import { recommendationNotFound } from './decision-outcome';
import { recommendationId } from './input';

/** Everything a manager looks at before deciding. */
export interface RecommendationDetails {
  readonly recommendation: FlaggedRecommendation;
  /** Null if the recommended CSM is not in the warehouse. */
  readonly explanation: Explanation | null;
  /** `run`: as the run saw it. `now`: from another program, so explained with current data. */
  readonly explained: 'run' | 'now';
  readonly policyVersion: number;
  readonly history: {
    readonly recommendations: readonly PastRecommendation[];
    readonly decisions: readonly PastDecision[];
  };
}

/**
 * Returns one recommendation in any state, with its explanation and history.
 * @throws AppError `not_found`
 */
export async function getRecommendation(ctx: Context, id: string): Promise<RecommendationDetails> {
  requireRole(ctx.person, 'viewer');
  const { warehouse } = ctx;
  const parsed = parseInput(recommendationId, id);
  const { policy, version } = await currentPolicy(warehouse);
  const now = ctx.now();
  const account = accountOfRecommendation(parsed);
  const [[recommendation], [stored], recommendations, decisions] = await Promise.all([
    warehouse.read(recommendationsById({ ids: [parsed], now, limits: policy })),
    warehouse.read(explanationOf(parsed)),
    warehouse.read(recommendationsOfAccount(account)),
    warehouse.read(decisionsOfAccount(account)),
  ]);
  if (!recommendation) throw recommendationNotFound();
  const explanation = stored
    ? explanationSchema.parse(JSON.parse(stored.explanation))
    : await explainNow(ctx, policy, now, recommendation);
  return {
    recommendation,
    explanation,
    explained: stored ? 'run' : 'now',
    policyVersion: stored?.policyVersion ?? version,
    history: { recommendations, decisions },
  };
}

async function explainNow(
  ctx: Context,
  policy: Policy,
  now: Date,
  recommendation: FlaggedRecommendation,
): Promise<Explanation | null> {
  const { accounts, context } = await loadRoutingProblem(
    ctx,
    { mode: 'recommendation', recommendationId: recommendation.id },
    { policy: policyForDecision(policy), now },
  );
  const [account] = accounts;
  if (!account) return null;
  return explainPlacement(
    context.routing,
    context.toRoutable(account),
    recommendation.recommendedCsm,
  );
}

export const listCandidatesInput = z.object({ recommendationId });

/**
 * Evaluates every active CSM for the recommendation's account as of now: eligible CSMs first, best
 * first, then the others with the reason that excludes them.
 * @throws AppError `not_found`
 */
export async function listCandidates(
  ctx: Context,
  input: z.input<typeof listCandidatesInput>,
): Promise<readonly Candidate[]> {
  requireRole(ctx.person, 'viewer');
  const { recommendationId: id } = parseInput(listCandidatesInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const { accounts, context } = await loadRoutingProblem(
    ctx,
    { mode: 'recommendation', recommendationId: id },
    { policy: policyForDecision(policy), now: ctx.now() },
  );
  const [account] = accounts;
  if (!account) throw recommendationNotFound();
  return evaluateCandidates(context.routing, context.toRoutable(account));
}
