import type Anthropic from '@anthropic-ai/sdk';
import type { Message, MessageBatchResult } from '@anthropic-ai/sdk/resources/messages';
import { log } from '@/lib/log';
import { briefOf } from './brief';
import { type Failure, failureOf, reasonOfType } from './failure';
import { currentPrompt } from './prompt';
import { chunkSize, inChunks, questionOf } from './question';
import type { ReasonCode } from './reasons';
import type { Asked, ReviewInput, ReviewItem, TokenUsage } from './types';
import { noUsage, withUsage } from './usage';
import { checkAnswer, readAnswer } from './verdict';

/** What came of handing a batch in. */
export type SentBatch =
  | { readonly status: 'sent'; readonly batchId: string }
  | { readonly status: 'failed'; readonly reason: ReasonCode };

/** How a batch stands: `unreachable` may be over at the next look, `ended` is for good. */
export type BatchStanding =
  | { readonly status: 'waiting' }
  | { readonly status: 'unreachable'; readonly reason: ReasonCode }
  | { readonly status: 'ended'; readonly asked: Omit<Asked, 'latencyMs'> };

/** Hands the review of every recommendation in as one batch, to be picked up when it has ended. */
export async function sendBatch(
  client: Anthropic,
  input: ReviewInput,
  { model, signal }: { readonly model: string; readonly signal?: AbortSignal },
): Promise<SentBatch> {
  const brief = briefOf(input);
  const chunks = inChunks(input.recommendations, chunkSize);
  const cached = chunks.length > 1;
  const requests = await Promise.all(
    chunks.map(async (chunk, at) => ({
      custom_id: `chunk-${at + 1}`,
      params: await questionOf(brief, chunk, { model, cached }),
    })),
  );
  try {
    const { id } = await client.messages.batches.create({ requests }, signal ? { signal } : {});
    return { status: 'sent', batchId: id };
  } catch (error) {
    const { reason } = await failed(error, signal, 'The batch of reviews could not be handed in');
    return { status: 'failed', reason };
  }
}

/**
 * Looks whether a batch has ended, and then reads its answers. `asked` are the recommendations it
 * was handed in with, in any order: the answers name their accounts, so nothing else has to outlive
 * a restart. Missing ones are not asked again; the run's page offers that.
 */
export async function collectBatch(
  client: Anthropic,
  asked: readonly ReviewItem[],
  { batchId, model, signal }: CollectOptions,
): Promise<BatchStanding> {
  const options = signal ? { signal } : {};
  try {
    const batch = await client.messages.batches.retrieve(batchId, {}, options);
    if (batch.processing_status !== 'ended') return { status: 'waiting' };
    const results: MessageBatchResult[] = [];
    for await (const { result } of await client.messages.batches.results(batchId, {}, options)) {
      results.push(result);
    }
    return { status: 'ended', asked: gather(asked, results, model) };
  } catch (error) {
    const { reason, isGone } = await failed(error, signal, 'The batch of reviews cannot be read');
    if (!isGone) return { status: 'unreachable', reason };
    return { status: 'ended', asked: gather(asked, [], model, 'unavailable') };
  }
}

interface CollectOptions {
  readonly batchId: string;
  /** The model it was handed in for. */
  readonly model: string;
  readonly signal?: AbortSignal;
}

function gather(
  asked: readonly ReviewItem[],
  results: readonly MessageBatchResult[],
  model: string,
  otherwise: ReasonCode = 'malformed',
): Omit<Asked, 'latencyMs'> {
  const messages = results.flatMap((result) => (result.type === 'succeeded' ? result.message : []));
  const { reviews, missing, extra, twice } = checkAnswer(asked, messages.flatMap(entriesOf));
  const failures = results.flatMap((result) => failureOfResult(result) ?? []);
  // The chunks are not remembered, so that one that failed gives its reason to all that is missing.
  const reason = failures[0] ?? otherwise;
  if (missing.length > 0 || extra.length > 0) {
    log.warn(
      { missing: missing.length, extra: extra.length, twice: twice.length, failures },
      'The batch does not cover what was asked',
    );
  }
  return {
    reviews,
    unreviewed: missing.map(({ recommendationId }) => ({ recommendationId, reason })),
    usage: messages.reduce<TokenUsage>((sum, { usage }) => withUsage(sum, usage), noUsage),
    model: messages[0]?.model ?? model,
    promptVersion: currentPrompt.version,
  };
}

function entriesOf({ content, stop_reason }: Message): readonly unknown[] {
  if (stop_reason === 'refusal') return [];
  const texts = content.flatMap((block) => (block.type === 'text' ? block.text : []));
  return texts.flatMap((text) => readAnswer(text) ?? []);
}

function failureOfResult(result: MessageBatchResult): ReasonCode | undefined {
  switch (result.type) {
    case 'succeeded':
      return result.message.stop_reason === 'refusal' ? 'refused' : undefined;
    case 'errored':
      return reasonOfType(result.error.error.type);
    case 'expired':
      return 'timeout';
    case 'canceled':
      return 'interrupted';
  }
}

async function failed(
  error: unknown,
  signal: AbortSignal | undefined,
  words: string,
): Promise<{ readonly reason: Failure['reason']; readonly isGone: boolean }> {
  if (signal?.aborted) return { reason: 'interrupted', isGone: false };
  log.error({ err: error }, words);
  const { default: Sdk } = await import('@anthropic-ai/sdk');
  const { reason } = await failureOf(error);
  return { reason, isGone: error instanceof Sdk.NotFoundError };
}
