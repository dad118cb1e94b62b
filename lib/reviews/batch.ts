import type Anthropic from '@anthropic-ai/sdk';
import type { Message, MessageBatchIndividualResponse } from '@anthropic-ai/sdk/resources/messages';
import { log } from '@/lib/server/log';
import { checkResponse, parseResponse } from './check-response';
import { type RequestFailure, reasonForErrorType, toRequestFailure } from './claude-client';
import { buildRequest, currentPrompt } from './prompt';
import { addUsage, ZERO_USAGE } from './token-usage';
import type {
  Review,
  ReviewInput,
  ReviewItem,
  ReviewResult,
  TokenUsage,
  Unreviewed,
  UnreviewedReason,
} from './types';

/** The result of submitting a batch. */
export type SubmittedBatch =
  | { readonly status: 'sent'; readonly batchId: string }
  | { readonly status: 'failed'; readonly reason: UnreviewedReason };

/** The status of a batch. `unreachable` is temporary; `ended` is final. */
export type BatchStatus =
  | { readonly status: 'waiting' }
  | { readonly status: 'unreachable'; readonly reason: UnreviewedReason }
  | { readonly status: 'ended'; readonly result: Omit<ReviewResult, 'latencyMs'> };

/**
 * Submits the review of every recommendation as one batch, each in a request of its own, to be collected
 * when it has ended.
 */
export async function submitBatch(
  client: Anthropic,
  input: ReviewInput,
  { model, signal }: { readonly model: string; readonly signal?: AbortSignal },
): Promise<SubmittedBatch> {
  const cached = input.recommendations.length > 1;
  const requests = await Promise.all(
    input.recommendations.map(async (item) => ({
      custom_id: customIdOf(item),
      params: await buildRequest(input, item, { model, cached }),
    })),
  );
  try {
    const { id } = await client.messages.batches.create({ requests }, signal ? { signal } : {});
    return { status: 'sent', batchId: id };
  } catch (error) {
    const { reason } = await logFailure(error, signal, 'the review batch could not be submitted');
    return { status: 'failed', reason };
  }
}

/**
 * Checks whether a batch has ended, and if so reads its results. `requested` are the recommendations
 * it was submitted with, in any order; results name their recommendation, so nothing else must survive
 * a restart. Missing ones are not retried here; the run's page offers that.
 */
export async function collectBatch(
  client: Anthropic,
  requested: readonly ReviewItem[],
  { batchId, model, signal }: CollectOptions,
): Promise<BatchStatus> {
  const options = signal ? { signal } : {};
  try {
    const batch = await client.messages.batches.retrieve(batchId, {}, options);
    if (batch.processing_status !== 'ended') return { status: 'waiting' };
    const results: MessageBatchIndividualResponse[] = [];
    for await (const each of await client.messages.batches.results(batchId, {}, options)) {
      results.push(each);
    }
    return { status: 'ended', result: collectResults(requested, results, model) };
  } catch (error) {
    const { reason, isGone } = await logFailure(
      error,
      signal,
      'the review batch could not be read',
    );
    if (!isGone) return { status: 'unreachable', reason };
    return { status: 'ended', result: collectResults(requested, [], model, 'unavailable') };
  }
}

interface CollectOptions {
  readonly batchId: string;
  /** The model it was submitted for. */
  readonly model: string;
  readonly signal?: AbortSignal;
}

/** Names the request of a recommendation in a batch. */
function customIdOf({ recommendationId }: ReviewItem): string {
  return `recommendation-${recommendationId}`;
}

function collectResults(
  requested: readonly ReviewItem[],
  results: readonly MessageBatchIndividualResponse[],
  model: string,
  defaultReason: UnreviewedReason = 'malformed',
): Omit<ReviewResult, 'latencyMs'> {
  const resultOf = new Map(results.map(({ custom_id, result }) => [custom_id, result]));
  const reviews: Review[] = [];
  const unreviewed: Unreviewed[] = [];
  for (const item of requested) {
    const result = resultOf.get(customIdOf(item));
    // A response counts only for the recommendation that was asked about.
    const entries = result?.type === 'succeeded' ? entriesOf(result.message) : [];
    const [review] = checkResponse([item], entries).reviews;
    if (review) reviews.push(review);
    else {
      const reason = (result && failureOfResult(result)) ?? defaultReason;
      unreviewed.push({ recommendationId: item.recommendationId, reason });
    }
  }
  if (unreviewed.length > 0) {
    log.warn({ unreviewed: unreviewed.length }, 'the batch does not match the requested accounts');
  }
  const messages = results.flatMap(({ result }) =>
    result.type === 'succeeded' ? result.message : [],
  );
  return {
    reviews,
    unreviewed,
    usage: messages.reduce<TokenUsage>((sum, { usage }) => addUsage(sum, usage), ZERO_USAGE),
    model: messages[0]?.model ?? model,
    promptVersion: currentPrompt.version,
  };
}

function entriesOf({ content, stop_reason }: Message): readonly unknown[] {
  if (stop_reason === 'refusal') return [];
  const texts = content.flatMap((block) => (block.type === 'text' ? block.text : []));
  return texts.flatMap((text) => parseResponse(text) ?? []);
}

function failureOfResult(
  result: MessageBatchIndividualResponse['result'],
): UnreviewedReason | undefined {
  switch (result.type) {
    case 'succeeded':
      return result.message.stop_reason === 'refusal' ? 'refused' : undefined;
    case 'errored':
      return reasonForErrorType(result.error.error.type);
    case 'expired':
      return 'timeout';
    case 'canceled':
      return 'interrupted';
  }
}

async function logFailure(
  error: unknown,
  signal: AbortSignal | undefined,
  message: string,
): Promise<{ readonly reason: RequestFailure['reason']; readonly isGone: boolean }> {
  if (signal?.aborted) return { reason: 'interrupted', isGone: false };
  log.error({ err: error }, message);
  const { default: Sdk } = await import('@anthropic-ai/sdk');
  const { reason } = await toRequestFailure(error);
  return { reason, isGone: error instanceof Sdk.NotFoundError };
}
