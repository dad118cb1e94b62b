import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { currentPolicy } from '@/lib/policy/current-policy';
import { evaluateCandidates } from '@/lib/routing/evaluate-candidates';
import type { Candidate } from '@/lib/routing/types';
import { decidingPolicy, readSituation } from '@/lib/runs/situation';
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
  const { accounts, situation } = await readSituation(
    ctx.warehouse,
    { mode: 'recommendation', recommendationId: id },
    { policy: decidingPolicy(policy), now: ctx.now() },
  );
  const [account] = accounts;
  if (!account) throw unknownRecommendation();
  return evaluateCandidates(situation.routing, situation.toRoutable(account));
}
