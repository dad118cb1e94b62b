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
}

/** A named statement that changes rows. */
export interface Command {
  readonly name: string;
  /** The tables and contract views that it reads or writes. */
  readonly tables: readonly TableName[];
  readonly sql: string;
  readonly binds: readonly Bind[];
}

export interface StatementOptions {
  /** Cancels the statement in the engine when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which the statement is cancelled; the engine's default otherwise. */
  readonly timeoutMs?: number | undefined;
  /** Who asks and where, for the engine's own history of statements. */
  readonly tag?: StatementTag | undefined;
  /**
   * Maximum age of a cached result in milliseconds (at most a minute). 0 bypasses the cache but
   * still stores the result. Without it, the read neither uses nor fills the cache.
   */
  readonly maxAgeMs?: number | undefined;
}

/** What an engine that keeps a history of statements is told beside a statement's name. */
export interface StatementTag {
  /** The member's id. */
  readonly person: string;
  /** The page or route that was asked for, such as `/queue`. */
  readonly path: string;
}

export interface TransactionOptions extends StatementOptions {
  /**
   * `work` finds what an earlier try of its own committed and answers that. Only then is it run
   * again when the answer to a commit was lost.
   */
  readonly idempotent?: boolean | undefined;
}

/** What can be done inside a transaction. */
export interface Session {
  read<Row>(query: Query<Row>): Promise<Row[]>;
  /** Answers the number of rows affected. */
  write(command: Command): Promise<number>;
}

/** The answer of a statement whose shape nobody declared. */
export interface ScriptResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Null for a statement that never changes rows, such as CREATE VIEW. */
  readonly rowsAffected: number | null;
}

/**
 * The door to the data: every statement of the program passes here, whatever the engine.
 * Failures are AppErrors with a `warehouse_*`, `timeout` or `cancelled` code.
 */
export interface Warehouse {
  readonly kind: 'duckdb' | 'snowflake';
  read<Row>(query: Query<Row>, options?: StatementOptions): Promise<Row[]>;
  /**
   * Runs `work` in one transaction: commits when it resolves, rolls back when it throws. A write
   * conflict reported by the engine runs `work` again from the start, so it must have no effect
   * outside its session.
   */
  transaction<T>(
    name: string,
    work: (session: Session) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /** Runs statements written by a person (`npm run sql`, migrations), answering the last one's table. */
  script(sql: string, options?: StatementOptions): Promise<ScriptResult>;
  close(): Promise<void>;
}

/** Told of every statement once it ended, well or not. */
export type StatementObserver = (event: {
  readonly name: string;
  readonly ms: number;
  readonly ok: boolean;
  /** `control` is what makes no part of the work: COMMIT, ROLLBACK, the setting up of a session. */
  readonly kind: 'statement' | 'control';
}) => void;
