interface Entry {
  readonly at: number;
  readonly order: number;
  readonly act: (at: number) => void;
}

/** What will happen when, in epoch milliseconds; things of the same time happen as planned. */
export class Agenda {
  // Latest first, so that the next one is taken from the end.
  readonly #entries: Entry[] = [];
  #planned = 0;

  plan(at: number, act: (at: number) => void): void {
    const entry = { at: Math.round(at), order: this.#planned++, act };
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const later = (this.#entries[middle] as Entry).at > entry.at;
      if (later) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
  }

  /** Lets everything planned up to `end` happen, whatever it plans included. */
  runUntil(end: number): void {
    for (;;) {
      const next = this.#entries.at(-1);
      if (!next || next.at > end) return;
      this.#entries.pop();
      next.act(next.at);
    }
  }
}
