import { buildBrief } from '@/lib/reviews/brief';
import { currentPrompt } from '@/lib/reviews/prompt';
import type { ReviewInput } from '@/lib/reviews/types';

/** Input size of a review in characters, about four per token. */
export interface BriefSize {
  /** As sent: one request per account, with the books of the CSMs it mentions. */
  readonly asSent: number;
  /** The part of `asSent` that the requests after the first read from the prompt cache. */
  readonly cached: number;
  /** One request per account, each with the books of every CSM of the run. */
  readonly everyBook: number;
}

/** Measures the input of a review, and of a simpler alternative. */
export function measureBrief(input: ReviewInput): BriefSize {
  const { recommendations } = input;
  const { shared } = buildBrief(input);
  const prompt = currentPrompt.system.length;
  let asSent = 0;
  let everyBook = 0;
  for (const item of recommendations) {
    const brief = buildBrief(input, [item]);
    const account = brief.accounts([item.recommendationId]).length;
    asSent += prompt + brief.shared.length + account;
    everyBook += prompt + shared.length + account;
  }
  return { asSent, cached: Math.max(0, recommendations.length - 1) * prompt, everyBook };
}
