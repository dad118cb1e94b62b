import { randomBytes } from 'node:crypto';
import type {
  Message,
  MessageCreateParamsNonStreaming,
} from '@anthropic-ai/sdk/resources/messages';
import type { ClaudeFault } from './faults';
import { estimateTokens, type InputUsage } from './prompt-cache';

/** Returns the review for a request, to be sent as JSON. */
export type Responder = (params: MessageCreateParamsNonStreaming) => unknown;

/** An ID in the API's format. */
export const newId = (prefix: string) => `${prefix}_01${randomBytes(11).toString('hex')}`;

/** Wraps a review in a message, distorted by the fault if there is one. */
export function buildMessage(
  params: MessageCreateParamsNonStreaming,
  review: unknown,
  input: InputUsage,
  fault: ClaudeFault | undefined,
): Message {
  const text = toText(review, fault);
  const isRefused = fault === 'refusal';
  const isEmpty = isRefused || fault === 'empty-content';
  const isTruncated = fault === 'max-tokens' || estimateTokens(text.length) > params.max_tokens;
  return {
    id: newId('msg'),
    type: 'message',
    role: 'assistant',
    model: params.model,
    content: isEmpty
      ? []
      : [{ type: 'text', text: text.slice(0, params.max_tokens * 4), citations: null }],
    stop_reason: isRefused ? 'refusal' : isTruncated ? 'max_tokens' : 'end_turn',
    stop_details: isRefused ? { type: 'refusal', category: null, explanation: null } : null,
    stop_sequence: null,
    container: null,
    diagnostics: null,
    usage: buildUsage(input, isEmpty ? 1 : estimateTokens(text.length)),
  };
}

function toText(review: unknown, fault: ClaudeFault | undefined): string {
  if (fault === 'prose') return 'Here is the review that you asked for.';
  const text = JSON.stringify(changeReviews(review as ReviewResponse, fault));
  const isHalf = fault === 'malformed-json' || fault === 'max-tokens';
  return isHalf ? text.slice(0, Math.floor(text.length / 2)) : text;
}

function buildUsage({ uncached, written, read }: InputUsage, output: number): Message['usage'] {
  return {
    input_tokens: uncached,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
    output_tokens: output,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: 'standard',
    inference_geo: null,
    speed: null,
  };
}

interface ReviewResponse {
  readonly reviews: readonly { readonly account_id: string }[];
}

function changeReviews(response: ReviewResponse, fault: ClaudeFault | undefined): ReviewResponse {
  const { reviews } = response;
  const withOtherId = (review: (typeof reviews)[number]) => ({
    ...review,
    account_id: `9${review.account_id}`,
  });
  switch (fault) {
    case 'wrong-ids':
      return { reviews: reviews.map(withOtherId) };
    case 'missing-one':
      return { reviews: reviews.slice(0, -1) };
    case 'extra-one':
      return { reviews: [...reviews, ...reviews.slice(0, 1).map(withOtherId)] };
    case 'duplicate-one':
      return { reviews: [...reviews, ...reviews.slice(0, 1)] };
    default:
      return response;
  }
}
