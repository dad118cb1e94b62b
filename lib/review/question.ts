import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { Brief } from './brief';
import { currentPrompt } from './prompt';
import type { ReviewItem } from './types';
import { answerSchema, readAnswer } from './verdict';

/** How many recommendations are asked about at once. */
export const chunkSize = 10;

/** Room for ten reviews (about 1,500 tokens) and for what is thought before them. */
const maxTokens = 16_000;

/** The models that can be told how much to think; older ones refuse a request that does. */
const takesEffort = /^claude-[a-z]+-(?:[5-9]|\d\d)(?:-\d)?(?:-\d{8})?$/;

/**
 * The form of the answer for `messages.parse`. What does not have it is read as null and not thrown,
 * as the SDK's own reader would: an error has no usage, and the tokens are spent all the same.
 */
async function answerFormat() {
  const { zodOutputFormat } = await import('@anthropic-ai/sdk/helpers/zod');
  return { ...zodOutputFormat(answerSchema), parse: readAnswer };
}

/** Cuts a list into parts of at most `size`. */
export function inChunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

/**
 * One request: the prompt and the shared part of the brief, then what is asked. The answer's form is
 * the same for all, since it stands before the prompt and would part their prefixes.
 *
 * `cached` marks the end of what further requests share. A prefix shorter than the model's minimum
 * (512 tokens for the 5.5 models, 1,024 to 4,096 for older ones) is silently not cached: nothing
 * fails, it costs the full price each time. The prompt alone, about 1,600 tokens, is beyond most.
 */
export async function questionOf(
  brief: Brief,
  items: readonly ReviewItem[],
  { model, cached }: { readonly model: string; readonly cached: boolean },
) {
  const ids = items.map(({ recommendationId }) => recommendationId);
  return {
    model,
    max_tokens: maxTokens,
    system: currentPrompt.system,
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
      format: await answerFormat(),
      ...(takesEffort.test(model) && { effort: 'medium' as const }),
    },
  } satisfies MessageCreateParamsNonStreaming;
}
