import { lockTimeout } from './errors';

interface Waiter {
  readonly holder: object;
  readonly enter: () => void;
  readonly giveUp: () => void;
}

/** The locks that changes take on tables, held until their transaction ends, and waited for. */
export class Locks {
  readonly #holders = new Map<string, object>();
  readonly #waiters = new Map<string, Waiter[]>();
  #arrivals: (() => void)[] = [];

  /** Waits for a table; refused after so many seconds or when `signal` aborts. */
  async take(table: string, holder: object, seconds: number, signal: AbortSignal): Promise<void> {
    const current = this.#holders.get(table);
    if (current === holder) return;
    if (!current) {
      this.#holders.set(table, holder);
      return;
    }
    if (seconds <= 0) throw lockTimeout(table);
    await this.#wait(table, holder, seconds, signal);
  }

  #wait(table: string, holder: object, seconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        const others = this.#waiters.get(table)?.filter((each) => each !== waiter) ?? [];
        this.#waiters.set(table, others);
      };
      const waiter: Waiter = {
        holder,
        enter: () => {
          leave();
          resolve();
        },
        giveUp: () => {
          leave();
          reject(lockTimeout(table));
        },
      };
      const abort = () => {
        leave();
        reject(signal.reason);
      };
      const timer = setTimeout(waiter.giveUp, seconds * 1000);
      signal.addEventListener('abort', abort);
      this.#waiters.set(table, [...(this.#waiters.get(table) ?? []), waiter]);
      for (const arrived of this.#arrivals.splice(0)) arrived();
    });
  }

  /** Lets go of all that somebody holds; whoever waited longest is next. */
  release(holder: object): void {
    for (const [table, current] of this.#holders) {
      if (current !== holder) continue;
      const next = this.#waiters.get(table)?.[0];
      if (next) this.#holders.set(table, next.holder);
      else this.#holders.delete(table);
      next?.enter();
    }
  }

  /** Settles as soon as a statement waits for a lock. */
  async waitedFor(): Promise<void> {
    if ([...this.#waiters.values()].some((waiters) => waiters.length > 0)) return;
    await new Promise<void>((resolve) => this.#arrivals.push(resolve));
  }

  /** Makes LOCK_TIMEOUT pass at once for every statement that waits. */
  runOut(): void {
    for (const waiters of [...this.#waiters.values()]) {
      for (const waiter of [...waiters]) waiter.giveUp();
    }
  }
}
