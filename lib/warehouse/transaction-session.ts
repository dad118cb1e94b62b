import type { Command, Query, Session } from './types';

/**
 * A session that runs its statements one at a time, and none after the transaction has ended. It
 * remembers the first failure that requires a retry of the whole transaction, even if `work` caught
 * it.
 */
export class TransactionSession implements Session {
  #repeats: Error | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(
    private readonly statements: Session,
    private readonly isRepeatable: (error: unknown) => boolean,
  ) {}

  /** The failure that requires a retry from the start, if any. */
  get retryError(): Error | undefined {
    return this.#repeats;
  }

  read<Row>(query: Query<Row>): Promise<Row[]> {
    return this.#next(() => this.statements.read(query));
  }

  write(command: Command): Promise<number> {
    return this.#next(() => this.statements.write(command));
  }

  /** Waits for statements that were not awaited, so that none runs outside the transaction. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#last;
  }

  #next<R>(work: () => Promise<R>): Promise<R> {
    if (this.#ended) throw new Error('The session was used after its transaction had ended.');
    const result = this.#last.then(work).catch((error: unknown) => {
      if (this.isRepeatable(error)) this.#repeats ??= error as Error;
      throw error;
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}
