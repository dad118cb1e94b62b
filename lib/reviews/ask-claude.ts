import type Anthropic from '@anthropic-ai/sdk';
import type { Message } from '@anthropic-ai/sdk/resources/messages';
import { log } from '@/lib/server/log';
import { checkResponse } from './check-response';
import { toRequestFailure } from './claude-client';
import { buildRequest, currentPrompt, type Prompt } from './prompt';
import { addUsage, totalTokens, ZERO_USAGE } from './token-usage';
import type {
  Review,
  ReviewInput,
  ReviewItem,
  ReviewResult,
  TokenUsage,
  UnreviewedReason,
} from './types';

const MAX_CONCURRENT_REQUESTS = 8;

export interface AskOptions {
  readonly model: string;
  /** The newest by default. */
  readonly prompt?: Prompt;
  /** Limits the whole review. */
  readonly deadlineMs: number;
  /** No request starts once this many tokens are used. Requests in progress finish. */
  readonly tokenLimit?: number | null;
  /** Stops the review. Reviews received so far are kept. */
  readonly signal?: AbortSignal;
  /** Called whenever the number of reviewed recommendations changes. */
  readonly onProgress?: (reviewed: number, requested: number) => void;
}

/**
 * Asks Claude to review every recommendation of the input, each in a request of its own. Never rejects
 * because of Claude or the network: `unreviewed` lists failures with their reason. A recommendation that
 * its response skips or garbles is requested once more.
 */
export async function askClaude(
  client: Anthropic,
  input: ReviewInput,
  options: AskOptions,
): Promise<ReviewResult> {
  const startedAt = performance.now();
  const reviewer = new Reviewer(client, input, options);
  await reviewer.ask(input.recommendations);
  await reviewer.ask(reviewer.takeRetries());
  return reviewer.result(Math.round(performance.now() - startedAt));
}

class Reviewer {
  readonly #client: Anthropic;
  readonly #input: ReviewInput;
  readonly #options: AskOptions;
  readonly #prompt: Prompt;
  readonly #deadline: AbortSignal;
  readonly #signal: AbortSignal;
  readonly #reviews = new Map<string, Review>();
  readonly #reasons = new Map<string, UnreviewedReason>();
  readonly #retries = new Set<string>();
  #usage: TokenUsage = ZERO_USAGE;
  #model: string | undefined;
  /** Why no further request can succeed. */
  #fatalReason: UnreviewedReason | undefined;

  constructor(client: Anthropic, input: ReviewInput, options: AskOptions) {
    this.#client = client;
    this.#input = input;
    this.#options = options;
    this.#prompt = options.prompt ?? currentPrompt;
    this.#deadline = AbortSignal.timeout(options.deadlineMs);
    this.#signal = AbortSignal.any([this.#deadline, ...(options.signal ? [options.signal] : [])]);
  }

  /** Reviews these items. The first request is sent alone, so that its prompt is cached for the others. */
  async ask(items: readonly ReviewItem[]): Promise<void> {
    const waiting = [...items];
    const isCached = this.#input.recommendations.length > 1;
    const next = async () => {
      const item = waiting.shift();
      if (item) await this.#askAbout(item, isCached);
      return item !== undefined;
    };
    await next();
    const keepAsking = async () => {
      while (await next());
    };
    await Promise.all(Array.from({ length: MAX_CONCURRENT_REQUESTS }, keepAsking));
  }

  /** Returns the items to retry, and clears them so that each is retried only once. */
  takeRetries(): ReviewItem[] {
    const items = this.#input.recommendations.filter(({ recommendationId }) =>
      this.#retries.has(recommendationId),
    );
    this.#retries.clear();
    return items;
  }

  result(latencyMs: number): ReviewResult {
    return {
      reviews: [...this.#reviews.values()],
      unreviewed: [...this.#reasons]
        .filter(([id]) => !this.#reviews.has(id))
        .map(([recommendationId, reason]) => ({ recommendationId, reason })),
      usage: this.#usage,
      latencyMs,
      model: this.#model ?? this.#options.model,
      promptVersion: this.#prompt.version,
    };
  }

  async #askAbout(item: ReviewItem, cached: boolean): Promise<void> {
    const stopReason = this.#stopReason();
    if (stopReason) {
      this.#markUnreviewed(item, stopReason);
      return;
    }
    try {
      const { model } = this.#options;
      const prompt = this.#prompt;
      const request = await buildRequest(this.#input, item, { model, cached, prompt });
      const response = await this.#client.messages.parse(request, { signal: this.#signal });
      this.#handleResponse(item, response, response.parsed_output);
    } catch (error) {
      const abortReason = this.#abortReason();
      if (abortReason) {
        this.#markUnreviewed(item, abortReason);
        return;
      }
      log.error({ err: error }, 'a review request to Claude failed');
      const { reason, forAll, again } = await toRequestFailure(error);
      if (forAll) this.#fatalReason ??= reason;
      this.#markUnreviewed(item, reason, again);
    }
  }

  #handleResponse(item: ReviewItem, message: Message, entries: readonly unknown[] | null): void {
    this.#usage = addUsage(this.#usage, message.usage);
    this.#model ??= message.model;
    if (message.stop_reason === 'refusal') {
      this.#markUnreviewed(item, 'refused');
      return;
    }
    const { reviews, missing, extra, duplicates } = checkResponse([item], entries ?? []);
    for (const review of reviews) this.#reviews.set(review.recommendationId, review);
    if (missing.length > 0 || extra.length > 0) {
      log.warn(
        {
          missing: missing.length,
          extra: extra.length,
          duplicates: duplicates.length,
          stop: message.stop_reason,
        },
        'Claude’s response does not match the requested account',
      );
    }
    if (missing.length > 0) this.#markUnreviewed(item, 'malformed', true);
    const { onProgress } = this.#options;
    if (reviews.length > 0) onProgress?.(this.#reviews.size, this.#input.recommendations.length);
  }

  #markUnreviewed({ recommendationId }: ReviewItem, reason: UnreviewedReason, retry = false): void {
    this.#reasons.set(recommendationId, reason);
    if (retry) this.#retries.add(recommendationId);
  }

  #stopReason(): UnreviewedReason | undefined {
    const { tokenLimit = null } = this.#options;
    const isSpent = tokenLimit !== null && totalTokens(this.#usage) >= tokenLimit;
    return this.#abortReason() ?? this.#fatalReason ?? (isSpent ? 'over_budget' : undefined);
  }

  #abortReason(): UnreviewedReason | undefined {
    if (this.#options.signal?.aborted) return 'interrupted';
    return this.#deadline.aborted ? 'timeout' : undefined;
  }
}
