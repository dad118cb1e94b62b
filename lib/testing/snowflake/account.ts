import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { dialect } from '@/lib/warehouse/duckdb/boot';
import { informationSchema } from './information-schema';
import { Locks } from './locks';
import { Session } from './session';

/** The databases that an account has, each with its schemas. */
export type Databases = Readonly<Record<string, readonly string[]>>;

/** What our program finds in an account unless told otherwise. */
export const usualDatabases: Databases = {
  DSV_WAREHOUSE: ['DATA_SCIENCE'],
  DSV_SHARE: ['PUBLIC'],
};

/** An account: databases of its own in memory, and the sessions that work on them. */
export class Account {
  readonly locks = new Locks();
  readonly sessions = new Set<Session>();

  private constructor(
    readonly name: string,
    private readonly instance: DuckDBInstance,
    private readonly keeper: DuckDBConnection,
  ) {}

  /** Makes an account with empty databases. */
  static async open(name: string, databases: Databases): Promise<Account> {
    // A test's tables are small, and many accounts are open at once.
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const keeper = await instance.connect();
    for (const sql of [...dialect, ...informationSchema]) await keeper.run(sql);
    const account = new Account(name, instance, keeper);
    for (const [database, schemas] of Object.entries(databases)) {
      await account.addDatabase(database, schemas);
    }
    return account;
  }

  /** Adds a database where it is missing, and the schemas it lacks. */
  async addDatabase(name: string, schemas: readonly string[] = ['PUBLIC']): Promise<void> {
    await this.keeper.run(`ATTACH IF NOT EXISTS ':memory:' AS ${quoted(name)}`);
    for (const schema of schemas) {
      await this.keeper.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(name)}.${quoted(schema)}`);
    }
  }

  /** Removes a database and all that is in it. */
  async dropDatabase(name: string): Promise<void> {
    await this.keeper.run(`DETACH ${quoted(name)}`);
  }

  /** Begins a session of somebody who has logged in. */
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

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
