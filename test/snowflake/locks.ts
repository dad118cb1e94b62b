import { SnowflakeError } from './errors';

interface Lock {
  readonly holder: object;
  readonly released: Promise<void>;
  readonly release: () => void;
}

/**
 * Snowflake's table locks, which DuckDB does not have: a transaction locks a table before it updates,
 * deletes, or merges rows, and others wait.
 */
export class TableLocks {
  readonly #locks = new Map<string, Lock>();
  readonly #commits = new Map<string, number>();
  #now = 0;

  /** The current commit number, for `changedSince`. */
  get now(): number {
    return this.#now;
  }

  /**
   * Waits for the lock on a table.
   * @returns whether the holder did not have it before
   * @throws SnowflakeError after a timeout, or the signal's reason
   */
  async acquire(
    table: string,
    holder: object,
    { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
  ): Promise<boolean> {
    const timeout = AbortSignal.timeout(seconds * 1000);
    for (let lock = this.#locks.get(table); lock; lock = this.#locks.get(table)) {
      if (lock.holder === holder) return false;
      await untilReleased(lock, AbortSignal.any([signal, timeout]));
      if (signal.aborted) throw signal.reason;
      if (timeout.aborted) throw lockConflict(table, 'this lock has not yet been released');
    }
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#locks.set(table, { holder, released, release });
    return true;
  }

  /** Whether changes of a table were committed after a commit number. */
  changedSince(table: string, commit: number): boolean {
    return (this.#commits.get(table) ?? 0) > commit;
  }

  /** Releases the lock on a table that was not changed. */
  release(table: string): void {
    this.#locks.get(table)?.release();
    this.#locks.delete(table);
  }

  /** Releases all locks of a transaction. */
  releaseAll(holder: object, { committed }: { readonly committed: boolean }): void {
    this.#now++;
    for (const [table, lock] of this.#locks) {
      if (lock.holder !== holder) continue;
      if (committed) this.#commits.set(table, this.#now);
      this.release(table);
    }
  }
}

/** The error for a lock that another transaction holds or held. */
export function lockConflict(table: string, reason: string): SnowflakeError {
  return new SnowflakeError(
    '000625',
    '57014',
    `A statement has locked table '${table}': ${reason}.`,
  );
}

async function untilReleased({ released }: Lock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([released, aborted]);
  signal.removeEventListener('abort', stop);
}
