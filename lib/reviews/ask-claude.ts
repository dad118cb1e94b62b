import type Anthropic from '@anthropic-ai/sdk';
import type { Message } from '@anthropic-ai/sdk/resources/messages';
import { log } from '@/lib/server/log';
import { buildBrief } from './brief';
import { checkResponse } from './check-response';
import { toRequestFailure } from './claude-client';
import { buildRequest, CHUNK_SIZE, currentPrompt, splitIntoChunks } from './prompt';
import { addUsage, totalTokens, ZERO_USAGE } from './token-usage';
import type {
  Review,
  ReviewInput,
  ReviewItem,
  ReviewResult,
  TokenUsage,
  UnreviewedReason,
} from './types';

/** How many requests are under way at once. */
const MAX_CONCURRENT_REQUESTS = 3;

/** How a review is asked for. */
export interface AskOptions {
  readonly model: string;
  /** The longest the whole review may take. */
  readonly deadlineMs: number;
  /** No request is begun once this many tokens are used; those under way end. */
  readonly tokenLimit?: number | null;
  /** Stops the review; what is reviewed by then is kept. */
  readonly signal?: AbortSignal;
  /** Told how many of all recommendations are reviewed, each time it changes. */
  readonly onProgress?: (reviewed: number, asked: number) => void;
}

/**
 * Asks Claude about every recommendation of the input, ten at a time. Never throws for what Claude
 * or the network did: what could not be reviewed is in `unreviewed` with the reason. What an answer
 * left out or garbled is asked once more, in chunks of half the size.
 */
export async function askClaude(
  client: Anthropic,
  input: ReviewInput,
  options: AskOptions,
): Promise<ReviewResult> {
  const began = performance.now();
  const asking = new Reviewer(client, input, options);
  await asking.ask(input.recommendations, CHUNK_SIZE);
  await asking.ask(asking.toAskAgain(), Math.ceil(CHUNK_SIZE / 2));
  return asking.outcome(Math.round(performance.now() - began));
}

class Reviewer {
  readonly #client: Anthropic;
  readonly #input: ReviewInput;
  readonly #options: AskOptions;
  readonly #brief;
  readonly #deadline: AbortSignal;
  readonly #signal: AbortSignal;
  readonly #reviews = new Map<string, Review>();
  readonly #reasons = new Map<string, UnreviewedReason>();
  readonly #again = new Set<string>();
  #usage: TokenUsage = ZERO_USAGE;
  #model: string | undefined;
  /** Why no further request makes sense. */
  #over: UnreviewedReason | undefined;

  constructor(client: Anthropic, input: ReviewInput, options: AskOptions) {
    this.#client = client;
    this.#input = input;
    this.#options = options;
    this.#brief = buildBrief(input);
    this.#deadline = AbortSignal.timeout(options.deadlineMs);
    this.#signal = AbortSignal.any([this.#deadline, ...(options.signal ? [options.signal] : [])]);
  }

  /** Asks about these. The first chunk goes alone, so that the others find its prefix cached. */
  async ask(items: readonly ReviewItem[], size: number): Promise<void> {
    const chunks = splitIntoChunks(items, size);
    const isCached = this.#input.recommendations.length > CHUNK_SIZE;
    const next = async () => {
      const chunk = chunks.shift();
      if (chunk) await this.#askChunk(chunk, isCached);
      return chunk !== undefined;
    };
    await next();
    const keepAsking = async () => {
      while (await next());
    };
    await Promise.all(Array.from({ length: MAX_CONCURRENT_REQUESTS }, keepAsking));
  }

  /** Those that another answer may still cover; they are then asked about no more. */
  toAskAgain(): ReviewItem[] {
    const again = this.#input.recommendations.filter(({ recommendationId }) =>
      this.#again.has(recommendationId),
    );
    this.#again.clear();
    return again;
  }

  outcome(latencyMs: number): ReviewResult {
    return {
      reviews: [...this.#reviews.values()],
      unreviewed: [...this.#reasons]
        .filter(([id]) => !this.#reviews.has(id))
        .map(([recommendationId, reason]) => ({ recommendationId, reason })),
      usage: this.#usage,
      latencyMs,
      model: this.#model ?? this.#options.model,
      promptVersion: currentPrompt.version,
    };
  }

  async #askChunk(chunk: readonly ReviewItem[], cached: boolean): Promise<void> {
    const stopped = this.#stopped();
    if (stopped) {
      this.#leave(chunk, stopped);
      return;
    }
    try {
      const { model } = this.#options;
      const question = await buildRequest(this.#brief, chunk, { model, cached });
      const answer = await this.#client.messages.parse(question, { signal: this.#signal });
      this.#take(chunk, answer, answer.parsed_output);
    } catch (error) {
      const aborted = this.#aborted();
      if (aborted) {
        this.#leave(chunk, aborted);
        return;
      }
      log.error({ err: error, asked: chunk.length }, 'Claude could not be asked for a review');
      const { reason, forAll, again } = await toRequestFailure(error);
      if (forAll) this.#over ??= reason;
      this.#leave(chunk, reason, again);
    }
  }

  #take(chunk: readonly ReviewItem[], message: Message, answer: readonly unknown[] | null): void {
    this.#usage = addUsage(this.#usage, message.usage);
    this.#model ??= message.model;
    if (message.stop_reason === 'refusal') {
      this.#leave(chunk, 'refused');
      return;
    }
    const { reviews, missing, extra, twice } = checkResponse(chunk, answer ?? []);
    for (const review of reviews) this.#reviews.set(review.recommendationId, review);
    if (missing.length > 0 || extra.length > 0) {
      log.warn(
        {
          asked: chunk.length,
          missing: missing.length,
          extra: extra.length,
          twice: twice.length,
          stop: message.stop_reason,
        },
        'Claude’s answer does not cover what was asked',
      );
    }
    this.#leave(missing, 'malformed', true);
    const { onProgress } = this.#options;
    if (reviews.length > 0) onProgress?.(this.#reviews.size, this.#input.recommendations.length);
  }

  #leave(items: readonly ReviewItem[], reason: UnreviewedReason, again = false): void {
    for (const { recommendationId } of items) {
      this.#reasons.set(recommendationId, reason);
      if (again) this.#again.add(recommendationId);
    }
  }

  #stopped(): UnreviewedReason | undefined {
    const { tokenLimit = null } = this.#options;
    const isSpent = tokenLimit !== null && totalTokens(this.#usage) >= tokenLimit;
    return this.#aborted() ?? this.#over ?? (isSpent ? 'over_budget' : undefined);
  }

  #aborted(): UnreviewedReason | undefined {
    if (this.#options.signal?.aborted) return 'interrupted';
    return this.#deadline.aborted ? 'timeout' : undefined;
  }
}
