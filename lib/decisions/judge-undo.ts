import { nameKey } from '@/lib/names';
import { AppError } from '@/lib/server/errors';
import type { Assignment } from '@/lib/warehouse/sql/decisions';
import { parseMicroseconds, parseStoredTime } from '@/lib/warehouse/sql/shared/microseconds';
import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';
import {
  type AccountState,
  accountOf,
  assignmentBefore,
  type DecisionState,
  isAssignedSince,
  newerThan,
  type StoredDecision,
  type StoredRecommendation,
} from './decision-state';
import type { DecisionRequest } from './input';
import { type JudgeContext, type Judgment, refused } from './judgment';

/**
 * Undoes a decision: the recommendation is pending again and the account's assignment is restored.
 * Possible only until something newer happens to the account. A review that the decision revealed
 * stays visible, because the user has seen it.
 */
export function judgeUndo(
  request: Extract<DecisionRequest, { verb: 'undo' }>,
  stored: StoredRecommendation,
  state: DecisionState,
  { now, id, by, ownerBefore }: JudgeContext,
): Judgment {
  const { requestId, recommendationId } = request;
  const { facts: recommendation, decision } = stored;
  const { accountId, recommendedCsm, ownerThen } = recommendation;
  const account = state.accounts.get(accountId);
  const newer = whyExpired(request.undoes, stored, state);
  if (!decision || !account || newer) {
    const message = `This can no longer be undone: ${newer?.what}. Nothing was changed.`;
    return refused(new AppError('undo_expired', message, { details: { ...newer } }));
  }
  const isRejection = decision.verb === 'reject';
  const restored = isRejection ? account.assignment : assignmentBefore(decision);
  const restoredAt = parseStoredTime(restored?.assignedAt ?? null);
  return {
    kind: 'decided',
    accountId,
    decision: {
      id,
      verb: 'undo',
      csm: null,
      at: now,
      ...accountOf(stored, state),
      revealed: null,
    },
    record: {
      id,
      requestId,
      recommendationId,
      accountId,
      verb: 'undo',
      recommendedCsm,
      csm: null,
      reason: null,
      note: null,
      acknowledgedRules: [],
      needsCsmSince: null,
      dwellMs: null,
      by,
      at: now,
      undoes: decision.id,
      assignmentBefore: account.assignment,
    },
    // A rejection changed neither the recommendation nor the assignment.
    outcome: isRejection ? null : { recommendationId, accepted: false, csm: null, revealed: null },
    assignment: isRejection ? undefined : restored,
    decided: account.decided.filter((other) => other.id !== decision.id),
    change: {
      kind: 'undone',
      recommendationId,
      accountId,
      rejectionId: isRejection ? decision.id : null,
      assignment: restored && { csm: restored.csmName, at: restoredAt?.getTime() ?? null },
      // Without an assignment, the accounts view takes the owner from another source. Only the read
      // model may remember it. Otherwise the owner that the run saw is the best guess.
      owner: restored?.csmName ?? (ownerBefore === undefined ? ownerThen : ownerBefore),
      isOwnerGuessed:
        !isRejection &&
        (restored?.csmName == null
          ? ownerBefore === undefined
          : !state.facts.names.knows(restored.csmName)),
      reopened: isAssignedSince(recommendation, restoredAt) ? null : recommendation,
      account: state.facts.accounts.get(accountId) ?? null,
    },
  };
}

const stateAfterVerb: Readonly<Record<string, RecommendationState>> = {
  accept: 'accepted',
  override: 'overridden',
  reject: 'rejected',
};

/** What happened since a decision, so that it can no longer be undone. */
export interface NewerEvent {
  /** A clause without a period. */
  readonly what: string;
  /** Null if it is not known. */
  readonly at: Date | null;
}

/** Why a decision can no longer be undone; null if it can. */
function whyExpired(
  undoes: string,
  { facts, state: stored, decision, decisions }: StoredRecommendation,
  state: DecisionState,
): NewerEvent | null {
  const account = state.accounts.get(facts.accountId);
  if (!decision || !account || decision.requestId !== undoes) {
    if (decision) return { what: `${decision.byName} has decided this again`, at: decision.at };
    const made = decisions.find(({ requestId }) => requestId === undoes);
    if (!made) return { what: 'it was never saved', at: null };
    const undo = decisions.find((each) => each.undoes === made.id);
    return { what: 'it was already undone', at: undo?.at ?? null };
  }
  if (stored !== stateAfterVerb[decision.verb]) {
    return { what: 'the recommendation has changed outside the app', at: null };
  }
  if (!isUnchanged(account, decision)) {
    const owner = account.assignment?.csmName;
    const what = owner
      ? `the account has since been assigned to ${owner}`
      : 'the assignment has since changed';
    return { what, at: account.updatedAt };
  }
  const newer = account.decided.find(({ at }) => at > decision.at);
  if (newer) {
    return {
      what: `${newer.byName} has since decided another recommendation of this account`,
      at: newer.at,
    };
  }
  const replacement = newerThan(facts, account);
  if (replacement) {
    return { what: 'the account has since been recommended again', at: replacement.at };
  }
  return null;
}

/**
 * Whether the account's assignment is still what it was after the decision. Compares the row itself, not
 * when it changed, because other programs have other clocks.
 */
function isUnchanged({ assignment, updatedAt }: AccountState, decision: StoredDecision): boolean {
  if (decision.csm === null) {
    if (assignment === null) return true;
    const before = assignmentBefore(decision);
    return before !== null && identityOf(before) === identityOf(assignment);
  }
  const isSameOwner = nameKey(assignment?.csmName) === nameKey(decision.csm);
  return isSameOwner && updatedAt?.getTime() === decision.at.getTime();
}

/** What changes when an account is assigned, but not when its feedback is written. */
function identityOf({ csmName, assignedAt }: Assignment): string {
  return `${nameKey(csmName)} ${assignedAt === null ? '' : parseMicroseconds(assignedAt)}`;
}
