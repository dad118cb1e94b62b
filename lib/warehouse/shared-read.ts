import { cancelled } from './turns';

/** A read that several wait for: it is cancelled when the last of them has left, not before. */
export class SharedRead<Row> {
  readonly #controller = new AbortController();
  readonly #rows: Promise<readonly Row[]>;
  #waiting = 0;
  #state: 'under way' | 'answered' | 'failed' = 'under way';

  /** @param start begins the read; its signal is aborted once nobody waits for it */
  constructor(start: (signal: AbortSignal) => Promise<readonly Row[]>) {
    this.#rows = start(this.#controller.signal);
    this.#rows.then(
      () => {
        this.#state = 'answered';
      },
      () => {
        this.#state = 'failed';
      },
    );
  }

  /** True once it failed, or everybody had left before its end: it answers nobody who comes later. */
  get lost(): boolean {
    return this.#state === 'failed' || this.#controller.signal.aborted;
  }

  /**
   * Answers the rows, in an array of the caller's own.
   * @throws AppError `cancelled` when `signal` is aborted first; or what the read failed with
   */
  async join(signal?: AbortSignal): Promise<Row[]> {
    const left = leaving(signal);
    this.#waiting++;
    try {
      return [...(await Promise.race([this.#rows, left.promise]))];
    } finally {
      left.forget();
      this.#waiting--;
      if (this.#waiting === 0 && this.#state === 'under way') {
        this.#controller.abort(signal?.reason);
      }
    }
  }
}

/** A promise that fails when the signal is aborted, and lets go of the signal when told to. */
function leaving(signal: AbortSignal | undefined) {
  let leave = () => {};
  const promise = new Promise<never>((_, reject) => {
    leave = () => signal && reject(cancelled(signal));
  });
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  return { promise, forget: () => signal?.removeEventListener('abort', leave) };
}
