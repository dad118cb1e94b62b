import { coolingUntil, createFlagCheck } from '@/lib/read-model/flagged-recommendation';
import { visibleReview } from '@/lib/read-model/visible-review';
import { AppError } from '@/lib/server/errors';
import { escapeFormula } from '@/lib/spreadsheet';
import { timeAfter } from '@/lib/time';
import type { RecommendationFacts } from '@/lib/warehouse/sql/read-model';
import { type FeedbackParts, reportedFeedback } from '@/lib/warehouse/sql/reviews';
import { columnLimits, truncateText } from '@/lib/warehouse/sql/shared/column-limits';
import { toMicroseconds } from '@/lib/warehouse/sql/shared/microseconds';
import {
  alreadyDecided,
  type RevealedReview,
  recommendationNotFound,
  requestIdReused,
} from './decision-outcome';
import {
  type AccountState,
  accountOf,
  type DecisionState,
  isAssignedSince,
  newerThan,
  type StoredRecommendation,
} from './decision-state';
import type { DecisionRequest } from './input';
import { judgeUndo } from './judge-undo';
import { type JudgeContext, type Judgment, refused } from './judgment';

/** Decides a request or refuses it, by the rules that apply after the requests before it. */
export function judge(
  request: DecisionRequest,
  state: DecisionState,
  context: JudgeContext,
): Judgment {
  const stored = state.recommendations.get(request.recommendationId);
  if (!stored) return refused(recommendationNotFound());
  const made = stored.decisions.find(({ requestId }) => requestId === request.requestId);
  if (made) {
    if (made.verb !== request.verb) return refused(requestIdReused());
    const { id, verb, csm, at } = made;
    // Only a recommendation's first decision revealed its review.
    const isFirst = stored.decisions.every((other) => other === made || other.at > at);
    const revealed = isFirst ? blindedReview(stored.facts) : null;
    return {
      kind: 'repeated',
      decision: { id, verb, csm, at, ...accountOf(stored, state), revealed },
    };
  }
  const dated = { ...context, now: decisionTime(stored, state, context.now) };
  if (request.verb === 'undo') return judgeUndo(request, stored, state, dated);
  return judgeDecision(request, stored, state, dated);
}

/**
 * When a decision is made: after everything that happened to the account, whatever the servers' clocks
 * say. States and undo compare these times.
 */
function decisionTime({ facts, decisions }: StoredRecommendation, state: DecisionState, now: Date) {
  const account = state.accounts.get(facts.accountId);
  const rejections = state.facts.rejections.get(facts.accountId) ?? [];
  return timeAfter(now, [
    facts.recommendedAt,
    account?.newest?.at,
    account?.assignedAt,
    account?.updatedAt,
    ...[...decisions, ...rejections, ...(account?.decided ?? [])].map(({ at }) => at),
  ]);
}

function judgeDecision(
  request: Exclude<DecisionRequest, { verb: 'undo' }>,
  stored: StoredRecommendation,
  state: DecisionState,
  context: JudgeContext,
): Judgment {
  const { facts: recommendation } = stored;
  const { verb, recommendationId } = request;
  const { accountId, recommendedCsm } = recommendation;
  const { now, id } = context;
  const account = state.accounts.get(accountId);
  if (!state.facts.recommendations.has(recommendationId)) {
    const wasPending = stored.state === 'pending';
    return refused(
      alreadyDecided({
        state: wasPending ? 'superseded' : stored.state,
        decision: wasPending ? null : stored.decision,
        replacedBy: replacementOf(recommendation, account),
        currentCsm:
          account?.assignment?.csmName ?? state.facts.accounts.get(accountId)?.currentCsm ?? null,
      }),
    );
  }
  const csm = targetCsm(request, recommendation, state);
  const rules = csm === null ? null : checkRules(request, recommendation, csm, state, context);
  if (rules?.error) return refused(rules.error);

  const review = visibleReview(recommendation, 'pending');
  const revealed = review?.withheld ? blindedReview(recommendation) : null;
  const assignment =
    csm === null
      ? undefined
      : {
          csmName: csm,
          assignedAt: toMicroseconds(now),
          method: verb === 'override' ? 'manual_override' : recommendation.method,
          feedback: assignmentFeedback(recommendation),
          updatedAt: toMicroseconds(now),
        };
  return {
    kind: 'decided',
    accountId,
    decision: { id, verb, csm, at: now, ...accountOf(stored, state), revealed },
    record: {
      id,
      requestId: request.requestId,
      recommendationId,
      accountId,
      verb,
      recommendedCsm,
      csm,
      at: now,
      by: context.by,
      undoes: null,
      reason: 'reason' in request ? request.reason : null,
      note: request.note ?? null,
      acknowledgedRules: rules?.flags ?? [],
      assignmentBefore: account?.assignment ?? null,
      needsCsmSince:
        csm === null ? null : (state.facts.accounts.get(accountId)?.needsCsmSince ?? null),
      dwellMs: request.dwellMs,
    },
    // A rejection does not change the recommendation's row, except to reveal a hidden review.
    outcome:
      csm === null && !revealed
        ? null
        : {
            recommendationId,
            accepted: verb === 'accept',
            csm,
            revealed,
          },
    assignment,
    decided: [...(account?.decided ?? []), { id, byName: context.by.name, at: now }],
    change:
      csm === null
        ? {
            kind: 'rejected',
            recommendationId,
            rejection: { decisionId: id, csm: recommendedCsm, accountId, at: now },
          }
        : {
            kind: 'assigned',
            recommendationId,
            accountId,
            csm,
            accepted: verb === 'accept',
            recommendedAt: recommendation.recommendedAt.getTime(),
            at: now.getTime(),
          },
  };
}

/** The newer recommendation that superseded this one, unless an assignment did. */
function replacementOf(recommendation: RecommendationFacts, account: AccountState | undefined) {
  if (isAssignedSince(recommendation, account?.assignedAt ?? null)) return null;
  const newest = newerThan(recommendation, account);
  return newest && { id: newest.id, csm: newest.csm };
}

/** The CSM who would receive the account; null for a rejection. */
function targetCsm(
  request: DecisionRequest,
  { recommendedCsm }: RecommendationFacts,
  { facts: { names } }: DecisionState,
) {
  if (request.verb === 'override') return names.nameOf(request.csm) ?? request.csm;
  return request.verb === 'accept' ? recommendedCsm : null;
}

/** Requires a valid target CSM and an acknowledgment of every broken rule. */
function checkRules(
  request: Exclude<DecisionRequest, { verb: 'undo' }>,
  recommendation: RecommendationFacts,
  csm: string,
  { facts }: DecisionState,
  { policy, now }: JudgeContext,
) {
  const check = createFlagCheck(facts, policy, now);
  const { flags, exclusions } = check({ ...recommendation, recommendedCsm: csm });
  if (request.verb === 'override') {
    const message =
      csm === recommendation.recommendedCsm
        ? `${csm} is the recommended CSM. Accept the recommendation instead.`
        : flags.includes('not_active') && `${csm} is not an active CSM. Choose another.`;
    if (message) return { flags, error: new AppError('invalid_input', message) };
  }
  if (flags.every((flag) => request.acknowledged.includes(flag))) return { flags, error: null };
  const details = {
    flags,
    csm,
    coolingUntil: coolingUntil(exclusions),
    awayUntil: facts.csms.get(csm)?.awayUntil ?? null,
  };
  const error = new AppError(
    'needs_confirmation',
    'This decision breaks a routing rule. Nothing was changed. Review the rule and confirm.',
    { details },
  );
  return { flags, error };
}

/** The content of a review that is hidden until the decision. */
function blindedReview(facts: RecommendationFacts): RevealedReview | null {
  return facts.blind ? reviewContent(facts) : null;
}

function reviewContent(facts: RecommendationFacts): FeedbackParts | null {
  const { verdict, reviewFeedback, suggestedCsm } = facts;
  if (verdict === null || reviewFeedback === null) return null;
  return { verdict, feedback: reviewFeedback, suggestedCsm };
}

/**
 * The newest feedback for the data team's assignments: Claude's, or another program's. Claude's begins
 * with its verdict, but another program's could be a formula in a spreadsheet.
 */
function assignmentFeedback(facts: RecommendationFacts): string | null {
  const review = reviewContent(facts);
  if (review) return reportedFeedback(review);
  return facts.feedback && truncateText(escapeFormula(facts.feedback), columnLimits.feedback);
}
