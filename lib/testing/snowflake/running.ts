import { randomUUID } from 'node:crypto';
import { canceled, type SnowflakeError } from './errors';

/** A statement on its way: it can be stopped, waited for, and asked for again. */
export class Running<Answer = unknown> {
  readonly queryId: string = randomUUID();
  readonly answer: Promise<Answer>;
  ended = false;
  /** How often it is still answered as in progress, however soon it ends. */
  inProgress = 0;
  readonly #controller = new AbortController();

  constructor(
    readonly requestId: string,
    work: (running: Running<Answer>) => Promise<Answer>,
  ) {
    this.answer = work(this).finally(() => {
      this.ended = true;
    });
  }

  /** Aborts with what the statement is to be answered. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops it; answers whether there was anything to stop. */
  stop(why: SnowflakeError = canceled()): boolean {
    if (this.ended) return false;
    this.#controller.abort(why);
    return true;
  }
}
