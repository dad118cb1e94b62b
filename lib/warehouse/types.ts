import type { z } from 'zod';
import type { TableName } from './tables';

/** A value bound to a `?`. Times are bound as ISO 8601 in UTC and cast to TIMESTAMP_NTZ. */
export type Bind = string | number | boolean | null;

/** A named statement that returns rows, with its binds and the schema that parses each row. */
export interface Query<Row> {
  readonly name: string;
  /** The tables and contract views that it reads. */
  readonly tables: readonly TableName[];
  readonly sql: string;
  readonly binds: readonly Bind[];
  readonly row: z.ZodType<Row>;
  /** Whether it may read years of history, so that it takes long. */
  readonly isReport?: boolean | undefined;
}

/** A named statement that changes rows. */
export interface Command {
  readonly name: string;
  /** The tables and contract views that it reads or writes. */
  readonly tables: readonly TableName[];
  readonly sql: string;
  readonly binds: readonly Bind[];
  /** Whether cached reads of its tables are out of date afterwards. Default: true. */
  readonly evictsCache?: boolean | undefined;
}

export interface StatementOptions {
  /** Cancels the statement in the engine. */
  readonly signal?: AbortSignal | undefined;
  /** Timeout in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** User and page, for Snowflake's query history. */
  readonly tag?: StatementTag | undefined;
  /**
   * Maximum age of a cached result in milliseconds (at most a minute). 0 bypasses the cache but
   * still stores the result. Without it, the read neither uses nor fills the cache.
   */
  readonly maxAgeMs?: number | undefined;
}

/** Recorded with each statement in Snowflake's query history. */
export interface StatementTag {
  /** The member's id. */
  readonly person: string;
  /** The requested page or route, such as `/queue`. */
  readonly path: string;
  /** As in the log and in the response's header. */
  readonly requestId?: string | undefined;
}

export interface TransactionOptions extends StatementOptions {
  /**
   * Whether `work` is safe to retry after a commit without a response, because it finds and returns
   * the result of an earlier attempt.
   */
  readonly idempotent?: boolean | undefined;
  /**
   * Whether the caller applies the change to the read model itself. Otherwise the read model reloads
   * if the transaction wrote to a table that it reads.
   */
  readonly tracked?: boolean | undefined;
}

/** A transaction that was committed, or may have been. */
export interface Commit {
  readonly name: string;
  /**
   * The tables and contract views that it wrote or read for writing, without those of commands that
   * evict no cached read.
   */
  readonly tables: ReadonlySet<TableName>;
  /** From the transaction's options; false if the commit is uncertain. */
  readonly tracked: boolean;
}

/** A transaction in progress. */
export interface Session {
  read<Row>(query: Query<Row>): Promise<Row[]>;
  /** Returns the number of affected rows. */
  write(command: Command): Promise<number>;
}

/** The result of a statement without a row schema. */
export interface ScriptResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Null for a statement that never changes rows, such as CREATE VIEW. */
  readonly rowsAffected: number | null;
}

/** What a warehouse has at one moment, to compare a copy with its source. */
export interface WarehouseContents {
  /** The number of rows of each table, by its qualified name. */
  readonly rows: Readonly<Record<string, number>>;
  /** Null without our tables. */
  readonly schemaVersion: number | null;
  /** The newest entry of the audit trail; null if the schema has none yet. */
  readonly auditHead: { readonly entry: number; readonly hash: string } | null;
}

/**
 * Runs every statement, on either engine. Failures are AppErrors with the code `warehouse_*`,
 * `timeout`, or `cancelled`.
 */
export interface Warehouse {
  readonly kind: 'duckdb' | 'snowflake';
  read<Row>(query: Query<Row>, options?: StatementOptions): Promise<Row[]>;
  /**
   * Runs `work` in a transaction: commits when it resolves, rolls back when it throws. After a
   * write conflict, `work` runs again from the start, so it must have no other side effects.
   */
  transaction<T>(
    name: string,
    work: (session: Session) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /**
   * Runs statements written by a person (`npm run sql`) or a migration. Returns the last one's
   * result.
   */
  script(sql: string, options?: StatementOptions): Promise<ScriptResult>;
  /**
   * Calls the listener after each commit by this process, before the transaction's promise resolves.
   * @returns a function that removes the listener
   */
  onCommit(listener: (commit: Commit) => void): () => void;
  /**
   * Copies the files of the embedded warehouse as of one moment, while reads and writes go on. Only
   * `finishCopy` makes the copy complete. One copy at a time. Undefined on Snowflake.
   * @param path where to copy the warehouse's file; its share goes next to it
   * @returns what the copy must have
   */
  readonly copyFiles?:
    | ((path: string, options?: StatementOptions) => Promise<WarehouseContents>)
    | undefined;
  close(): Promise<void>;
}

/** Called after every statement, whether or not it succeeded. */
export type StatementObserver = (event: {
  readonly name: string;
  readonly ms: number;
  readonly ok: boolean;
  /** `control` is for COMMIT, ROLLBACK, and session setup. */
  readonly kind: 'statement' | 'control';
  /** Whether it did not succeed because its signal was aborted. */
  readonly canceled: boolean;
  readonly tag?: StatementTag | undefined;
}) => void;
