import { MINUTE_MS } from '@/lib/time';
import { withCommitEvents } from '@/lib/warehouse/commit-events';
import { Semaphore } from '@/lib/warehouse/semaphore';
import type { Session, Warehouse } from '@/lib/warehouse/types';
import { withViewProblems } from '@/lib/warehouse/view-problems';
import { loadSdk, openSession } from './connect';
import { mapNames } from './name-mapping';
import type { SnowflakeOptions } from './options';
import { type Installation, renderStatement } from './render';
import { runScript } from './script';
import { SessionPool, type SnowflakeSession } from './session';
import { readFromPool, transaction } from './transaction';

/**
 * Opens a Snowflake warehouse and logs in once, so that wrong settings fail immediately.
 * @throws AppError `warehouse_*` that names the setting to check
 */
export async function openSnowflake(options: SnowflakeOptions): Promise<Warehouse> {
  const sdk = await loadSdk(options);
  const open = (autocommit: boolean) => () => openSession(sdk, options, { autocommit });
  const warehouse = new SnowflakeWarehouse(
    new SessionPool(options.poolSize, open(false)),
    open(true),
    options,
  );
  try {
    await warehouse.logIn();
    return withCommitEvents(withViewProblems(warehouse));
  } catch (error) {
    await warehouse.close();
    throw error;
  }
}

class SnowflakeWarehouse implements Omit<Warehouse, 'onCommit'> {
  readonly kind = 'snowflake';
  readonly #pool: SessionPool;
  readonly #openForScript: () => Promise<SnowflakeSession>;
  readonly #scripts = new Semaphore(['a script at a time']);
  readonly #installation: Installation;
  #closing: Promise<void> | undefined;

  constructor(
    pool: SessionPool,
    openForScript: () => Promise<SnowflakeSession>,
    installation: Installation,
  ) {
    this.#pool = pool;
    this.#openForScript = openForScript;
    this.#installation = installation;
  }

  /** Opens the first session of the pool. */
  async logIn(): Promise<void> {
    // Longer than a login may take, so that its own error is shown.
    await this.#pool.use('log in', { timeoutMs: MINUTE_MS }, async () => undefined);
  }

  read: Warehouse['read'] = (query, options = {}) =>
    readFromPool(this.#pool, this.#here(query), options);

  transaction: Warehouse['transaction'] = (name, work, options = {}) =>
    transaction(this.#pool, name, (session) => work(this.#sessionHere(session)), options);

  script: Warehouse['script'] = (sql, options = {}) =>
    this.#scripts.use('script', options, async () => {
      // Use a separate session, because a script may leave it in any state.
      const session = await this.#openForScript();
      try {
        // A person sees the tables as they are, so only names are mapped.
        const { nameMapping = new Map() } = this.#installation;
        return await runScript(session, sql, (each) => mapNames(each, nameMapping), options);
      } finally {
        await session.end();
      }
    });

  close(): Promise<void> {
    this.#closing ??= Promise.all([this.#pool.close(), this.#scripts.close()]).then(() => {});
    return this.#closing;
  }

  #here<S extends { readonly sql: string }>(statement: S): S {
    return { ...statement, sql: renderStatement(statement.sql, this.#installation) };
  }

  #sessionHere(session: Session): Session {
    return {
      read: (query) => session.read(this.#here(query)),
      write: (command) => session.write(this.#here(command)),
    };
  }
}
