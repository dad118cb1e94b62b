import type { Session } from '@/app/(app)/_shared/session';
import type { AcceptRequest, Decided, NewDecision, NewUndo, OutboxEntry } from './entry';
import { OutboxSender } from './outbox-sender';
import { OutboxStore } from './outbox-store';

/** What happens to the entries now, in order of precedence. */
export type OutboxStatus = {
  /** Number of entries to send. */
  readonly queued: number;
  /** Number of entries that the server refused. */
  readonly refused: number;
  /** True if the entries end with this tab, because the browser does not store them. */
  readonly onlyInThisTab: boolean;
} & (
  | { readonly kind: 'signed_out' | 'other_person' | 'offline' | 'saving' | 'refused' | 'idle' }
  /** The server responds with an error, or not at all. */
  | { readonly kind: 'not_saving'; readonly message: string }
);

export interface OutboxSnapshot {
  /** Oldest first. */
  readonly entries: readonly OutboxEntry[];
  readonly status: OutboxStatus;
}

export const emptySnapshot: OutboxSnapshot = {
  entries: [],
  status: { kind: 'idle', queued: 0, refused: 0, onlyInThisTab: false },
};

/**
 * One person's decisions on their way to the server. They survive reloads, crashes, and time offline:
 * any of the person's pages sends what is left.
 */
export class Outbox {
  readonly #store: OutboxStore;
  readonly #sender: OutboxSender;
  readonly #session: Session;
  readonly #listeners = new Set<() => void>();
  readonly #canLock: boolean;
  #isOnline = true;
  #snapshot = emptySnapshot;

  /**
   * @param person the email of the signed-in person
   * @param locks the browser's Web Locks, if it has them
   */
  constructor(
    readonly person: string,
    session: Session,
    locks: LockManager | undefined,
    url = '/api/decisions',
  ) {
    this.#session = session;
    this.#canLock = locks !== undefined;
    this.#store = new OutboxStore(person);
    this.#sender = new OutboxSender({
      person,
      url,
      session,
      locks,
      store: this.#store,
      onProblem: () => this.#update(),
    });
  }

  /** Starts sending, including what an earlier page left. Returns a function that stops it. */
  open(): () => void {
    const cleanUp = [
      this.#store.subscribe(() => this.#update()),
      this.#store.followOtherTabs(() => {
        // Without locks, every tab would send what one of them has just added.
        if (this.#canLock) this.#sender.send();
      }),
      this.#session.subscribe(() => {
        this.#update();
        if (this.#session.state === 'active') this.#sender.retry();
      }),
      () => this.#sender.stop(),
    ];
    this.#sender.start();
    return () => {
      for (const run of cleanUp) run();
    };
  }

  /** Adds decisions and sends them. Those of a bulk decision (`bulkOf`) go in one request. */
  readonly decide = (...decisions: readonly NewDecision[]): void => this.#add(decisions);

  /** Adds undos and sends them after their decisions. There is nothing to undo in a refused one. */
  readonly undo = (...undos: readonly NewUndo[]): void =>
    this.#add(undos.filter(({ undoes }) => this.#store.find(undoes)?.state !== 'refused'));

  /** Removes refused entries. */
  readonly dismiss = (...requestIds: readonly string[]): void => {
    const refused = requestIds.filter((id) => this.#store.find(id)?.state === 'refused');
    if (refused.length > 0) this.#store.remove(refused);
  };

  /**
   * Sends a refused entry again, under the same request id because nothing was recorded.
   * @param changes the broken rules that the person has accepted meanwhile
   */
  readonly resend = (
    requestId: string,
    changes: Partial<Pick<AcceptRequest, 'acknowledged'>> = {},
  ): void => {
    const entry = this.#store.find(requestId);
    if (entry?.state !== 'refused') return;
    const { error, ...rest } = entry;
    this.#store.put([{ ...rest, ...changes, state: 'queued' }]);
    this.#sender.retry();
  };

  /** Calls `listener` with the decisions and undos that the server confirms. Returns how to stop. */
  readonly onDecided = (listener: (decided: readonly Decided[]) => void): (() => void) =>
    this.#store.onDecided(listener);

  /** Sends what is left. Periodic calls also find what a closed tab left behind. */
  readonly send = (): void => this.#sender.send();

  /** Sends what is left without waiting for a scheduled retry. */
  readonly retry = (): void => this.#sender.retry();

  /** Sends what is left in parallel, because the page is being closed. */
  readonly flush = (): void => this.#sender.flush();

  readonly setOnline = (isOnline: boolean): void => {
    this.#isOnline = isOnline;
    this.#update();
    if (isOnline) this.#sender.retry();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): OutboxSnapshot => this.#snapshot;

  #add(entries: readonly (NewDecision | NewUndo)[]): void {
    const added = entries.filter(({ requestId }) => !this.#store.find(requestId));
    if (added.length === 0) return;
    const createdAt = this.#store.nextCreatedAt();
    this.#store.put(
      added.map((entry, index) => ({ ...entry, createdAt: createdAt + index, state: 'queued' })),
    );
    this.#sender.send();
  }

  #update(): void {
    this.#snapshot = { entries: this.#store.entries, status: this.#status() };
    for (const listener of this.#listeners) listener();
  }

  #status(): OutboxStatus {
    const { entries, queued: toSend, writeFailed } = this.#store;
    const queued = toSend.length;
    const refused = entries.length - queued;
    const counts = { queued, refused, onlyInThisTab: writeFailed && entries.length > 0 };
    const { problem } = this.#sender;
    const { state } = this.#session;
    if (state !== 'active') return { ...counts, kind: state };
    if (!this.#isOnline) return { ...counts, kind: 'offline' };
    if (queued > 0 && problem !== null) return { ...counts, kind: 'not_saving', message: problem };
    if (queued > 0) return { ...counts, kind: 'saving' };
    return { ...counts, kind: refused > 0 ? 'refused' : 'idle' };
  }
}
