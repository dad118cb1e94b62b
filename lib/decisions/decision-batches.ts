import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { MAX_REQUESTS } from './bulk';
import type { DecisionRequest } from './input';

/** One person's requests. */
export interface Submission {
  readonly ctx: Context;
  readonly requests: readonly DecisionRequest[];
  /** The id of the HTTP request. */
  readonly requestId?: string | undefined;
}

interface Waiting<Result> {
  readonly submission: Submission;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: decides what several people submit at the same time in one transaction. Transactions
 * wait for each other anyway, so while one runs, submissions collect for the next.
 */
export class DecisionBatches<Result> {
  readonly #waiting: Waiting<Result>[] = [];
  #isRunning = false;

  /** @param decideBatch decides submissions that have no recommendation in common */
  constructor(
    private readonly decideBatch: (
      batch: readonly [Submission, ...Submission[]],
    ) => Promise<Result>,
  ) {}

  /**
   * Returns the result of the batch that contains the submission.
   * @throws what `decideBatch` throws
   */
  submit(submission: Submission): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ submission, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      await this.#decide([next, ...this.#takeCompatible(next.submission)]);
    }
    this.#isRunning = false;
  }

  /** Takes the next submissions that fit. One for the same recommendation waits, as do later ones. */
  #takeCompatible({ requests }: Submission): Waiting<Result>[] {
    const ids = new Set(requests.map(({ recommendationId }) => recommendationId));
    let count = 0;
    for (const { submission } of this.#waiting) {
      const others = submission.requests.map(({ recommendationId }) => recommendationId);
      if (ids.size + others.length > MAX_REQUESTS || others.some((id) => ids.has(id))) break;
      for (const id of others) ids.add(id);
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #decide([first, ...others]: readonly [Waiting<Result>, ...Waiting<Result>[]]) {
    const all = [first, ...others];
    try {
      const result = await this.decideBatch([
        first.submission,
        ...others.map(({ submission }) => submission),
      ]);
      for (const { resolve } of all) resolve(result);
    } catch (error) {
      if (others.length === 0 || concernsEveryone(error)) {
        for (const { reject } of all) reject(error);
      } else {
        // One submission must not make the others fail.
        for (const each of all) await this.#decide([each]);
      }
    }
  }
}

/** Whether the warehouse failed, so that none of the submissions would succeed alone. */
function concernsEveryone(error: unknown): boolean {
  return (
    error instanceof AppError && (error.code === 'timeout' || error.code.startsWith('warehouse_'))
  );
}
