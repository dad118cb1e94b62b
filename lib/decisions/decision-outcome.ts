import { AppError, type ErrorResponse } from '@/lib/server/errors';
import type { DecisionVerb } from '@/lib/warehouse/sql/decisions';
import type { Verdict } from '@/lib/warehouse/sql/reviews';
import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';

/** A decision that took effect. */
export interface Decision {
  readonly id: string;
  readonly verb: DecisionVerb;
  /** The account's owner after the decision; null after a rejection or an undo. */
  readonly csm: string | null;
  readonly at: Date;
  readonly accountId: string;
  readonly accountName: string | null;
  /** Claude's review, if it was hidden until this decision. */
  readonly revealed: RevealedReview | null;
}

export interface RevealedReview {
  readonly verdict: Verdict;
  readonly feedback: string;
  readonly suggestedCsm: string | null;
}

/** What became of a request. A refused one changed nothing. */
export type DecisionOutcome = {
  readonly requestId: string;
  readonly recommendationId: string;
} & (
  | { readonly status: 'decided'; readonly decision: Decision }
  | { readonly status: 'refused'; readonly error: ErrorResponse }
);

export function recommendationNotFound(): AppError {
  return new AppError(
    'not_found',
    'This recommendation does not exist. It may have been deleted from the warehouse.',
  );
}

/** The error for a request id that belongs to a different kind of decision. */
export function requestIdReused(): AppError {
  return new AppError(
    'invalid_input',
    'This request was already used for a different decision. Reload the page and try again.',
  );
}

/** The error for a request from a person who is not the one signed in. */
export function wrongPerson(person: string): AppError {
  return new AppError(
    'wrong_person',
    `Someone else is signed in now. Nothing was changed. Sign in as ${person} to save these decisions.`,
  );
}

/** The error for a recommendation that others keep deciding and undoing. */
export function othersAreDeciding(): AppError {
  return new AppError(
    'warehouse_busy',
    'Others are deciding this recommendation right now. Nothing was changed. Try again.',
  );
}

const pastTense: Readonly<Record<string, string>> = {
  accept: 'accepted',
  override: 'overrode',
  reject: 'rejected',
};

/** The error for a recommendation that is no longer pending: what happened, by whom, and when. */
export function alreadyDecided({
  state,
  decision,
  currentCsm,
  replacedBy = null,
}: {
  readonly state: RecommendationState;
  /** The decision in effect on the recommendation. */
  readonly decision: {
    readonly verb: string;
    readonly csm: string | null;
    readonly byName: string;
    readonly at: Date;
  } | null;
  readonly currentCsm: string | null;
  /** The newer recommendation of the account that superseded this one. */
  readonly replacedBy?: { readonly id: string; readonly csm: string } | null;
}): AppError {
  const owner = decision ? decision.csm : currentCsm;
  const details = {
    state,
    verb: decision?.verb ?? null,
    byName: decision?.byName ?? null,
    at: decision?.at ?? null,
    csm: owner,
    replacedBy,
  };
  return new AppError('already_decided', `${whatHappened()} Nothing was changed.`, { details });

  function whatHappened(): string {
    if (decision) {
      const decided = pastTense[decision.verb] ?? 'decided';
      const assigned = owner ? ` The account went to ${owner}.` : '';
      return `${decision.byName} already ${decided} this recommendation.${assigned}`;
    }
    if (state !== 'superseded') return 'This recommendation was already decided outside the app.';
    if (replacedBy) return `This recommendation was replaced by a newer one (${replacedBy.csm}).`;
    return `The account has since been assigned${owner ? ` to ${owner}` : ''}.`;
  }
}
