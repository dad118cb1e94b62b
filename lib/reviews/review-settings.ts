import 'server-only';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import type { Context } from '@/lib/server/context';
import type { ClaudeSettings } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { monthOf } from '@/lib/time';
import { reviewTokens } from '@/lib/warehouse/sql/review-calls';
import { disabledReasonLabels, type ReviewDisabledReason, reviewDisabledReason } from './labels';

/** Reads whether review is on, and the model to use. */
export async function readReviewSettings({
  warehouse,
  claude,
}: Pick<Context, 'warehouse' | 'claude'>): Promise<{
  readonly off: ReviewDisabledReason | null;
  readonly model: string | null;
  readonly review: Policy['review'];
}> {
  const { policy } = await currentPolicy(warehouse);
  const model = claude?.ANTHROPIC_MODEL ?? null;
  return { off: reviewDisabledReason({ claude }, policy), model, review: policy.review };
}

/**
 * Returns the settings for Claude.
 * @throws AppError `invalid_input` with the reason if review is off
 */
export function requireReviewEnabled(
  { claude }: Pick<Context, 'claude'>,
  policy: Pick<Policy, 'review'>,
): ClaudeSettings {
  const off = reviewDisabledReason({ claude }, policy);
  if (off === null && claude) return claude;
  throw new AppError('invalid_input', disabledReasonLabels[off ?? 'no_key']);
}

/** Returns the tokens left in this month's budget (at least 0), or null if there is no limit. */
export async function tokensLeft(
  { warehouse, now }: Pick<Context, 'warehouse' | 'now'>,
  { review }: Pick<Policy, 'review'>,
): Promise<number | null> {
  if (review.monthlyTokens === null) return null;
  const { from, to } = monthOf(now());
  const [used = 0] = await warehouse.read(reviewTokens(from, to));
  return Math.max(0, review.monthlyTokens - used);
}
