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
 * The newest review, without its content while it is blinded: until the first decision. After an undo
 * it stays visible, because the feedback column shows it anyway.
 */
export function visibleReview(
  row: RecommendationFacts,
  state: RecommendationState,
): { readonly review: VisibleReview | null; readonly feedback: string | null } {
  if (row.reviewId === null || row.reviewedAt === null) {
    return { review: null, feedback: row.feedback };
  }
  const withheld = row.blind && state === 'pending' && row.feedback === null;
  return {
    feedback: withheld ? null : (row.reviewFeedback ?? row.feedback),
    review: {
      verdict: withheld ? null : row.verdict,
      confidence: withheld ? null : row.confidence,
      issues: withheld ? [] : (row.issues?.split(' ') ?? []),
      suggestedCsm: withheld ? null : row.suggestedCsm,
      model: row.model,
      promptVersion: row.promptVersion,
      at: row.reviewedAt,
      blind: row.blind,
      withheld,
    },
  };
}
