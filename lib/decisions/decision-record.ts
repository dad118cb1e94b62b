import 'server-only';
import { z } from 'zod';
import type { Explanation, HealthColor } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { CurrentDecision } from '@/lib/read-model/flagged-recommendation';
import type { VisibleReview } from '@/lib/read-model/visible-review';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import type { PastDecision } from '@/lib/warehouse/sql/recommendation-record';
import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';
import { recommendationId } from './input';
import { getRecommendation, type RecommendationDetails } from './recommendation-details';
import type { Replacements } from './replacements';

const decisionRecordInput = z.object({ recommendationId });

/** A recommendation in any state, as it was when it was made and decided. */
export interface DecisionRecord extends Replacements {
  readonly id: string;
  readonly state: RecommendationState;
  readonly recommendedCsm: string;
  readonly recommendedAt: Date;
  readonly method: string | null;
  readonly runId: string | null;
  /** False if another program made it: then no explanation, owner, or policy version is stored. */
  readonly isOurs: boolean;
  /** The account: its name now, and its figures and owner as they were. */
  readonly account: {
    readonly id: string;
    /** Null if the account is no longer in the warehouse. */
    readonly name: string | null;
    readonly segment: string | null;
    readonly level: string | null;
    readonly neediness: number | null;
    readonly health: number | null;
    /** Null if unknown, or if another program made the recommendation: its table has no color. */
    readonly color: HealthColor | null;
    readonly revenue: number | null;
    readonly owner: string | null;
  };
  /** 0–100; null if unknown. */
  readonly score: number | null;
  /** See `RecommendationDetails`. */
  readonly scoreWithinHours: number | null;
  readonly explanation: Explanation | null;
  readonly policyVersion: number | null;
  readonly currentPolicyVersion: number;
  readonly review: VisibleReview | null;
  readonly feedback: string | null;
  /** The decision in effect. */
  readonly decision: CurrentDecision | null;
  /** All decisions on this recommendation with their undos, newest first. */
  readonly decisions: readonly PastDecision[];
  /** Who received the account, if this was decided outside the app. */
  readonly assignedOutside: string | null;
  readonly history: RecommendationDetails['history'];
}

/**
 * Loads the record of a recommendation in any state.
 * @throws AppError `not_found`; `invalid_input` if the id is not a number
 */
export async function getDecisionRecord(
  ctx: Context,
  input: z.input<typeof decisionRecordInput>,
): Promise<DecisionRecord> {
  const { recommendationId: id } = parseInput(decisionRecordInput, input);
  const [details, { version }] = await Promise.all([
    getRecommendation(ctx, id),
    currentPolicy(ctx.warehouse),
  ]);
  const { recommendation, explained, explanation, history } = details;
  const { accountId, accountName, segment, level, neediness, health, revenue } = recommendation;
  const isOurs = explained === 'run';
  const ownDecisions = history.decisions.filter((each) => each.recommendationId === id);
  const self = history.recommendations.find((each) => each.id === id);
  return {
    id,
    state: recommendation.state,
    recommendedCsm: recommendation.recommendedCsm,
    recommendedAt: recommendation.recommendedAt,
    method: recommendation.method,
    runId: recommendation.runId,
    isOurs,
    account: {
      id: accountId,
      name: accountName,
      segment,
      level,
      neediness,
      health,
      revenue,
      // A typical value has no color of the account's own.
      color:
        isOurs && explanation?.assumed.health === undefined ? (explanation?.color ?? null) : null,
      owner: details.ownerThen,
    },
    score: recommendation.score,
    scoreWithinHours: details.scoreWithinHours,
    explanation: isOurs ? explanation : null,
    policyVersion: isOurs ? details.policyVersion : null,
    currentPolicyVersion: version,
    review: recommendation.review,
    feedback: recommendation.feedback,
    decision: recommendation.decision,
    decisions: ownDecisions,
    assignedOutside:
      recommendation.decision === null
        ? (self?.actualCsm ?? (self?.accepted ? recommendation.recommendedCsm : null))
        : null,
    supersededBy: details.supersededBy,
    replaces: details.replaces,
    history,
  };
}
