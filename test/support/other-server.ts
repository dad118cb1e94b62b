import { withCommitEvents } from '@/lib/warehouse/commit-events';
import type { Query, Warehouse } from '@/lib/warehouse/types';

/** A server's own connection to data that others also write. */
export interface ServerConnection {
  readonly warehouse: Warehouse;
  /** Returns the names of the statements since the last call. */
  readonly takeStatements: () => string[];
  /** Runs before each read outside a transaction. */
  beforeRead: (query: Query<unknown>) => void | Promise<void>;
}

/**
 * Connects to a DuckDB warehouse as a server connects to Snowflake: it is notified only of its own
 * commits, and others can write at any time.
 */
export function connectLikeSnowflake(shared: Warehouse): ServerConnection {
  const statements: string[] = [];
  const connection: ServerConnection = {
    warehouse: withCommitEvents({
      kind: 'snowflake',
      async read(query, options) {
        await connection.beforeRead(query);
        statements.push(query.name);
        return shared.read(query, options);
      },
      transaction: (name, work, options) => shared.transaction(name, work, options),
      script: (text, options) => shared.script(text, options),
      close: () => shared.close(),
    }),
    takeStatements: () => statements.splice(0),
    beforeRead: () => {},
  };
  return connection;
}
