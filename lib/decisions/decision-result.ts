import { AppError } from '@/lib/server/errors';
import type { DecisionContext } from '@/lib/warehouse/sql/decision-context';
import type { DecisionVerb } from '@/lib/warehouse/sql/decisions';

/** A decision that took effect. */
export interface DecisionResult {
  readonly decisionId: string;
  readonly recommendationId: string;
  readonly accountId: string;
  readonly accountName: string | null;
  readonly verb: DecisionVerb;
  /** The account's owner after the decision; null after a rejection or an undo. */
  readonly csm: string | null;
  readonly at: Date;
  /** Claude's review, if it was hidden until this decision. */
  readonly revealed: DecisionContext['unblindedReview'];
}

/**
 * The original result of a request that was sent again.
 * @throws AppError `invalid_input` if the request id belongs to a different kind of decision
 */
export function originalResult(
  row: DecisionContext,
  earlier: NonNullable<DecisionContext['earlierOutcome']>,
  verb: DecisionVerb,
): DecisionResult {
  if (earlier.verb !== verb) {
    throw new AppError(
      'invalid_input',
      'This request was already used for a different decision. Reload the page and try again.',
    );
  }
  return {
    decisionId: earlier.id,
    recommendationId: row.id,
    accountId: row.accountId,
    accountName: row.accountName,
    verb,
    csm: earlier.csm,
    at: earlier.at,
    revealed: verb === 'undo' ? null : row.unblindedReview,
  };
}

export function recommendationNotFound(): AppError {
  return new AppError(
    'not_found',
    'This recommendation does not exist. It may have been deleted from the warehouse.',
  );
}

const pastTense: Readonly<Record<string, string>> = {
  accept: 'accepted',
  override: 'overrode',
  reject: 'rejected',
};

/** The error for a recommendation that is no longer pending: who decided what, and when. */
export function alreadyDecided(
  row: Pick<DecisionContext, 'decision' | 'state' | 'currentCsm'>,
): AppError {
  const { decision, state } = row;
  const owner = decision ? decision.csm : row.currentCsm;
  const details = {
    state,
    verb: decision?.verb ?? null,
    byName: decision?.byName ?? null,
    at: decision?.at ?? null,
    csm: owner,
  };
  return new AppError('already_decided', `${whatHappened()} Nothing was changed.`, { details });

  function whatHappened(): string {
    if (decision) {
      const decided = pastTense[decision.verb ?? ''] ?? 'decided';
      const assigned = owner ? ` The account went to ${owner}.` : '';
      return `${decision.byName} already ${decided} this recommendation.${assigned}`;
    }
    if (state !== 'superseded') return 'This recommendation was already decided outside the app.';
    return `The account has since been assigned${owner ? ` to ${owner}` : ''}.`;
  }
}
