import type Anthropic from '@anthropic-ai/sdk';
import type { Message } from '@anthropic-ai/sdk/resources/messages';
import { log } from '@/lib/log';
import { briefOf } from './brief';
import { failureOf } from './failure';
import { currentPrompt } from './prompt';
import { chunkSize, inChunks, questionOf } from './question';
import type { ReasonCode } from './reasons';
import type { Asked, Review, ReviewInput, ReviewItem, TokenUsage } from './types';
import { noUsage, tokensIn, withUsage } from './usage';
import { checkAnswer } from './verdict';

/** How many requests are under way at once. */
const concurrency = 3;

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
): Promise<Asked> {
  const began = performance.now();
  const asking = new Asking(client, input, options);
  await asking.ask(input.recommendations, chunkSize);
  await asking.ask(asking.toAskAgain(), Math.ceil(chunkSize / 2));
  return asking.outcome(Math.round(performance.now() - began));
}

class Asking {
  readonly #client: Anthropic;
  readonly #input: ReviewInput;
  readonly #options: AskOptions;
  readonly #brief;
  readonly #deadline: AbortSignal;
  readonly #signal: AbortSignal;
  readonly #reviews = new Map<string, Review>();
  readonly #reasons = new Map<string, ReasonCode>();
  readonly #again = new Set<string>();
  #usage: TokenUsage = noUsage;
  #model: string | undefined;
  /** Why no further request makes sense. */
  #over: ReasonCode | undefined;

  constructor(client: Anthropic, input: ReviewInput, options: AskOptions) {
    this.#client = client;
    this.#input = input;
    this.#options = options;
    this.#brief = briefOf(input);
    this.#deadline = AbortSignal.timeout(options.deadlineMs);
    this.#signal = AbortSignal.any([this.#deadline, ...(options.signal ? [options.signal] : [])]);
  }

  /** Asks about these. The first chunk goes alone, so that the others find its prefix cached. */
  async ask(items: readonly ReviewItem[], size: number): Promise<void> {
    const chunks = inChunks(items, size);
    const isCached = this.#input.recommendations.length > chunkSize;
    const next = async () => {
      const chunk = chunks.shift();
      if (chunk) await this.#askChunk(chunk, isCached);
      return chunk !== undefined;
    };
    await next();
    const keepAsking = async () => {
      while (await next());
    };
    await Promise.all(Array.from({ length: concurrency }, keepAsking));
  }

  /** Those that another answer may still cover; they are then asked about no more. */
  toAskAgain(): ReviewItem[] {
    const again = this.#input.recommendations.filter(({ recommendationId }) =>
      this.#again.has(recommendationId),
    );
    this.#again.clear();
    return again;
  }

  outcome(latencyMs: number): Asked {
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
      const question = await questionOf(this.#brief, chunk, { model, cached });
      const answer = await this.#client.messages.parse(question, { signal: this.#signal });
      this.#take(chunk, answer, answer.parsed_output);
    } catch (error) {
      const aborted = this.#aborted();
      if (aborted) {
        this.#leave(chunk, aborted);
        return;
      }
      log.error({ err: error, asked: chunk.length }, 'Claude could not be asked for a review');
      const { reason, forAll, again } = await failureOf(error);
      if (forAll) this.#over ??= reason;
      this.#leave(chunk, reason, again);
    }
  }

  #take(chunk: readonly ReviewItem[], message: Message, answer: readonly unknown[] | null): void {
    this.#usage = withUsage(this.#usage, message.usage);
    this.#model ??= message.model;
    if (message.stop_reason === 'refusal') {
      this.#leave(chunk, 'refused');
      return;
    }
    const { reviews, missing, extra, twice } = checkAnswer(chunk, answer ?? []);
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

  #leave(items: readonly ReviewItem[], reason: ReasonCode, again = false): void {
    for (const { recommendationId } of items) {
      this.#reasons.set(recommendationId, reason);
      if (again) this.#again.add(recommendationId);
    }
  }

  #stopped(): ReasonCode | undefined {
    const { tokenLimit = null } = this.#options;
    const isSpent = tokenLimit !== null && tokensIn(this.#usage) >= tokenLimit;
    return this.#aborted() ?? this.#over ?? (isSpent ? 'over_budget' : undefined);
  }

  #aborted(): ReasonCode | undefined {
    if (this.#options.signal?.aborted) return 'interrupted';
    return this.#deadline.aborted ? 'timeout' : undefined;
  }
}
