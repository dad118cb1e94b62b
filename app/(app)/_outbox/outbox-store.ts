import { createStore, delMany, setMany, type UseStore, values } from 'idb-keyval';
import { type Decided, isOutboxEntry, type OutboxEntry } from './entry';

interface TabMessage {
  readonly decided: readonly Decided[];
}

/**
 * One person's entries. They are in memory at once and in IndexedDB, shared with the person's other
 * tabs, a moment later. Each person has a database, so nobody sees or sends another's entries.
 */
export class OutboxStore {
  readonly #database: UseStore;
  readonly #name: string;
  #channel: BroadcastChannel | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #decidedListeners = new Set<(decided: readonly Decided[]) => void>();
  /** Number of unfinished writes by request id. A failed write never finishes. */
  readonly #writes = new Map<string, number>();
  #entries: readonly OutboxEntry[] = [];
  #writeFailed = false;

  /** @param person their email */
  constructor(person: string) {
    this.#name = `csm-routing-outbox:${person}`;
    this.#database = createStore(this.#name, 'entries');
  }

  /**
   * Follows the changes of other tabs. Returns a function that stops it.
   * @param onOtherTab called after another tab changed the entries
   */
  followOtherTabs(onOtherTab: () => void): () => void {
    const channel = new BroadcastChannel(this.#name);
    channel.onmessage = async ({ data }: MessageEvent<TabMessage>) => {
      this.#emitDecided(data.decided);
      await this.reload();
      onOtherTab();
    };
    this.#channel = channel;
    return () => {
      this.#channel = undefined;
      channel.close();
    };
  }

  /** All entries, oldest first. */
  get entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  /** The entries to send, oldest first. */
  get queued(): readonly OutboxEntry[] {
    return this.#entries.filter(({ state }) => state === 'queued');
  }

  /** True if the browser does not store the entries, so they end with this tab. */
  get writeFailed(): boolean {
    return this.#writeFailed;
  }

  find(requestId: string): OutboxEntry | undefined {
    return this.#entries.find((entry) => entry.requestId === requestId);
  }

  /** A time after every known entry's, even if the clock was set back. */
  nextCreatedAt(): number {
    return Math.max(Date.now(), (this.#entries.at(-1)?.createdAt ?? 0) + 1);
  }

  /** Adds entries, or replaces those with the same request id. */
  put(entries: readonly OutboxEntry[]): void {
    const ids = entries.map(({ requestId }) => requestId);
    this.#setEntries([...this.#without(ids), ...entries]);
    const pairs = entries.map((entry): [string, OutboxEntry] => [entry.requestId, entry]);
    void this.#write(ids, () => setMany(pairs, this.#database));
  }

  /** Removes entries, and reports those that were decided to every tab. */
  remove(ids: readonly string[], decided: readonly Decided[] = []): void {
    // Listeners first: the queue page must know the outcome when the entry disappears.
    this.#emitDecided(decided);
    this.#setEntries(this.#without(ids));
    void this.#write(ids, () => delMany([...ids], this.#database), decided);
  }

  /** Reads what other tabs wrote. Entries that this tab is still writing are kept as they are. */
  async reload(): Promise<void> {
    let stored: unknown[];
    try {
      stored = await values(this.#database);
    } catch (error) {
      this.#reportFailure(error);
      return;
    }
    const isWriting = ({ requestId }: OutboxEntry) => this.#writes.has(requestId);
    this.#setEntries([
      ...stored.filter(isOutboxEntry).filter((entry) => !isWriting(entry)),
      ...this.#entries.filter(isWriting),
    ]);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` with the entries that the server decided, whichever tab sent them. */
  onDecided(listener: (decided: readonly Decided[]) => void): () => void {
    this.#decidedListeners.add(listener);
    return () => this.#decidedListeners.delete(listener);
  }

  async #write(
    ids: readonly string[],
    write: () => Promise<void>,
    decided: readonly Decided[] = [],
  ): Promise<void> {
    for (const id of ids) this.#writes.set(id, (this.#writes.get(id) ?? 0) + 1);
    try {
      await write();
      this.#writeFailed = false;
      for (const id of ids) this.#finishWrite(id);
    } catch (error) {
      this.#reportFailure(error);
    }
    this.#channel?.postMessage({ decided } satisfies TabMessage);
  }

  #finishWrite(id: string): void {
    const remaining = (this.#writes.get(id) ?? 0) - 1;
    if (remaining > 0) this.#writes.set(id, remaining);
    else this.#writes.delete(id);
  }

  #reportFailure(error: unknown): void {
    console.warn('The browser could not store decisions.', error);
    this.#writeFailed = true;
    this.#notify();
  }

  #without(ids: readonly string[]): readonly OutboxEntry[] {
    return this.#entries.filter(({ requestId }) => !ids.includes(requestId));
  }

  #setEntries(entries: readonly OutboxEntry[]): void {
    this.#entries = [...entries].sort(
      (a, b) => a.createdAt - b.createdAt || a.requestId.localeCompare(b.requestId),
    );
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }

  #emitDecided(decided: readonly Decided[]): void {
    if (decided.length === 0) return;
    for (const listener of this.#decidedListeners) listener(decided);
  }
}
