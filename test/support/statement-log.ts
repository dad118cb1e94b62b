import type { Session, Warehouse } from '@/lib/warehouse/types';

/** Replaces a statement's result with rows, or throws instead of executing it. */
type Response = () => readonly unknown[];

/** A warehouse that records its statements. */
export interface LoggedWarehouse {
  readonly warehouse: Warehouse;
  /** The SQL of every statement since the last `clear`. */
  statements(): readonly string[];
  clear(): void;
  /** Responds to every statement that matches, until `times` are used up (default: no limit). */
  respond(pattern: RegExp, response: Response, times?: number): void;
}

/** Wraps a warehouse to record its SQL and respond to some of the statements itself. */
export function withStatementLog(inner: Warehouse): LoggedWarehouse {
  let log: string[] = [];
  const responses: { pattern: RegExp; response: Response; left: number }[] = [];

  /** Records a statement, and returns the planned response, if any. */
  function record(sql: string): readonly unknown[] | undefined {
    log.push(sql);
    const planned = responses.find(({ pattern, left }) => left > 0 && pattern.test(sql));
    if (!planned) return undefined;
    planned.left -= 1;
    return planned.response();
  }

  const read: Warehouse['read'] = async (query, options) => {
    const rows = record(query.sql);
    return rows ? rows.map((row) => query.row.parse(row)) : inner.read(query, options);
  };
  const session = (open: Session): Session => ({
    async read(query) {
      const rows = record(query.sql);
      return rows ? rows.map((row) => query.row.parse(row)) : open.read(query);
    },
    async write(command) {
      const rows = record(command.sql);
      return rows ? rows.length : open.write(command);
    },
  });
  return {
    warehouse: {
      kind: inner.kind,
      read,
      transaction: (name, work, options) =>
        inner.transaction(name, (open) => work(session(open)), options),
      script: (text, options) => inner.script(text, options),
      onCommit: (listener) => inner.onCommit(listener),
      close: () => inner.close(),
    },
    statements: () => log,
    clear() {
      log = [];
    },
    respond(pattern, response, times = Number.POSITIVE_INFINITY) {
      responses.push({ pattern, response, left: times });
    },
  };
}
