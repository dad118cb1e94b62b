import { AsyncLocalStorage } from 'node:async_hooks';
import { MINUTE_MS } from '@/lib/time';
import { cancelledError } from './semaphore';
import { tableNames } from './tables';
import type { Query, Session, StatementOptions, Warehouse } from './types';

/** Most answers kept; the oldest goes first. */
const MAX_ENTRIES = 200;
/** How long an answer is kept at most, in milliseconds: some are large. */
const MAX_AGE_MS = MINUTE_MS;

interface CacheEntry {
  readonly read: SharedRead<unknown>;
  /** When it began, by the cache's clock. */
  readonly from: number;
  /** What it read; null for anything. */
  readonly tables: ReadonlySet<string> | null;
}

/**
 * The same warehouse with a memory for reads that give `maxAgeMs`: one of the same statement and
 * binds that began no longer ago answers them too, and is shared while it is under way. A
 * transaction of this process forgets what was read, or is being read, of the tables that it
 * writes, so that its changes are seen at once. Those of other programs and other servers are seen
 * once the answer is older than its reader will have it. Failures are never kept.
 * @param clock answers milliseconds
 */
export function withQueryCache(warehouse: Warehouse, clock = () => performance.now()): Warehouse {
  const kept = new Map<string, CacheEntry>();

  const keep = (key: string, entry: CacheEntry) => {
    kept.delete(key);
    kept.set(key, entry);
    for (const [old, { from }] of kept) {
      // In the order in which they began.
      if (kept.size <= MAX_ENTRIES && entry.from - from <= MAX_AGE_MS) break;
      kept.delete(old);
    }
  };

  const forget = (written: ReadonlySet<string> | null) => {
    for (const [key, { tables }] of kept) {
      if (!written || !tables || [...written].some((table) => tables.has(table))) kept.delete(key);
    }
  };

  return {
    kind: warehouse.kind,
    read<Row>(query: Query<Row>, options: StatementOptions = {}): Promise<Row[]> {
      const { maxAgeMs, signal, ...rest } = options;
      if (maxAgeMs === undefined || signal?.aborted) return warehouse.read(query, options);
      const key = JSON.stringify([query.name, query.sql, query.binds, rest.timeoutMs]);
      const known = kept.get(key);
      const from = clock();
      if (known && from - known.from < maxAgeMs && !known.read.isUnusable) {
        // The key has the statement, which says what a row is.
        return (known.read as SharedRead<Row>).join(signal);
      }
      const read = new SharedRead((left) => warehouse.read(query, { ...rest, signal: left }));
      keep(key, { read, from, tables: tablesInStatement(query.sql) });
      return read.join(signal);
    },
    async transaction(name, work, options) {
      const writes = new Set<string>();
      try {
        return await warehouse.transaction(
          name,
          (inner) => work(recordWrites(inner, writes)),
          options,
        );
      } finally {
        // However it ended: a commit whose answer was lost may have been made.
        for (const sql of writes) forget(tablesInStatement(sql));
      }
    },
    async script(text, options) {
      try {
        return await warehouse.script(text, options);
      } finally {
        kept.clear();
      }
    },
    close: () => warehouse.close(),
  };
}

/** The same session, which notes the statements that write. */
function recordWrites(session: Session, writes: Set<string>): Session {
  return {
    read: (query) => session.read(query),
    write(command) {
      writes.add(command.sql);
      return session.write(command);
    },
  };
}

/** A read that several wait for: it is cancelled when the last of them has left, not before. */
class SharedRead<Row> {
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
  get isUnusable(): boolean {
    return this.#state === 'failed' || this.#controller.signal.aborted;
  }

  /**
   * Answers the rows, in an array of the caller's own.
   * @throws AppError `cancelled` when `signal` is aborted first; or what the read failed with
   */
  async join(signal?: AbortSignal): Promise<Row[]> {
    const left = abortPromise(signal);
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
function abortPromise(signal: AbortSignal | undefined) {
  let leave = () => {};
  const promise = new Promise<never>((_, reject) => {
    leave = () => signal && reject(cancelledError(signal));
  });
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  return { promise, forget: () => signal?.removeEventListener('abort', leave) };
}

const toUpperCase = (list: readonly string[]) => list.map((name) => name.toUpperCase());

const knownViews = new Set(
  toUpperCase([tableNames.onboarding, tableNames.accounts, tableNames.csms]),
);
const knownTables = toUpperCase(Object.values(tableNames)).filter((name) => !knownViews.has(name));

/** What the program notes for itself, of which the data team's views have nothing to tell. */
const internalTables = toUpperCase([
  ...[tableNames.runs, tableNames.policies, tableNames.members],
  ...[tableNames.reviewCalls, tableNames.locks, tableNames.schemaVersions],
]);

/** A view may have been redefined over any of these. */
const viewSourceTables = knownTables.filter((name) => !internalTables.includes(name));

/**
 * The tables that a statement touches, in capitals: those that it names, and whatever a view that it
 * names may stand on; null when it names none, or anything else.
 */
function tablesInStatement(sql: string): ReadonlySet<string> | null {
  const named = sql.match(/\bDSV_\w+(?:\.\w+)+/gi)?.map((name) => name.toUpperCase());
  if (!named?.every((name) => knownViews.has(name) || knownTables.includes(name))) return null;
  return new Set(named.flatMap((name) => (knownViews.has(name) ? viewSourceTables : [name])));
}

/** How long an answer is renewed after somebody asked for it, in milliseconds. */
const IDLE_EVICTION_MS = 10 * MINUTE_MS;
/** Most answers renewed, the last asked for: what the pages remember for a few people. */
const MAX_TRACKED_QUERIES = 12;
/** How long after a change, lest the work come in the way of whoever made it and goes on. */
const DEBOUNCE_MS = 300;
/** How often, where nothing changes, it looks for what grows old. */
const REFRESH_INTERVAL_MS = 15_000;
/** How many times as long as it took it then rests: it takes a quarter of the time at most. */
const REST_FACTOR = 3;

/**
 * The same warehouse, which asks by itself again what was read with `renewed`: once this process has
 * changed something, and before the answer is too old, so that who comes to look next need not wait.
 * It is put before a memory (`cached`), which knows what a change leaves as it was and shares the
 * answers. Snowflake is left alone: each statement costs money there, also one nobody looks at.
 */
export function withBackgroundRefresh(warehouse: Warehouse): Warehouse {
  if (warehouse.kind === 'snowflake') return warehouse;
  const renewal = new BackgroundRefresh(warehouse);
  return {
    kind: warehouse.kind,
    read(query, options = {}) {
      if (options.keepFresh) renewal.track(query, options);
      return warehouse.read(query, options);
    },
    async transaction(name, work, options) {
      try {
        return await warehouse.transaction(name, work, options);
      } finally {
        renewal.onWrite();
      }
    },
    async script(text, options) {
      try {
        return await warehouse.script(text, options);
      } finally {
        renewal.onWrite();
      }
    },
    close() {
      renewal.stop();
      return warehouse.close();
    },
  };
}

interface TrackedQuery {
  readonly query: Query<unknown>;
  readonly timeoutMs: number | undefined;
  readonly maxAgeMs: number;
  readonly askedAt: number;
}

class BackgroundRefresh {
  readonly #wanted = new Map<string, TrackedQuery>();
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

  track(query: Query<unknown>, { timeoutMs, maxAgeMs = 0 }: StatementOptions): void {
    const key = JSON.stringify([query.name, query.sql, query.binds]);
    // A Map remembers the order of insertion.
    this.#wanted.delete(key);
    this.#wanted.set(key, { query, timeoutMs, maxAgeMs, askedAt: performance.now() });
    const [first] = this.#wanted.keys();
    if (this.#wanted.size > MAX_TRACKED_QUERIES && first !== undefined) this.#wanted.delete(first);
    if (this.#state === 'idle') this.#plan(REFRESH_INTERVAL_MS);
  }

  onWrite(): void {
    this.#isChanged = true;
    if (this.#state === 'planned') this.#plan(DEBOUNCE_MS);
  }

  stop(): void {
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
      if (from - askedAt > IDLE_EVICTION_MS) this.#wanted.delete(key);
    }
    for (const wanted of [...this.#wanted.values()]) {
      await this.#ask(wanted);
      if (this.#hasEnded) return;
    }
    this.#state = 'idle';
    const now = performance.now();
    this.#restUntil = now + REST_FACTOR * (now - from);
    if (this.#wanted.size > 0) this.#plan(this.#isChanged ? DEBOUNCE_MS : REFRESH_INTERVAL_MS);
  }

  get #hasEnded(): boolean {
    return this.#state === 'ended';
  }

  async #ask({ query, timeoutMs, maxAgeMs }: TrackedQuery): Promise<void> {
    try {
      // What would be too old before it is looked for again.
      await this.#warehouse.read(query, {
        timeoutMs,
        maxAgeMs: maxAgeMs - 2 * REFRESH_INTERVAL_MS,
      });
    } catch {
      // A failure is not kept: who asks next asks anew, and is told what is the matter.
    }
  }
}
