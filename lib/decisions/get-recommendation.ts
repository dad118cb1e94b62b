import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { explainPlacement } from '@/lib/routing/evaluate-candidates';
import type { Explanation } from '@/lib/routing/types';
import { explanationSchema } from '@/lib/runs/explanation';
import { decidingPolicy, readSituation } from '@/lib/runs/situation';
import { decisionsOfAccount, type PastDecision } from '@/lib/warehouse/sql/decisions';
import { explanationOf } from '@/lib/warehouse/sql/explanations';
import type { FlaggedRecommendation } from '@/lib/warehouse/sql/flagged';
import {
  accountOf,
  type PastRecommendation,
  recommendationsById,
  recommendationsOfAccount,
} from '@/lib/warehouse/sql/recommendations';
import type { Warehouse } from '@/lib/warehouse/types';
import { unknownRecommendation } from './decided';
import { recommendationId } from './input';

/** Everything a manager looks at before deciding. */
export interface RecommendationRecord {
  readonly recommendation: FlaggedRecommendation;
  /** Null when the recommended CSM is unknown to the warehouse. */
  readonly explanation: Explanation | null;
  /** `run`: as the run saw it. `now`: made by another program, explained as things stand now. */
  readonly explained: 'run' | 'now';
  readonly policyVersion: number;
  readonly history: {
    readonly recommendations: readonly PastRecommendation[];
    readonly decisions: readonly PastDecision[];
  };
}

/** Answers the record of one recommendation, whatever its state. @throws AppError `not_found`. */
export async function getRecommendation(ctx: Context, id: string): Promise<RecommendationRecord> {
  requireRole(ctx.person, 'viewer');
  const { warehouse } = ctx;
  const parsed = parseInput(recommendationId, id);
  const { policy, version } = await currentPolicy(warehouse);
  const now = ctx.now();
  const account = accountOf(parsed);
  const [[recommendation], [stored], recommendations, decisions] = await Promise.all([
    warehouse.read(recommendationsById({ ids: [parsed], now, limits: policy })),
    warehouse.read(explanationOf(parsed)),
    warehouse.read(recommendationsOfAccount(account)),
    warehouse.read(decisionsOfAccount(account)),
  ]);
  if (!recommendation) throw unknownRecommendation();
  const explanation = stored
    ? explanationSchema.parse(JSON.parse(stored.explanation))
    : await explainNow(warehouse, policy, now, recommendation);
  return {
    recommendation,
    explanation,
    explained: stored ? 'run' : 'now',
    policyVersion: stored?.policyVersion ?? version,
    history: { recommendations, decisions },
  };
}

async function explainNow(
  warehouse: Warehouse,
  policy: Policy,
  now: Date,
  recommendation: FlaggedRecommendation,
): Promise<Explanation | null> {
  const { accounts, situation } = await readSituation(
    warehouse,
    { mode: 'recommendation', recommendationId: recommendation.id },
    { policy: decidingPolicy(policy), now },
  );
  const [account] = accounts;
  if (!account) return null;
  const asked = situation.toRoutable(account);
  return explainPlacement(situation.routing, asked, recommendation.recommendedCsm);
}
