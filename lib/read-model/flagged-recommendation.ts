import { type Flag, findFlags } from '@/lib/engine/flags';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { classifyHealth } from '@/lib/engine/prepare-input';
import { isHealthColor, type RoutableAccount } from '@/lib/engine/types';
import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';
import { createDecisionRules, currentCsms, type ExclusionsOf, rejectionsOf } from './csms';
import type { AccountFacts, Facts, RecommendationFacts } from './facts';
import { type VisibleReview, visibleReview } from './visible-review';

/** A recommendation with its account, state, and flags, as a manager may see it now. */
export interface FlaggedRecommendation {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string | null;
  readonly recommendedCsm: string;
  readonly recommendedAt: Date;
  readonly method: string | null;
  readonly runId: string | null;
  readonly neediness: number | null;
  readonly health: number | null;
  readonly color: 'red' | 'yellow' | 'green' | null;
  readonly revenue: number | null;
  readonly segment: string | null;
  readonly level: string | null;
  readonly industry: string | null;
  readonly score: number | null;
  /** Feedback from Claude or another program's model, the newest. */
  readonly feedback: string | null;
  readonly review: VisibleReview | null;
  readonly currentCsm: string | null;
  /** When the recommended CSM's cooling period ends; null if they are not cooling. */
  readonly coolingUntil: Date | null;
  readonly awayUntil: Date | null;
  readonly state: RecommendationState;
  readonly decision: CurrentDecision | null;
  readonly flags: readonly Flag[];
}

/** The decision in effect on a recommendation. */
export interface CurrentDecision {
  readonly id: string;
  readonly verb: string | null;
  readonly csm: string | null;
  readonly byName: string;
  readonly at: Date;
}

/** All pending recommendations with their flags now, in no particular order. */
export function flagAll(facts: Facts, policy: RoutingPolicy, now: Date): FlaggedRecommendation[] {
  const csms = currentCsms(facts, now);
  const rules = createDecisionRules((name) => csms.get(name), policy, now);
  return [...facts.recommendations.values()].map((recommendation) =>
    flagRecommendation(facts, recommendation, { policy, rules, now }),
  );
}

/** A pending recommendation with its flags. */
export function flagRecommendation(
  facts: Facts,
  recommendation: RecommendationFacts,
  { policy, rules, now }: { policy: RoutingPolicy; rules: ExclusionsOf; now: Date },
): FlaggedRecommendation {
  const account = facts.accounts.get(recommendation.accountId) ?? null;
  const { recommendedCsm } = recommendation;
  const routable = toRoutable(facts, recommendation, account, policy);
  const exclusions = rules(recommendedCsm, routable);
  const cooling = exclusions?.find(({ reason }) => reason === 'cooling');
  return {
    ...describeRecommendation(recommendation, account, policy, 'pending'),
    coolingUntil: cooling?.until == null ? null : new Date(cooling.until),
    awayUntil: facts.csms.get(recommendedCsm)?.awayUntil ?? null,
    decision: null,
    flags: findFlags(
      {
        recommendedAt: recommendation.recommendedAt.getTime(),
        ownerThen: recommendation.ownerThen,
        account,
        exclusions,
      },
      now.getTime(),
    ),
  };
}

/** A recommendation in any state, without what only matters while it is pending. */
export function describeRecommendation(
  recommendation: RecommendationFacts,
  account: AccountFacts | null,
  policy: Pick<RoutingPolicy, 'health'>,
  state: RecommendationState,
) {
  const { review, feedback } = visibleReview(recommendation, state);
  return {
    id: recommendation.id,
    accountId: recommendation.accountId,
    accountName: account?.name ?? null,
    recommendedCsm: recommendation.recommendedCsm,
    recommendedAt: recommendation.recommendedAt,
    method: recommendation.method,
    runId: recommendation.runId,
    neediness: recommendation.neediness,
    health: recommendation.health,
    color: healthColor(recommendation.health ?? account?.health ?? null, account, policy),
    revenue: recommendation.revenue,
    segment: recommendation.segment ?? account?.segment ?? null,
    level: recommendation.level ?? account?.level ?? null,
    industry: account?.industry ?? null,
    score: recommendation.score,
    feedback,
    review,
    currentCsm: account?.currentCsm ?? null,
    state,
  };
}

function healthColor(
  health: number | null,
  account: AccountFacts | null,
  policy: Pick<RoutingPolicy, 'health'>,
) {
  const color = account?.color ?? null;
  if (isHealthColor(color)) return color;
  const isKnown = health !== null && health >= 0 && health <= 100;
  return isKnown ? classifyHealth(health, policy) : null;
}

/**
 * The account of a recommendation for the engine: its current data, or the recommendation's if the
 * account no longer exists.
 */
export function toRoutable(
  facts: Pick<Facts, 'rejections'>,
  recommendation: RecommendationFacts,
  account: AccountFacts | null,
  policy: Pick<RoutingPolicy, 'rejectedDays'>,
): RoutableAccount {
  const color = account?.color ?? null;
  return {
    id: recommendation.accountId,
    name: account?.name ?? recommendation.accountId,
    segment: account ? account.segment : recommendation.segment,
    level: account ? account.level : recommendation.level,
    neediness: account ? account.neediness : recommendation.neediness,
    health: account ? account.health : recommendation.health,
    color: isHealthColor(color) ? color : null,
    revenue: account ? account.revenue : recommendation.revenue,
    rejected: rejectionsOf(facts, recommendation.accountId, policy),
  };
}
