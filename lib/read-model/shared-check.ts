import { type Clock, MINUTE_MS } from '@/lib/time';

/** A check that loads much data is made less often, so that at most a fifth of the time goes to checks. */
const INTERVAL_PER_DURATION = 5;
/** A single slow check must not delay the next one for long. */
const MAX_INTERVAL_MS = MINUTE_MS;

/**
 * Runs one check for any number of readers, at most once per interval: while anyone follows, by a
 * timer; otherwise when someone reads. Nothing runs while nobody does either.
 */
export class SharedCheck {
  /** When the last successful check started. */
  #checkedAt = Number.NEGATIVE_INFINITY;
  #attemptedAt = Number.NEGATIVE_INFINITY;
  /** How long the last successful check took. */
  #durationMs = 0;
  #running: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;
  #isRepeating = false;

  /** @param onError receives what a check fails with if nobody waits for it */
  constructor(
    private readonly check: () => Promise<void>,
    private readonly options: {
      readonly intervalMs: number;
      readonly clock: Clock;
      readonly onError: (error: unknown) => void;
    },
  ) {}

  /**
   * Makes sure that the last check is recent. After one interval, starts a check and does not wait for
   * it; after two, waits for it.
   * @throws what the check throws
   */
  async beforeRead(): Promise<void> {
    const { clock } = this.options;
    const age = clock.now() - this.#checkedAt;
    if (age > 2 * this.#intervalMs) await this.#run();
    else if (clock.now() - this.#attemptedAt >= this.#intervalMs) this.#runInBackground();
  }

  /** Repeats the check every interval, until `stopRepeating`. */
  repeat(): void {
    if (this.#isRepeating) return;
    this.#isRepeating = true;
    this.#scheduleNext();
  }

  stopRepeating(): void {
    this.#isRepeating = false;
    this.#cancelTimer?.();
  }

  get #intervalMs(): number {
    const forSlowCheck = INTERVAL_PER_DURATION * this.#durationMs;
    return Math.max(this.options.intervalMs, Math.min(forSlowCheck, MAX_INTERVAL_MS));
  }

  #run(): Promise<void> {
    this.#running ??= this.#attempt().finally(() => {
      this.#running = null;
      this.#scheduleNext();
    });
    return this.#running;
  }

  async #attempt(): Promise<void> {
    const { clock } = this.options;
    const startedAt = clock.now();
    this.#attemptedAt = startedAt;
    await this.check();
    this.#checkedAt = startedAt;
    this.#durationMs = clock.now() - startedAt;
  }

  #runInBackground(): void {
    if (!this.#running) this.#run().catch(this.options.onError);
  }

  #scheduleNext(): void {
    this.#cancelTimer?.();
    if (!this.#isRepeating) return;
    const { clock } = this.options;
    const waitMs = Math.max(0, this.#attemptedAt + this.#intervalMs - clock.now());
    this.#cancelTimer = clock.schedule(() => this.#runInBackground(), waitMs);
  }
}
