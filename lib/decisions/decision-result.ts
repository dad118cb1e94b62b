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
  /** Who owns the account by this decision; null after a rejection or an undo. */
  readonly csm: string | null;
  readonly at: Date;
  /** What Claude had said, where that was kept back until this decision. */
  readonly revealed: DecisionContext['unblindedReview'];
}

/** The first result of a request that came again. */
export function originalResult(
  row: DecisionContext,
  earlier: NonNullable<DecisionContext['earlierOutcome']>,
  verb: DecisionVerb,
): DecisionResult {
  if (earlier.verb !== verb) {
    throw new AppError(
      'invalid_input',
      'This request was used before for another decision. Reload the page and decide again.',
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
    'This recommendation does not exist. It may have been removed from the warehouse.',
  );
}

const pastTense: Readonly<Record<string, string>> = {
  accept: 'accepted it',
  override: 'overrode it',
  reject: 'rejected it',
};

/** Tells who decided what, and when. */
export function alreadyDecided(
  row: Pick<DecisionContext, 'decision' | 'state' | 'currentCsm'>,
): AppError {
  const { decision } = row;
  const owner = decision ? decision.csm : row.currentCsm;
  const details = {
    state: row.state,
    verb: decision?.verb ?? null,
    byName: decision?.byName ?? null,
    at: decision?.at ?? null,
    csm: owner,
  };
  if (decision) {
    const did = pastTense[decision.verb ?? ''] ?? 'decided it';
    const to = decision.csm ? `; the account went to ${decision.csm}` : '';
    return new AppError(
      'already_decided',
      `${decision.byName} already ${did}${to}. Nothing was changed.`,
      {
        details,
      },
    );
  }
  const words =
    row.state === 'superseded'
      ? `The account was assigned${owner ? ` to ${owner}` : ''} in the meantime. Nothing was changed.`
      : 'It was already decided outside this program. Nothing was changed.';
  return new AppError('already_decided', words, { details });
}
