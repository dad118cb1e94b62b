import type Anthropic from '@anthropic-ai/sdk';
import type { Message, MessageBatchResult } from '@anthropic-ai/sdk/resources/messages';
import { log } from '@/lib/server/log';
import { buildBrief } from './brief';
import { checkResponse, parseResponse } from './check-response';
import { type RequestFailure, reasonForErrorType, toRequestFailure } from './claude-client';
import { buildRequest, CHUNK_SIZE, currentPrompt, splitIntoChunks } from './prompt';
import { addUsage, ZERO_USAGE } from './token-usage';
import type { ReviewInput, ReviewItem, ReviewResult, TokenUsage, UnreviewedReason } from './types';

/** The result of submitting a batch. */
export type SubmittedBatch =
  | { readonly status: 'sent'; readonly batchId: string }
  | { readonly status: 'failed'; readonly reason: UnreviewedReason };

/** The status of a batch. `unreachable` is temporary; `ended` is final. */
export type BatchStatus =
  | { readonly status: 'waiting' }
  | { readonly status: 'unreachable'; readonly reason: UnreviewedReason }
  | { readonly status: 'ended'; readonly result: Omit<ReviewResult, 'latencyMs'> };

/** Submits the review of every recommendation as one batch, to be collected when it has ended. */
export async function submitBatch(
  client: Anthropic,
  input: ReviewInput,
  { model, signal }: { readonly model: string; readonly signal?: AbortSignal },
): Promise<SubmittedBatch> {
  const brief = buildBrief(input);
  const chunks = splitIntoChunks(input.recommendations, CHUNK_SIZE);
  const cached = chunks.length > 1;
  const requests = await Promise.all(
    chunks.map(async (chunk, at) => ({
      custom_id: `chunk-${at + 1}`,
      params: await buildRequest(brief, chunk, { model, cached }),
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
 * it was submitted with, in any order; results name their accounts, so nothing else must survive a
 * restart. Missing ones are not retried here; the run's page offers that.
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
    const results: MessageBatchResult[] = [];
    for await (const { result } of await client.messages.batches.results(batchId, {}, options)) {
      results.push(result);
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

function collectResults(
  requested: readonly ReviewItem[],
  results: readonly MessageBatchResult[],
  model: string,
  defaultReason: UnreviewedReason = 'malformed',
): Omit<ReviewResult, 'latencyMs'> {
  const messages = results.flatMap((result) => (result.type === 'succeeded' ? result.message : []));
  const { reviews, missing, extra, duplicates } = checkResponse(
    requested,
    messages.flatMap(entriesOf),
  );
  const failures = results.flatMap((result) => failureOfResult(result) ?? []);
  // Chunks are not stored, so one failed chunk provides the reason for everything that is missing.
  const reason = failures[0] ?? defaultReason;
  if (missing.length > 0 || extra.length > 0) {
    log.warn(
      { missing: missing.length, extra: extra.length, duplicates: duplicates.length, failures },
      'the batch does not match the requested accounts',
    );
  }
  return {
    reviews,
    unreviewed: missing.map(({ recommendationId }) => ({ recommendationId, reason })),
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

function failureOfResult(result: MessageBatchResult): UnreviewedReason | undefined {
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
