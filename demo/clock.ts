interface Entry {
  readonly at: number;
  readonly order: number;
  readonly act: (at: number) => void;
}

/** What will happen when, in epoch milliseconds; things of the same time happen as planned. */
export class EventQueue {
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

const hour = 3_600_000;
const day = 24 * hour;

/** Hours of the company's office day in UTC: eight to five in New York. */
export const office = {
  /** The scheduled batch, before anybody is there. */
  firstRun: 10,
  firstDecisions: [12, 13.5],
  otherProgram: [13.6, 13.9],
  singles: [14, 16.5],
  secondRun: 18,
  lateDecisions: [19, 20.7],
  secondDecisions: [18.1, 20.75],
} as const;

/** Midnight in UTC before this time. */
export function midnight(at: number): number {
  return Math.floor(at / day) * day;
}

/** Whether somebody works on the day that this time is of. */
export function isWorkday(at: number): boolean {
  return ![0, 6].includes(new Date(at).getUTCDay());
}

/** Midnight of the next day on which somebody works. */
export function nextWorkday(at: number): number {
  let next = midnight(at) + day;
  while (!isWorkday(next)) next += day;
  return next;
}
