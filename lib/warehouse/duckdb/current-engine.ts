import { log } from '@/lib/server/log';
import { CommitUnknownError, isUnavailable } from '@/lib/warehouse/errors';
import { shuttingDownError } from '@/lib/warehouse/semaphore';
import type { Engine } from './engine';
import { EngineLostError } from './errors';

/** Engines to try a statement or transaction on. */
const MAX_ATTEMPTS = 3;

/**
 * The open engine. After a fatal error, such as a failed checkpoint on a full disk, DuckDB refuses
 * every later statement, so the engine is closed and the next statement opens another one. If that
 * fails, each later statement tries again.
 */
export class CurrentEngine {
  readonly #open: () => Promise<Engine>;
  #engine: Engine | undefined;
  #opening: Promise<Engine> | undefined;
  /** Resolves when the previous engine is closed. Two instances on one file would lose commits. */
  #previousClosed: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** @param open opens the files again; rejects with an AppError */
  constructor(first: Engine, open: () => Promise<Engine>) {
    this.#engine = first;
    this.#open = open;
  }

  /**
   * Runs `work`, and again on another engine if the engine is lost before its COMMIT. After a COMMIT
   * with an unknown outcome, runs it again only if it is idempotent.
   */
  async use<R>(
    work: (engine: Engine) => Promise<R>,
    { idempotent = false }: { readonly idempotent?: boolean | undefined } = {},
  ): Promise<R> {
    let unknown: CommitUnknownError | undefined;
    for (let attempt = 1; ; attempt++) {
      let engine: Engine | undefined;
      try {
        engine = this.#engine ?? (await this.#reopened());
        return await work(engine);
      } catch (error) {
        if (error instanceof CommitUnknownError) unknown = error;
        const lost = error instanceof EngineLostError;
        if (engine && (lost || error === unknown)) this.#retire(engine, error);
        const isRepeatable = lost || (error === unknown && idempotent);
        if (isRepeatable && attempt < MAX_ATTEMPTS) continue;
        // After an unknown outcome, the message must not say that nothing was saved.
        throw unknown && isUnavailable(error) ? unknown : error;
      }
    }
  }

  /** Waits for running statements, then closes the engine. Other statements are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (!this.#engine) {
      await Promise.allSettled([this.#opening]);
      await this.#previousClosed;
    }
    await this.#engine?.close();
  }

  async #reopened(): Promise<Engine> {
    if (this.#isClosed) throw shuttingDownError();
    this.#opening ??= this.#reopen().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #reopen(): Promise<Engine> {
    await this.#previousClosed;
    this.#engine = await this.#open();
    return this.#engine;
  }

  #retire(engine: Engine, error: unknown): void {
    if (engine !== this.#engine || this.#isClosed) return;
    const reason = error instanceof Error ? String(error.cause) : undefined;
    log.warn({ reason }, 'the database engine failed; the next statement opens it again');
    this.#engine = undefined;
    this.#previousClosed = engine.close(new EngineLostError('the engine was replaced'));
  }
}
