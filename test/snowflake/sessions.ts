import { randomUUID } from 'node:crypto';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { DatabaseFiles } from '@/lib/warehouse/database-files';
import { attachDatabases } from '@/lib/warehouse/duckdb/dialect';
import { canceled, type SnowflakeError, toSnowflakeError } from './errors';
import { lockConflict, TableLocks } from './locks';
import { defaultParameters, duckDbSetting } from './parameters';

/** An account with its in-memory databases and sessions. */
export class Account {
  readonly sessions = new Set<Session>();
  readonly locks = new TableLocks();

  private constructor(
    readonly name: string,
    private readonly instance: DuckDBInstance,
    private readonly ownConnection: DuckDBConnection,
  ) {}

  /** Creates an account with the databases in these files. Default: empty databases in memory. */
  static async open(name: string, files?: DatabaseFiles): Promise<Account> {
    // Test tables are small, and many accounts are open at once.
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const ownConnection = await instance.connect();
    if (files) await attachDatabases(ownConnection, files, { readOnly: false, create: false });
    else for (const sql of schema) await ownConnection.run(sql);
    return new Account(name, instance, ownConnection);
  }

  /** Opens a session. */
  async openSession(options: {
    readonly user: string;
    readonly role?: string | undefined;
    readonly warehouse?: string | undefined;
    readonly database?: string | undefined;
    readonly schema?: string | undefined;
    readonly parameters: Readonly<Record<string, string | number | boolean>>;
  }): Promise<Session> {
    const session = new Session(this, await this.instance.connect(), options);
    await session.prepare();
    this.sessions.add(session);
    return session;
  }

  /** Ends all sessions and deletes the databases. */
  async close(): Promise<void> {
    for (const session of [...this.sessions]) await session.end();
    this.ownConnection.closeSync();
    this.instance.closeSync();
  }
}

/** The databases that the app expects, and the one type whose name differs in DuckDB. */
const schema = [
  "ATTACH ':memory:' AS DSV_WAREHOUSE",
  'CREATE SCHEMA DSV_WAREHOUSE.DATA_SCIENCE',
  "ATTACH ':memory:' AS DSV_SHARE",
  'CREATE SCHEMA DSV_SHARE.PUBLIC',
  'CREATE TYPE memory.main.TIMESTAMP_NTZ AS TIMESTAMP',
];

/** The accounts of a server by name, each created at its first login. */
export class Accounts {
  readonly #byName = new Map<string, Promise<Account>>();
  readonly #open = new Set<Account>();
  /** Tokens of ended sessions. Their error differs from that of unknown tokens. */
  readonly #endedTokens = new Set<string>();

  constructor(private readonly files?: DatabaseFiles) {}

  /** Returns the account with this name, and creates it if needed. */
  get(name: string): Promise<Account> {
    const key = name.toUpperCase();
    const existing = this.#byName.get(key);
    if (existing) return existing;
    const opening = Account.open(key, this.files).then((account) => {
      this.#open.add(account);
      return account;
    });
    this.#byName.set(key, opening);
    return opening;
  }

  /** All open sessions, or those of one account. */
  sessions(name?: string): readonly Session[] {
    const selected = [...this.#open].filter(
      (account) => name === undefined || account.name === name.toUpperCase(),
    );
    return selected.flatMap((account) => [...account.sessions]);
  }

  /** The session of a token, even an expired one. */
  byToken(token: string | undefined): Session | undefined {
    return this.sessions().find((session) => session.token === token);
  }

  /** The session that a master token renews. */
  byMasterToken(token: string | undefined): Session | undefined {
    return this.sessions().find((session) => session.masterToken === token);
  }

  /** Ends a session. */
  async end(session: Session): Promise<void> {
    this.#endedTokens.add(session.token).add(session.masterToken);
    await session.end();
  }

  /** Whether this token belonged to a session that has ended. */
  hadToken(token: string | undefined): boolean {
    return token !== undefined && this.#endedTokens.has(token);
  }

  async close(): Promise<void> {
    for (const opening of this.#byName.values()) await (await opening).close();
  }
}

let nextSessionId = 1_000_000;

/** Number of statements per session that are kept for retries. */
const MAX_KEPT_STATEMENTS = 200;

/** A session with its own tokens, parameters, transaction, and DuckDB connection. */
export class Session {
  readonly id = nextSessionId++;
  readonly user: string;
  role: string;
  warehouse: string | undefined;
  database: string | undefined;
  schema: string | undefined;
  token = `token-${randomUUID()}`;
  masterToken = `master-${randomUUID()}`;
  tokenExpired = false;
  masterExpired = false;
  readonly parameters = new Map<string, string | number | boolean>();
  /** Statements by request id, so a retry gets the original response. */
  readonly running = new Map<string, RunningStatement>();

  #isRequested = false;
  #hasBegun = false;
  /** The commit after which the transaction began. */
  #begunAfter = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    readonly account: Account,
    readonly connection: DuckDBConnection,
    options: Parameters<Account['openSession']>[0],
  ) {
    this.user = options.user;
    this.role = options.role?.toUpperCase() ?? 'PUBLIC';
    this.warehouse = options.warehouse?.toUpperCase();
    this.database = options.database?.toUpperCase();
    this.schema = options.schema?.toUpperCase() ?? (this.database && 'PUBLIC');
    for (const [name, value] of Object.entries({ ...defaultParameters, ...options.parameters })) {
      this.parameters.set(name, value);
    }
  }

  /** Applies the session's parameters and current schema to the connection. */
  async prepare(): Promise<void> {
    for (const [name, value] of this.parameters) await this.setParameter(name, value);
    const current = this.database && this.schema && `${this.database}.${this.schema},`;
    await this.connection.run(`SET search_path = '${current ?? ''}memory.main'`).catch((error) => {
      throw toSnowflakeError(error);
    });
  }

  /** Sets a parameter, on the connection too if DuckDB has a setting for it. */
  async setParameter(name: string, value: string | number | boolean): Promise<void> {
    const setting = duckDbSetting(name, value);
    if (setting) await this.connection.run(setting);
    this.parameters.set(name, value);
  }

  /** Keeps a statement, so it can be stopped and a retry gets its response. */
  keep(running: RunningStatement): void {
    this.running.set(running.requestId, running);
    const [oldest] = this.running.keys();
    if (this.running.size > MAX_KEPT_STATEMENTS && oldest !== undefined)
      this.running.delete(oldest);
  }

  /** Runs `work` after all earlier work has ended. */
  runSerially<R>(work: () => Promise<R>): Promise<R> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Whether a transaction is open, even without changes. */
  get inTransaction(): boolean {
    return this.#isRequested || this.#hasBegun;
  }

  /** Handles BEGIN. The transaction starts at the first change, so reads see all committed data. */
  requestTransaction(): void {
    this.#isRequested = true;
  }

  /** Begins a transaction before a change, unless the session autocommits. */
  async beginToChange(): Promise<void> {
    if (this.#hasBegun || !(this.#isRequested || this.parameters.get('AUTOCOMMIT') === false))
      return;
    await this.connection.run('BEGIN');
    this.#hasBegun = true;
    this.#begunAfter = this.account.locks.now;
  }

  /**
   * Locks a table for the transaction or, with autocommit, for the statement. Fails if the table
   * changed since the transaction began, because DuckDB would not see the changes.
   * @returns whether the transaction did not hold the lock before
   */
  async lockTable(table: string, signal: AbortSignal): Promise<boolean> {
    const { locks } = this.account;
    const seconds = Number(this.parameters.get('LOCK_TIMEOUT'));
    const isNew = await locks.acquire(table, this, { seconds, signal });
    if (this.#hasBegun && locks.changedSince(table, this.#begunAfter)) {
      throw lockConflict(table, 'it changed since your transaction began');
    }
    return isNew;
  }

  /** Releases the locks of a statement that is its own transaction. */
  endStatement(): void {
    if (!this.#hasBegun) this.account.locks.releaseAll(this, { committed: true });
  }

  /** Ends the open transaction, if any. */
  async finish(verb: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const begun = this.#hasBegun;
    this.#hasBegun = false;
    this.#isRequested = false;
    try {
      if (begun) await this.connection.run(verb);
    } catch (error) {
      await this.connection.run('ROLLBACK').catch(() => undefined);
      throw toSnowflakeError(error);
    } finally {
      this.account.locks.releaseAll(this, { committed: verb === 'COMMIT' });
    }
  }

  /** Ends the session: stops its statements and rolls back its transaction. */
  async end(): Promise<void> {
    if (!this.account.sessions.delete(this)) return;
    for (const running of this.running.values()) running.stop();
    await this.runSerially(async () => {
      await this.finish('ROLLBACK');
      this.connection.closeSync();
    });
  }
}

/** A running or finished statement. */
export class RunningStatement<Response = unknown> {
  readonly queryId: string = randomUUID();
  readonly response: Promise<Response>;
  ended = false;
  /** How many more times it is reported as in progress, even if it has ended. */
  inProgress = 0;
  readonly #controller = new AbortController();

  constructor(
    readonly requestId: string,
    work: (running: RunningStatement<Response>) => Promise<Response>,
  ) {
    this.response = work(this).finally(() => {
      this.ended = true;
    });
  }

  /** Aborts with the statement's error as its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops the statement. Returns whether it was still running. */
  stop(reason: SnowflakeError = canceled()): boolean {
    if (this.ended) return false;
    this.#controller.abort(reason);
    return true;
  }
}
