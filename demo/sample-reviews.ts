import { loadReviewInput } from '@/lib/reviews/load-review-input';
import { currentPrompt } from '@/lib/reviews/prompt';
import { claimReview } from '@/lib/reviews/review-run';
import { isBlinded, saveReview } from '@/lib/reviews/save-review';
import { ZERO_USAGE } from '@/lib/reviews/token-usage';
import { sampleModel, type Verdict } from '@/lib/reviews/types';
import type { Person } from '@/lib/server/auth/person';
import { sampleVerdict } from './review-templates';
import { contextAt, type Simulation } from './simulation';

/** What a sample review said, for the managers of the simulation. */
export interface SampleReview {
  readonly verdict: Verdict;
  readonly suggestedCsm: string | null;
  readonly isBlind: boolean;
}

const confidences: Readonly<Record<Verdict, readonly [number, number]>> = {
  approve: [70, 96],
  caution: [55, 85],
  reassign: [60, 92],
};

/**
 * Reviews a run with sample verdicts, stored through the same services as Claude's and marked by
 * the model name. No API key is needed, and no tokens are counted.
 */
export async function reviewWithSamples(
  simulation: Simulation,
  runId: string,
  by: Person,
  at: number,
): Promise<ReadonlyMap<string, SampleReview>> {
  const { random } = simulation;
  const claude = { ANTHROPIC_API_KEY: 'unused', ANTHROPIC_MODEL: sampleModel };
  const ctx = { ...contextAt(simulation, by, at), claude };
  const claimed = await claimReview(ctx, { runId, kind: 'now' });
  const { blindShare } = claimed.policy.review;
  const input = await loadReviewInput(ctx, runId, claimed.policy);
  const reviews = input.recommendations.map((item) => {
    const { verdict, ...rest } = sampleVerdict(random, input, item);
    const confidence = random.integer(...confidences[verdict]);
    return {
      recommendationId: item.recommendationId,
      verdict,
      confidence,
      droppedSuggestion: null,
      ...rest,
    };
  });
  await saveReview(
    ctx,
    { id: claimed.id, runId, kind: claimed.kind, blindShare },
    {
      reviews,
      unreviewed: [],
      usage: ZERO_USAGE,
      model: sampleModel,
      latencyMs: 4_000 + random.integer(0, 9_000),
      promptVersion: currentPrompt.version,
    },
    { items: input.recommendations, count: reviews.length },
  );
  return new Map(
    reviews.map(({ recommendationId, verdict, suggestedCsm }) => [
      recommendationId,
      { verdict, suggestedCsm, isBlind: isBlinded(recommendationId, blindShare) },
    ]),
  );
}
