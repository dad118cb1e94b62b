import type { Clock } from '@/lib/time';

/**
 * Runs one check for any number of readers, at most once per interval: while anyone follows, by a
 * timer; otherwise when someone reads. Nothing runs while nobody does either.
 */
export class SharedCheck {
  /** When the last successful check started. */
  #checkedAt = Number.NEGATIVE_INFINITY;
  #attemptedAt = Number.NEGATIVE_INFINITY;
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
    const { intervalMs, clock } = this.options;
    const age = clock.now() - this.#checkedAt;
    if (age > 2 * intervalMs) await this.#run();
    else if (clock.now() - this.#attemptedAt >= intervalMs) this.#runInBackground();
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

  #run(): Promise<void> {
    this.#running ??= this.#attempt().finally(() => {
      this.#running = null;
      this.#scheduleNext();
    });
    return this.#running;
  }

  async #attempt(): Promise<void> {
    const startedAt = this.options.clock.now();
    this.#attemptedAt = startedAt;
    await this.check();
    this.#checkedAt = startedAt;
  }

  #runInBackground(): void {
    if (!this.#running) this.#run().catch(this.options.onError);
  }

  #scheduleNext(): void {
    this.#cancelTimer?.();
    if (!this.#isRepeating) return;
    const { intervalMs, clock } = this.options;
    const waitMs = Math.max(0, this.#attemptedAt + intervalMs - clock.now());
    this.#cancelTimer = clock.schedule(() => this.#runInBackground(), waitMs);
  }
}
