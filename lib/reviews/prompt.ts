import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { Brief } from './brief';
import { parseResponse, responseSchema } from './check-response';
import { version1 } from './prompts/version-1';
import { version2 } from './prompts/version-2';
import type { ReviewItem } from './types';

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

/** Recommendations per request. */
export const CHUNK_SIZE = 10;

/** Enough for ten reviews (about 1,500 tokens) and the thinking before them. */
const MAX_OUTPUT_TOKENS = 16_000;

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

/** Splits a list into chunks of at most `size`. */
export function splitIntoChunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

/**
 * Builds a request: the prompt, the shared part of the brief, then the accounts. The response format
 * is always the same, because it precedes the prompt and is part of the cached prefix.
 *
 * `cached` marks the end of the shared prefix. A prefix below the model's minimum (512 tokens for the
 * 5.5 models, 1,024 to 4,096 for older ones) is silently not cached and costs the full price. The
 * prompt alone, about 2,200 tokens, exceeds most of these minimums.
 */
export async function buildRequest(
  brief: Brief,
  items: readonly ReviewItem[],
  {
    model,
    cached,
    prompt = currentPrompt,
  }: { readonly model: string; readonly cached: boolean; readonly prompt?: Prompt },
) {
  const ids = items.map(({ recommendationId }) => recommendationId);
  return {
    model,
    max_tokens: MAX_OUTPUT_TOKENS,
    system: prompt.system,
    messages: [
      {
        role: 'user' as const,
        content: [
          {
            type: 'text' as const,
            text: brief.shared,
            ...(cached && { cache_control: { type: 'ephemeral' as const } }),
          },
          { type: 'text' as const, text: brief.accounts(ids) },
        ],
      },
    ],
    output_config: {
      format: await responseFormat(),
      ...(SUPPORTS_EFFORT.test(model) && { effort: 'medium' as const }),
    },
  } satisfies MessageCreateParamsNonStreaming;
}
