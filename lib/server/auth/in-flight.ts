/** Counts what is in progress by key. It keeps nothing for a key once all of it has ended. */
export class InFlight {
  readonly #counts = new Map<string, number>();
  #size = 0;

  /** The number in progress under all keys. */
  get size(): number {
    return this.#size;
  }

  /** Adds one, and returns how many of the key were in progress before. */
  enter(key: string): number {
    const before = this.#counts.get(key) ?? 0;
    this.#counts.set(key, before + 1);
    this.#size += 1;
    return before;
  }

  /** Takes one away. */
  leave(key: string): void {
    const left = (this.#counts.get(key) ?? 0) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
    this.#size -= 1;
  }
}
