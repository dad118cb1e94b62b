import { randomUUID } from 'node:crypto';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { canceled, type SnowflakeError, toSnowflakeError } from './errors';
import { defaultParameters } from './parameters';

/** An account: databases in memory, and its sessions. */
export class Account {
  readonly sessions = new Set<Session>();

  private constructor(
    readonly name: string,
    private readonly instance: DuckDBInstance,
    private readonly keeper: DuckDBConnection,
  ) {}

  /** Creates an account with empty databases. */
  static async open(name: string): Promise<Account> {
    // A test's tables are small, and many accounts are open at once.
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const keeper = await instance.connect();
    for (const sql of schema) await keeper.run(sql);
    return new Account(name, instance, keeper);
  }

  /** Starts a session. */
  async openSession(asked: {
    readonly user: string;
    readonly role?: string | undefined;
    readonly warehouse?: string | undefined;
    readonly database?: string | undefined;
    readonly schema?: string | undefined;
    readonly parameters: Readonly<Record<string, string | number | boolean>>;
  }): Promise<Session> {
    const session = new Session(this, await this.instance.connect(), asked);
    await session.prepare();
    this.sessions.add(session);
    return session;
  }

  /** Ends every session and forgets everything. */
  async close(): Promise<void> {
    for (const session of [...this.sessions]) await session.end();
    this.keeper.closeSync();
    this.instance.closeSync();
  }
}

/** What our program expects in an account, and the one type whose name differs in DuckDB. */
const schema = [
  "ATTACH ':memory:' AS DSV_WAREHOUSE",
  'CREATE SCHEMA DSV_WAREHOUSE.DATA_SCIENCE',
  "ATTACH ':memory:' AS DSV_SHARE",
  'CREATE SCHEMA DSV_SHARE.PUBLIC',
  'CREATE TYPE memory.main.TIMESTAMP_NTZ AS TIMESTAMP',
];

/** The accounts of a server by name, each made when somebody first logs in to it. */
export class Accounts {
  readonly #byName = new Map<string, Promise<Account>>();
  readonly #open = new Set<Account>();
  /** Tokens of sessions that have ended, which are answered otherwise than unknown ones. */
  readonly #gone = new Set<string>();

  /** The account of this name, made where nobody has logged in to it yet. */
  get(name: string): Promise<Account> {
    const key = name.toUpperCase();
    const known = this.#byName.get(key);
    if (known) return known;
    const opening = Account.open(key).then((account) => {
      this.#open.add(account);
      return account;
    });
    this.#byName.set(key, opening);
    return opening;
  }

  /** Every session, of one account where a name is given. */
  sessions(name?: string): readonly Session[] {
    const meant = [...this.#open].filter(
      (account) => name === undefined || account.name === name.toUpperCase(),
    );
    return meant.flatMap((account) => [...account.sessions]);
  }

  /** The session that a token stands for, expired or not. */
  byToken(token: string | undefined): Session | undefined {
    return this.sessions().find((session) => session.token === token);
  }

  /** The session that a master token renews. */
  byMasterToken(token: string | undefined): Session | undefined {
    return this.sessions().find((session) => session.masterToken === token);
  }

  /** Ends a session for good. */
  async end(session: Session): Promise<void> {
    this.#gone.add(session.token).add(session.masterToken);
    await session.end();
  }

  /** Whether this was the token of a session that has ended. */
  hadToken(token: string | undefined): boolean {
    return token !== undefined && this.#gone.has(token);
  }

  async close(): Promise<void> {
    for (const opening of this.#byName.values()) await (await opening).close();
  }
}

let nextSessionId = 1_000_000;

/** Answers to repeated requests are kept for so many statements of a session. */
const MAX_KEPT_STATEMENTS = 200;

/** A session: its tokens, its parameters, its one transaction, and a connection of its own. */
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
  /** What was asked of it, by request id: a request that is repeated gets the first's answer. */
  readonly running = new Map<string, RunningStatement>();

  #asked = false;
  #begun = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    readonly account: Account,
    readonly connection: DuckDBConnection,
    asked: Parameters<Account['openSession']>[0],
  ) {
    this.user = asked.user;
    this.role = asked.role?.toUpperCase() ?? 'PUBLIC';
    this.warehouse = asked.warehouse?.toUpperCase();
    this.database = asked.database?.toUpperCase();
    this.schema = asked.schema?.toUpperCase() ?? (this.database && 'PUBLIC');
    for (const [name, value] of Object.entries({ ...defaultParameters, ...asked.parameters })) {
      this.parameters.set(name, value);
    }
  }

  /** Makes the connection work as the session's parameters and current schema say. */
  async prepare(): Promise<void> {
    await this.connection.run(`SET TimeZone = '${this.parameters.get('TIMEZONE')}'`);
    const current = this.database && this.schema && `${this.database}.${this.schema},`;
    await this.connection.run(`SET search_path = '${current ?? ''}memory.main'`).catch((error) => {
      throw toSnowflakeError(error);
    });
  }

  /** Keeps what is asked, so that it can be stopped, or answered again. */
  remember(running: RunningStatement): void {
    this.running.set(running.requestId, running);
    const [oldest] = this.running.keys();
    if (this.running.size > MAX_KEPT_STATEMENTS && oldest !== undefined)
      this.running.delete(oldest);
  }

  /** Runs `work` once all that was asked before has ended. */
  runSerially<R>(work: () => Promise<R>): Promise<R> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Whether a transaction is open, though nothing may have been changed in it. */
  get inTransaction(): boolean {
    return this.#asked || this.#begun;
  }

  /** Asks for a transaction: it begins with the first change, as reads see all that is committed. */
  requestTransaction(): void {
    this.#asked = true;
  }

  /** Begins the transaction of a change, unless the change is one by itself. */
  async beginToChange(): Promise<void> {
    if (this.#begun || !(this.#asked || this.parameters.get('AUTOCOMMIT') === false)) return;
    await this.connection.run('BEGIN');
    this.#begun = true;
  }

  /** Ends the transaction, if there is one. */
  async finish(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const begun = this.#begun;
    this.#begun = false;
    this.#asked = false;
    try {
      if (begun) await this.connection.run(how);
    } catch (error) {
      await this.connection.run('ROLLBACK').catch(() => undefined);
      throw toSnowflakeError(error);
    }
  }

  /** Ends the session: what runs is stopped, what was not committed is undone. */
  async end(): Promise<void> {
    if (!this.account.sessions.delete(this)) return;
    for (const running of this.running.values()) running.stop();
    await this.runSerially(async () => {
      await this.finish('ROLLBACK');
      this.connection.closeSync();
    });
  }
}

/** A statement on its way: it can be stopped, waited for, and asked for again. */
export class RunningStatement<Answer = unknown> {
  readonly queryId: string = randomUUID();
  readonly answer: Promise<Answer>;
  ended = false;
  /** How often it is still answered as in progress, however soon it ends. */
  inProgress = 0;
  readonly #controller = new AbortController();

  constructor(
    readonly requestId: string,
    work: (running: RunningStatement<Answer>) => Promise<Answer>,
  ) {
    this.answer = work(this).finally(() => {
      this.ended = true;
    });
  }

  /** Aborts with what the statement is to be answered. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops it; answers whether there was anything to stop. */
  stop(why: SnowflakeError = canceled()): boolean {
    if (this.ended) return false;
    this.#controller.abort(why);
    return true;
  }
}
