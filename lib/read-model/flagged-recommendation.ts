import { createExclusionCheck } from '@/lib/engine/eligibility';
import { type Flag, findFlags } from '@/lib/engine/flags';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { classifyHealth } from '@/lib/engine/prepare-input';
import {
  type Exclusion,
  type HealthColor,
  isHealthColor,
  type RoutableAccount,
} from '@/lib/engine/types';
import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';
import { policyForDecision, rejectionsOf, toEngineCsm } from './csms';
import type { AccountFacts, Facts, RecommendationFacts } from './facts';
import { type VisibleReview, visibleFeedback, visibleReview } from './visible-review';

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
  readonly color: HealthColor | null;
  readonly revenue: number | null;
  readonly segment: string | null;
  readonly level: string | null;
  readonly industry: string | null;
  /** Since when the account has needed a CSM; null if unknown. */
  readonly waitingSince: Date | null;
  readonly score: number | null;
  /** Whether it can be decided; null unless pending. */
  readonly readiness: ShownReadiness | null;
  /** Whether it has been pending longer than the policy allows. */
  readonly overdue: boolean;
  /** Who took it out of the queue, and until when; null if it is in the queue. */
  readonly snoozed: ShownSnooze | null;
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

/** Whether a pending recommendation can be decided, as the queue shows it. */
export type ShownReadiness =
  | { readonly kind: 'ready' | 'blocked' }
  | {
      readonly kind: 'later';
      readonly at: Date;
      /** The recommendation of the same CSM that comes first; null if none does. */
      readonly after: {
        readonly id: string;
        readonly accountId: string;
        readonly accountName: string | null;
      } | null;
    };

/** Who snoozed a recommendation. */
export interface ShownSnooze {
  /** Null: until the recommendation is ready. */
  readonly until: Date | null;
  readonly byName: string;
  readonly at: Date;
}

/** The decision in effect on a recommendation. */
export interface CurrentDecision {
  readonly id: string;
  readonly verb: string;
  readonly csm: string | null;
  readonly byName: string;
  readonly at: Date;
}

/** A pending recommendation with its account and flags. */
export interface PendingRow {
  readonly recommendation: RecommendationFacts;
  /** Null if the account no longer exists. */
  readonly account: AccountFacts | null;
  /** Since when the account has needed a CSM, at most now; null if unknown. */
  readonly waitingSince: Date | null;
  /** Why the recommended CSM may not receive the account now; null if the CSM is unknown. */
  readonly exclusions: readonly Exclusion[] | null;
  readonly flags: readonly Flag[];
}

/**
 * Creates a function that evaluates the flags of pending recommendations. Computes what depends only on
 * the CSM once for each.
 */
export function createFlagCheck(
  facts: Facts,
  policy: RoutingPolicy,
  now: Date,
): (recommendation: RecommendationFacts, account?: AccountFacts | null) => PendingRow {
  const rules = policyForDecision(policy);
  const checks = new Map<string, ReturnType<typeof createExclusionCheck> | null>();
  const checkOf = (name: string) => {
    const known = checks.get(name);
    if (known !== undefined) return known;
    const csm = facts.csms.get(name);
    const check = csm
      ? createExclusionCheck(toEngineCsm(facts, csm, [], now), rules, now.getTime())
      : null;
    checks.set(name, check);
    return check;
  };
  return (recommendation, account = facts.accounts.get(recommendation.accountId) ?? null) => {
    const check = checkOf(recommendation.recommendedCsm);
    const exclusions =
      check?.({
        segment: account ? account.segment : recommendation.segment,
        level: account ? account.level : recommendation.level,
        neediness: account ? account.neediness : recommendation.neediness,
        rejected: rejectionsOf(facts, recommendation.accountId, policy),
      }) ?? null;
    const flags = findFlags(
      {
        recommendedAt: recommendation.recommendedAt.getTime(),
        ownerThen: recommendation.ownerThen,
        account,
        exclusions,
      },
      now.getTime(),
    );
    const since = account?.needsCsmSince ?? null;
    const waitingSince = since !== null && since > now ? now : since;
    return { recommendation, account, waitingSince, exclusions, flags };
  };
}

/** When the CSM's cooling period ends; null if they are not cooling. */
export function coolingUntil(exclusions: readonly Exclusion[] | null): Date | null {
  const cooling = exclusions?.find(({ reason }) => reason === 'cooling');
  return cooling?.until == null ? null : new Date(cooling.until);
}

/** What depends on the time and on what happened since the recommendation was made. */
type CurrentState = Pick<
  FlaggedRecommendation,
  | ('state' | 'waitingSince' | 'readiness' | 'overdue' | 'snoozed')
  | ('decision' | 'flags' | 'coolingUntil' | 'awayUntil')
>;

/** A recommendation in any state, as a manager may see it. */
export function describeRecommendation(
  recommendation: RecommendationFacts,
  account: AccountFacts | null,
  policy: Pick<RoutingPolicy, 'health'>,
  current: CurrentState,
): FlaggedRecommendation {
  const { state } = current;
  return {
    ...current,
    id: recommendation.id,
    accountId: recommendation.accountId,
    accountName: account?.name ?? null,
    recommendedCsm: recommendation.recommendedCsm,
    recommendedAt: recommendation.recommendedAt,
    method: recommendation.method,
    runId: recommendation.runId,
    neediness: recommendation.neediness,
    health: recommendation.health,
    color: colorOf({ recommendation, account }, policy),
    revenue: recommendation.revenue,
    segment: segmentOf({ recommendation, account }),
    level: levelOf({ recommendation, account }),
    industry: account?.industry ?? null,
    score: recommendation.score,
    feedback: visibleFeedback(recommendation, state),
    review: visibleReview(recommendation, state),
    currentCsm: account?.currentCsm ?? null,
  };
}

type RecommendedAccount = Pick<PendingRow, 'recommendation' | 'account'>;

export function segmentOf({ recommendation, account }: RecommendedAccount): string | null {
  return recommendation.segment ?? account?.segment ?? null;
}

export function levelOf({ recommendation, account }: RecommendedAccount): string | null {
  return recommendation.level ?? account?.level ?? null;
}

/** The account's health color: the source's if it has one, otherwise by the policy's thresholds. */
export function colorOf(
  { recommendation, account }: RecommendedAccount,
  policy: Pick<RoutingPolicy, 'health'>,
): HealthColor | null {
  const color = account?.color ?? null;
  if (isHealthColor(color)) return color;
  const health = recommendation.health ?? account?.health ?? null;
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
    waitingSince: account?.needsCsmSince?.getTime() ?? null,
    rejected: rejectionsOf(facts, recommendation.accountId, policy),
  };
}
