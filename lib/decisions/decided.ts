import { AppError } from '@/lib/errors';
import type { DecisionContext } from '@/lib/warehouse/sql/decision-context';
import type { Verb } from '@/lib/warehouse/sql/decisions';

/** A decision that took effect. */
export interface Decided {
  readonly decisionId: string;
  readonly recommendationId: string;
  readonly accountId: string;
  readonly accountName: string | null;
  readonly verb: Verb;
  /** Who owns the account by this decision; null after a rejection or an undo. */
  readonly csm: string | null;
  readonly at: Date;
  /** What Claude had said, where that was kept back until this decision. */
  readonly revealed: DecisionContext['revealed'];
}

/** The first result of a request that came again. */
export function decidedBefore(
  row: DecisionContext,
  answered: NonNullable<DecisionContext['answered']>,
  verb: Verb,
): Decided {
  if (answered.verb !== verb) {
    throw new AppError(
      'invalid_input',
      'This request was used before for another decision. Reload the page and decide again.',
    );
  }
  return {
    decisionId: answered.id,
    recommendationId: row.id,
    accountId: row.accountId,
    accountName: row.accountName,
    verb,
    csm: answered.csm,
    at: answered.at,
    revealed: verb === 'undo' ? null : row.revealed,
  };
}

export function unknownRecommendation(): AppError {
  return new AppError(
    'not_found',
    'This recommendation does not exist. It may have been removed from the warehouse.',
  );
}

const past: Readonly<Record<string, string>> = {
  accept: 'accepted it',
  override: 'overrode it',
  reject: 'rejected it',
};

/** Tells who decided what, and when. */
export function refuseDecided(
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
    const did = past[decision.verb ?? ''] ?? 'decided it';
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
