type Action = (at: number) => Promise<void>;

interface Entry {
  readonly at: number;
  readonly run: Action;
}

/** Runs actions in the order of their times (epoch ms), and in the order they were added. */
export class EventQueue {
  // Latest first, so that the next entry is taken from the end.
  readonly #entries: Entry[] = [];

  add(at: number, run: Action): void {
    const entry = { at: Math.round(at), run };
    const isLater = (other: Entry) => other.at > entry.at;
    const index = this.#entries.findLastIndex(isLater) + 1;
    this.#entries.splice(index, 0, entry);
  }

  /** Runs everything due by `end`, including what the actions add. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      const next = this.#entries.at(-1);
      if (!next || next.at > end) return;
      this.#entries.pop();
      await next.run(next.at);
    }
  }
}
