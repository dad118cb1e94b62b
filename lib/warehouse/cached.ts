import { SharedRead } from './shared-read';
import { touchedTables } from './touched-tables';
import type { Query, Session, StatementOptions, Warehouse } from './types';

/** Most answers kept; the oldest goes first. */
const most = 200;
/** How long an answer is kept at most, in milliseconds: some are large. */
const longestMs = 60_000;

interface Kept {
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
export function cached(warehouse: Warehouse, clock = () => performance.now()): Warehouse {
  const kept = new Map<string, Kept>();

  const keep = (key: string, entry: Kept) => {
    kept.delete(key);
    kept.set(key, entry);
    for (const [old, { from }] of kept) {
      // In the order in which they began.
      if (kept.size <= most && entry.from - from <= longestMs) break;
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
      if (known && from - known.from < maxAgeMs && !known.read.lost) {
        // The key has the statement, which says what a row is.
        return (known.read as SharedRead<Row>).join(signal);
      }
      const read = new SharedRead((left) => warehouse.read(query, { ...rest, signal: left }));
      keep(key, { read, from, tables: touchedTables(query.sql) });
      return read.join(signal);
    },
    async transaction(name, work, options) {
      const writes = new Set<string>();
      try {
        return await warehouse.transaction(name, (inner) => work(noting(inner, writes)), options);
      } finally {
        // However it ended: a commit whose answer was lost may have been made.
        for (const sql of writes) forget(touchedTables(sql));
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
function noting(session: Session, writes: Set<string>): Session {
  return {
    read: (query) => session.read(query),
    write(command) {
      writes.add(command.sql);
      return session.write(command);
    },
  };
}
