import type { Verdict } from '@/lib/warehouse/sql/reviews';
import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';
import type { RecommendationFacts } from './facts';

/** Claude's review as a manager may see it now. */
export interface VisibleReview {
  /** Null, like the rest of the content, while the review is blinded. */
  readonly verdict: Verdict | null;
  /** 0–100 */
  readonly confidence: number | null;
  readonly issues: readonly string[];
  readonly suggestedCsm: string | null;
  readonly model: string | null;
  readonly promptVersion: number | null;
  readonly at: Date;
  /** Whether the review was blinded, and whether it still is. */
  readonly blind: boolean;
  readonly withheld: boolean;
}

/**
 * Whether the content of the newest review is hidden: until the first decision. After an undo it stays
 * visible, because the feedback column shows it anyway.
 */
function isWithheld(row: RecommendationFacts, state: RecommendationState): boolean {
  return row.blind && state === 'pending' && row.feedback === null;
}

const hasReview = (row: RecommendationFacts) => row.reviewId !== null && row.reviewedAt !== null;

/** Claude's newest verdict; null while it is blinded. */
export function visibleVerdict(
  row: RecommendationFacts,
  state: RecommendationState,
): Verdict | null {
  return hasReview(row) && !isWithheld(row, state) ? row.verdict : null;
}

/** The newest feedback from Claude or another program's model; null while it is blinded. */
export function visibleFeedback(
  row: RecommendationFacts,
  state: RecommendationState,
): string | null {
  if (!hasReview(row)) return row.feedback;
  return isWithheld(row, state) ? null : (row.reviewFeedback ?? row.feedback);
}

/** The newest review, without its content while it is blinded. */
export function visibleReview(
  row: RecommendationFacts,
  state: RecommendationState,
): VisibleReview | null {
  if (row.reviewId === null || row.reviewedAt === null) return null;
  const withheld = isWithheld(row, state);
  return {
    verdict: withheld ? null : row.verdict,
    confidence: withheld ? null : row.confidence,
    issues: withheld ? [] : (row.issues?.split(' ') ?? []),
    suggestedCsm: withheld ? null : row.suggestedCsm,
    model: row.model,
    promptVersion: row.promptVersion,
    at: row.reviewedAt,
    blind: row.blind,
    withheld,
  };
}
