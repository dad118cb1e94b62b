import { randomUUID } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Account } from './account';
import { toSnowflakeError } from './errors';
import { defaultParameters } from './parameters';
import type { Running } from './running';

let sessions = 1_000_000;

/** Answers to repeated requests are kept for so many statements of a session. */
const keptAnswers = 200;

/** A session: its tokens, its parameters, its one transaction, and a connection of its own. */
export class Session {
  readonly id = sessions++;
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
  readonly running = new Map<string, Running>();

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
  remember(running: Running): void {
    this.running.set(running.requestId, running);
    const [oldest] = this.running.keys();
    if (this.running.size > keptAnswers && oldest !== undefined) this.running.delete(oldest);
  }

  /** Runs `work` once all that was asked before has ended. */
  inTurn<R>(work: () => Promise<R>): Promise<R> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Whether a transaction is open, though nothing may have been changed in it. */
  get inTransaction(): boolean {
    return this.#asked || this.#begun;
  }

  /** Asks for a transaction: it begins with the first change, as reads see all that is committed. */
  ask(): void {
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
    } finally {
      this.account.locks.release(this);
    }
  }

  /** Ends the session: what runs is stopped, what was not committed is undone. */
  async end(): Promise<void> {
    if (!this.account.sessions.delete(this)) return;
    for (const running of this.running.values()) running.stop();
    await this.inTurn(async () => {
      await this.finish('ROLLBACK');
      this.connection.closeSync();
    });
  }
}
