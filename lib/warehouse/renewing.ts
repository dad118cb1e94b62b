import { AsyncLocalStorage } from 'node:async_hooks';
import type { Query, StatementOptions, Warehouse } from './types';

/** How long an answer is renewed after somebody asked for it, in milliseconds. */
const interestMs = 10 * 60_000;
/** Most answers renewed, the last asked for: what the pages remember for a few people. */
const most = 12;
/** How long after a change, lest the work come in the way of whoever made it and goes on. */
const calmMs = 300;
/** How often, where nothing changes, it looks for what grows old. */
const pauseMs = 15_000;
/** How many times as long as it took it then rests: it takes a quarter of the time at most. */
const rests = 3;

/**
 * The same warehouse, which asks by itself again what was read with `renewed`: once this process has
 * changed something, and before the answer is too old, so that who comes to look next need not wait.
 * It is put before a memory (`cached`), which knows what a change leaves as it was and shares the
 * answers. Snowflake is left alone: each statement costs money there, also one nobody looks at.
 */
export function renewing(warehouse: Warehouse): Warehouse {
  if (warehouse.kind === 'snowflake') return warehouse;
  const renewal = new Renewal(warehouse);
  return {
    kind: warehouse.kind,
    read(query, options = {}) {
      if (options.renewed) renewal.want(query, options);
      return warehouse.read(query, options);
    },
    async transaction(name, work, options) {
      try {
        return await warehouse.transaction(name, work, options);
      } finally {
        renewal.changed();
      }
    },
    async script(text, options) {
      try {
        return await warehouse.script(text, options);
      } finally {
        renewal.changed();
      }
    },
    close() {
      renewal.end();
      return warehouse.close();
    },
  };
}

interface Wanted {
  readonly query: Query<unknown>;
  readonly timeoutMs: number | undefined;
  readonly maxAgeMs: number;
  readonly askedAt: number;
}

class Renewal {
  readonly #wanted = new Map<string, Wanted>();
  // What is renewed is part of nobody's request, whose change or look it may follow.
  readonly #apart = AsyncLocalStorage.snapshot();
  readonly #warehouse: Warehouse;
  #timer: NodeJS.Timeout | undefined;
  #restUntil = 0;
  #state: 'idle' | 'planned' | 'under way' | 'ended' = 'idle';
  #isChanged = false;

  constructor(warehouse: Warehouse) {
    this.#warehouse = warehouse;
  }

  want(query: Query<unknown>, { timeoutMs, maxAgeMs = 0 }: StatementOptions): void {
    const key = JSON.stringify([query.name, query.sql, query.binds]);
    // A Map remembers the order of insertion.
    this.#wanted.delete(key);
    this.#wanted.set(key, { query, timeoutMs, maxAgeMs, askedAt: performance.now() });
    const [first] = this.#wanted.keys();
    if (this.#wanted.size > most && first !== undefined) this.#wanted.delete(first);
    if (this.#state === 'idle') this.#plan(pauseMs);
  }

  changed(): void {
    this.#isChanged = true;
    if (this.#state === 'planned') this.#plan(calmMs);
  }

  end(): void {
    this.#state = 'ended';
    clearTimeout(this.#timer);
  }

  #plan(ms: number): void {
    this.#state = 'planned';
    clearTimeout(this.#timer);
    const wait = Math.max(ms, this.#restUntil - performance.now());
    this.#timer = this.#apart(() => setTimeout(() => void this.#renew(), wait).unref());
  }

  async #renew(): Promise<void> {
    const from = performance.now();
    this.#state = 'under way';
    this.#isChanged = false;
    for (const [key, { askedAt }] of this.#wanted) {
      if (from - askedAt > interestMs) this.#wanted.delete(key);
    }
    for (const wanted of [...this.#wanted.values()]) {
      await this.#ask(wanted);
      if (this.#hasEnded) return;
    }
    this.#state = 'idle';
    const now = performance.now();
    this.#restUntil = now + rests * (now - from);
    if (this.#wanted.size > 0) this.#plan(this.#isChanged ? calmMs : pauseMs);
  }

  get #hasEnded(): boolean {
    return this.#state === 'ended';
  }

  async #ask({ query, timeoutMs, maxAgeMs }: Wanted): Promise<void> {
    try {
      // What would be too old before it is looked for again.
      await this.#warehouse.read(query, { timeoutMs, maxAgeMs: maxAgeMs - 2 * pauseMs });
    } catch {
      // A failure is not kept: who asks next asks anew, and is told what is the matter.
    }
  }
}
