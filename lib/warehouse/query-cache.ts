import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '@/lib/time';
import { cancelledError } from './semaphore';
import { allTables, type TableName } from './tables';
import type { Query, StatementOptions, Warehouse } from './types';

const MAX_ENTRIES = 200;
/** Results can be large, so none is kept longer, whatever age a reader would accept. */
const MAX_AGE_MS = MINUTE_MS;

interface CacheEntry {
  readonly read: SharedRead<unknown>;
  readonly startedAt: number;
  readonly tables: ReadonlySet<TableName>;
}

/**
 * Wraps a warehouse with a per-process read cache. A read that sets `maxAgeMs` may be served from the
 * cache if an identical read (same statement and binds) started no longer ago than that, and
 * identical concurrent reads share one query. A transaction evicts every entry that reads one of the
 * tables it wrote, including reads that are still running, so the process sees its own changes at
 * once. Changes by other processes are visible after `maxAgeMs`. Failures are never cached.
 * @param clock returns milliseconds
 */
export function withQueryCache(warehouse: Warehouse, clock = () => performance.now()): Warehouse {
  const cache = new LRUCache<string, CacheEntry>({
    max: MAX_ENTRIES,
    ttl: MAX_AGE_MS,
    ttlResolution: 0,
    perf: { now: clock },
  });

  const evict = (written: ReadonlySet<TableName>) => {
    for (const [key, { tables }] of [...cache.entries()]) {
      if ([...written].some((table) => tables.has(table))) cache.delete(key);
    }
  };

  warehouse.onCommit(({ tables }) => evict(tables));

  return {
    kind: warehouse.kind,
    read<Row>(query: Query<Row>, options: StatementOptions = {}): Promise<Row[]> {
      const { maxAgeMs, signal, ...rest } = options;
      if (maxAgeMs === undefined || signal?.aborted) return warehouse.read(query, options);
      const key = JSON.stringify([query.name, query.sql, query.binds, rest.timeoutMs]);
      const cached = cache.get(key);
      const now = clock();
      if (cached && now - cached.startedAt < maxAgeMs && !cached.read.isUnusable) {
        // The key contains the statement, which determines the type of its rows.
        return (cached.read as SharedRead<Row>).join(signal);
      }
      const read = new SharedRead((abandoned) =>
        warehouse.read(query, { ...rest, signal: abandoned }),
      );
      cache.purgeStale();
      cache.set(key, { read, startedAt: now, tables: sourceTables(query.tables) });
      return read.join(signal);
    },
    transaction: (name, work, options) => warehouse.transaction(name, work, options),
    script: (text, options) => warehouse.script(text, options),
    onCommit: (listener) => warehouse.onCommit(listener),
    copyFiles: warehouse.copyFiles,
    close: () => warehouse.close(),
  };
}

const views: ReadonlySet<TableName> = new Set(['onboarding', 'accounts', 'csms']);

/** Tables for the program's own bookkeeping, which a contract view never reads. */
const internalTables: ReadonlySet<TableName> = new Set([
  'runs',
  'policies',
  'members',
  'sessions',
  'invitations',
  'apiTokens',
  'signInFailures',
  'audit',
  'auditHead',
  'reviewCalls',
  'schedule',
  'notifications',
  'locks',
  'schemaVersions',
]);

/** A contract view may have been redefined to read any of these. */
const viewSources = allTables.filter((name) => !views.has(name) && !internalTables.has(name));

/** The tables a query reads, with each view replaced by the tables it may read. */
function sourceTables(tables: readonly TableName[]): ReadonlySet<TableName> {
  return new Set(tables.flatMap((name) => (views.has(name) ? viewSources : [name])));
}

/** A read with any number of callers waiting for it. It is aborted when the last of them leaves. */
class SharedRead<Row> {
  readonly #controller = new AbortController();
  readonly #rows: Promise<readonly Row[]>;
  #waiting = 0;
  #state: 'running' | 'done' | 'failed' = 'running';

  /** @param start begins the read; its signal is aborted when no caller is left */
  constructor(start: (signal: AbortSignal) => Promise<readonly Row[]>) {
    this.#rows = start(this.#controller.signal);
    this.#rows.then(
      () => {
        this.#state = 'done';
      },
      () => {
        this.#state = 'failed';
      },
    );
  }

  /** True if the read failed or was aborted, so new callers must start another one. */
  get isUnusable(): boolean {
    return this.#state === 'failed' || this.#controller.signal.aborted;
  }

  /**
   * Waits for the rows.
   * @returns an array of the caller's own, which it may change
   * @throws AppError `cancelled` if `signal` is aborted first; otherwise what the read failed with
   */
  async join(signal?: AbortSignal): Promise<Row[]> {
    const abort = rejectOnAbort(signal);
    this.#waiting++;
    try {
      return [...(await Promise.race([this.#rows, abort.promise]))];
    } finally {
      abort.stop();
      this.#waiting--;
      if (this.#waiting === 0 && this.#state === 'running') {
        this.#controller.abort(signal?.reason);
      }
    }
  }
}

/** A promise that rejects when the signal is aborted; `stop` removes its listener. */
function rejectOnAbort(signal: AbortSignal | undefined) {
  let onAbort = () => {};
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => signal && reject(cancelledError(signal));
  });
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  return { promise, stop: () => signal?.removeEventListener('abort', onAbort) };
}
