import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import { buildBrief } from './brief';
import { parseResponse, responseSchema } from './check-response';
import { version1 } from './prompts/version-1';
import { version2 } from './prompts/version-2';
import type { ReviewInput, ReviewItem } from './types';

/** A version of the system prompt. Agreement with managers is measured by version. */
export interface Prompt {
  readonly version: number;
  /** Identical for every request, so that it can be cached. It must not contain data. */
  readonly system: string;
}

/**
 * Every published version, oldest first. Reviews keep the number of theirs, so a published text never
 * changes. `brief.ts` only adds fields, so that what an older version says about the data stays true.
 */
export const prompts: readonly Prompt[] = [
  { version: 1, system: version1 },
  { version: 2, system: version2 },
];

/** The version in use: the newest. */
export const currentPrompt = prompts.at(-1) as Prompt;

/** Enough for one review (about 150 tokens) and the thinking before it. */
const MAX_OUTPUT_TOKENS = 8_000;

/** The models that accept an effort setting. Older ones reject it. */
const SUPPORTS_EFFORT = /^claude-[a-z]+-(?:[5-9]|\d\d)(?:-\d)?(?:-\d{8})?$/;

/**
 * The response format for `messages.parse`. Unlike the SDK's own parser, it returns null for an
 * invalid response instead of throwing, because an error has no usage, but the tokens were spent.
 */
async function responseFormat() {
  const { zodOutputFormat } = await import('@anthropic-ai/sdk/helpers/zod');
  return { ...zodOutputFormat(responseSchema), parse: parseResponse };
}

/**
 * Builds the request for one recommendation: the prompt, then the policy, the balance of the team, and
 * the CSMs that this recommendation mentions, then its account. It contains no text of any other
 * recommendation, so that a name or note of one account can't influence the verdict on another.
 *
 * `cached` marks the end of the prompt, which all requests share. A prefix below the model's minimum (512
 * tokens for the 5.5 models, 1,024 to 4,096 for older ones) is silently not cached and costs the full
 * price. The response format precedes the prompt and is part of the prefix.
 */
export async function buildRequest(
  input: ReviewInput,
  item: ReviewItem,
  {
    model,
    cached,
    prompt = currentPrompt,
  }: { readonly model: string; readonly cached: boolean; readonly prompt?: Prompt },
) {
  const brief = buildBrief(input, [item]);
  return {
    model,
    max_tokens: MAX_OUTPUT_TOKENS,
    system: [
      {
        type: 'text' as const,
        text: prompt.system,
        ...(cached && { cache_control: { type: 'ephemeral' as const } }),
      },
    ],
    messages: [
      {
        role: 'user' as const,
        content: [
          { type: 'text' as const, text: brief.shared },
          { type: 'text' as const, text: brief.accounts([item.recommendationId]) },
        ],
      },
    ],
    output_config: {
      format: await responseFormat(),
      ...(SUPPORTS_EFFORT.test(model) && { effort: 'medium' as const }),
    },
  } satisfies MessageCreateParamsNonStreaming;
}
