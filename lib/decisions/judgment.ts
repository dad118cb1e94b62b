import type { Policy } from '@/lib/policy/policy';
import type { AppError } from '@/lib/server/errors';
import type { NewDecision } from '@/lib/warehouse/sql/decisions';
import type { RecommendationOutcome } from '@/lib/warehouse/sql/recommendations';
import type { Decision } from './decision-outcome';
import type { DecidedChange } from './decision-state';

/** What becomes of a request. */
export type Judgment =
  | DecidedRequest
  /** The request was decided before. */
  | { readonly kind: 'repeated'; readonly decision: Decision }
  | { readonly kind: 'refused'; readonly error: AppError };

/** A request to write to the warehouse. */
export interface DecidedRequest extends DecidedChange {
  readonly kind: 'decided';
  readonly decision: Decision;
  readonly record: NewDecision;
  /** Null if the recommendation's row does not change. */
  readonly outcome: RecommendationOutcome | null;
}

export interface JudgeContext {
  readonly policy: Policy;
  readonly now: Date;
  readonly by: NewDecision['by'];
  /** The id of the decision, if there is one. */
  readonly id: string;
  /** The owner that the account had before the decision to undo; undefined if unknown. */
  readonly ownerBefore: string | null | undefined;
}

export function refused(error: AppError): Judgment {
  return { kind: 'refused', error };
}
