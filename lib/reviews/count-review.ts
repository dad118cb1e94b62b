import 'server-only';
import { metrics } from '@/lib/server/metrics';
import type { ReviewKind } from '@/lib/warehouse/sql/review-calls';
import { estimateCost } from './token-usage';
import type { ReviewResult } from './types';

/** A review that has ended and was recorded. */
interface EndedReview {
  readonly kind: ReviewKind;
  readonly status: 'done' | 'failed';
  /** How many recommendations ended with each verdict, or with each reason for none. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Undefined if Claude was not asked. */
  readonly result: Pick<ReviewResult, 'model' | 'usage'> | undefined;
}

/** Adds a review to the metrics. */
export function countReview({ kind, status, outcomes, result }: EndedReview): void {
  const { reviewCalls, reviews, reviewTokens, reviewCost } = metrics();
  reviewCalls.inc({ kind, status });
  for (const [outcome, count] of outcomes) reviews.inc({ outcome }, count);
  if (!result) return;
  const { input, cacheWrite, cacheRead, output } = result.usage;
  reviewTokens.inc({ type: 'input' }, input);
  reviewTokens.inc({ type: 'cache_write' }, cacheWrite);
  reviewTokens.inc({ type: 'cache_read' }, cacheRead);
  reviewTokens.inc({ type: 'output' }, output);
  reviewCost.inc(estimateCost(result.model, result.usage, kind) ?? 0);
}

/** How often each value occurs. */
export function countEach<Value>(values: readonly Value[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
