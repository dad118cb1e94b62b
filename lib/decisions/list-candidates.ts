import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { currentPolicy } from '@/lib/policy/current-policy';
import { evaluateCandidates } from '@/lib/routing/evaluate-candidates';
import type { Candidate } from '@/lib/routing/types';
import { decidingPolicy, readSituation } from '@/lib/runs/situation';
import { accountById } from '@/lib/warehouse/sql/accounts';
import { recommendationsById } from '@/lib/warehouse/sql/recommendations';
import { accountOf } from './account-of';
import { unknownRecommendation } from './decided';
import { recommendationId } from './input';

export const listCandidatesInput = z.object({ recommendationId });

/**
 * Answers every active CSM as they would take the recommendation's account now: eligible ones
 * first, best first; the others with the reason that binds.
 */
export async function listCandidates(
  ctx: Context,
  input: z.input<typeof listCandidatesInput>,
): Promise<readonly Candidate[]> {
  requireRole(ctx.person, 'viewer');
  const { recommendationId: id } = parseInput(listCandidatesInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const now = ctx.now();
  const [[recommendation], situation] = await Promise.all([
    ctx.warehouse.read(recommendationsById({ ids: [id], now, limits: policy })),
    readSituation(ctx.warehouse, decidingPolicy(policy), now),
  ]);
  if (!recommendation) throw unknownRecommendation();
  const [account] = await ctx.warehouse.read(accountById(recommendation.accountId));
  return evaluateCandidates(
    situation.routing,
    situation.toRoutable(accountOf(recommendation, account)),
  );
}
