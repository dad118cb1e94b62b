import 'server-only';
import type { Context } from '@/lib/context';
import type { ClaudeSettings } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { offWords, type ReviewOff } from './off-words';

/** Why nothing is reviewed under this policy and with these settings; null where it is. */
export function reviewOff(
  { claude }: Pick<Context, 'claude'>,
  { review }: Pick<Policy, 'review'>,
): ReviewOff | null {
  if (claude?.ANTHROPIC_API_KEY === undefined) return 'no_key';
  return review.enabled ? null : 'disabled';
}

/** Whether runs are reviewed now, and by which model. */
export async function readReviewSettings({
  warehouse,
  claude,
}: Pick<Context, 'warehouse' | 'claude'>): Promise<{
  readonly off: ReviewOff | null;
  readonly model: string | null;
  readonly review: Policy['review'];
}> {
  const { policy } = await currentPolicy(warehouse);
  const model = claude?.ANTHROPIC_MODEL ?? null;
  return { off: reviewOff({ claude }, policy), model, review: policy.review };
}

/**
 * How Claude is reached, where review is on.
 * @throws AppError `invalid_input`, saying why it is off.
 */
export function requireReview(
  { claude }: Pick<Context, 'claude'>,
  policy: Pick<Policy, 'review'>,
): ClaudeSettings {
  const off = reviewOff({ claude }, policy);
  if (off === null && claude) return claude;
  throw new AppError('invalid_input', offWords[off ?? 'no_key']);
}
