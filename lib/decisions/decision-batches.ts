import type { Context } from '@/lib/server/context';
import type { Known } from './claim';
import type { DecisionRequest } from './input';

/** One person's requests, which wait to be decided. */
export interface Submission {
  readonly ctx: Context;
  readonly requests: readonly DecisionRequest[];
  readonly known: Known;
}

interface Waiting<Result> {
  readonly submission: Submission;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** As many as one person may send at once. */
const MAX_REQUESTS = 200;

/**
 * Decides what several people submit at the same time in one transaction, because transactions wait
 * for each other: while one runs, submissions collect for the next.
 */
export class DecisionBatches<Result> {
  readonly #waiting: Waiting<Result>[] = [];
  #isRunning = false;

  /** @param decideAll decides submissions that have no recommendation in common */
  constructor(private readonly decideAll: (batch: readonly Submission[]) => Promise<Result>) {}

  /** @throws what `decideAll` throws */
  submit(submission: Submission): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ submission, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) await this.#decide(this.#takeBatch());
    this.#isRunning = false;
  }

  /** The oldest submissions that fit. A later one for the same recommendation waits. */
  #takeBatch(): Waiting<Result>[] {
    const batch: Waiting<Result>[] = [];
    const ids = new Set<string>();
    for (const waiting of [...this.#waiting]) {
      const { requests } = waiting.submission;
      const isFull = batch.length > 0 && ids.size + requests.length > MAX_REQUESTS;
      if (isFull || requests.some(({ recommendationId }) => ids.has(recommendationId))) break;
      for (const { recommendationId } of requests) ids.add(recommendationId);
      batch.push(waiting);
    }
    this.#waiting.splice(0, batch.length);
    return batch;
  }

  async #decide(batch: readonly Waiting<Result>[]): Promise<void> {
    try {
      const result = await this.decideAll(batch.map(({ submission }) => submission));
      for (const { resolve } of batch) resolve(result);
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      // One submission must not make the others fail.
      else for (const each of batch) await this.#decide([each]);
    }
  }
}
