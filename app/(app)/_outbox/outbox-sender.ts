import type { Session } from '@/app/(app)/_shared/session';
import { type ErrorCode, type ErrorResponse, errorStatus } from '@/lib/server/errors';
import type { Decided, OutboxEntry } from './entry';
import { nextBatch } from './next-batch';
import type { OutboxStore } from './outbox-store';
import { type DecisionsResponse, postDecisions } from './post-decisions';

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 15_000;
/** Longer than a request takes: a tab that holds the lock for longer may have been suspended. */
const LOCK_TIMEOUT_MS = 45_000;

export interface SenderOptions {
  /** The email of the person who decided. */
  readonly person: string;
  /** The URL of POST /api/decisions. */
  readonly url: string;
  readonly store: OutboxStore;
  readonly session: Session;
  /** Called when `problem` changes. */
  readonly onProblem: () => void;
  /**
   * Lets one of the person's tabs send at a time. Undefined on plain HTTP: then several may send the
   * same entries, which is harmless because requests are idempotent.
   */
  readonly locks: LockManager | undefined;
}

/** Sends the queued entries of a store, in order, and retries until the server responds. */
export class OutboxSender {
  readonly #options: SenderOptions;
  readonly #inFlight = new Set<string>();
  #problem: string | null = null;
  #running: Promise<void> | undefined;
  #runAgain = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #retryMs = FIRST_RETRY_MS;
  #isStopped = true;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Why the last request failed, as a sentence, until one succeeds. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Sends everything queued, unless a retry is scheduled. */
  send(): void {
    if (this.#isStopped || this.#retryTimer !== undefined) return;
    if (this.#running) this.#runAgain = true;
    else this.#running = this.#run();
  }

  /** Sends everything queued now, without waiting for a scheduled retry. */
  retry(): void {
    if (this.#running) {
      // The request on its way may fail for a reason that is gone now, such as a lost connection.
      void this.#running.then(() => this.retry());
      return;
    }
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.send();
  }

  /** Sends what is not on its way yet in parallel, without waiting: the page is being closed. */
  flush(): void {
    const { person, url, store, session } = this.#options;
    if (session.state !== 'active') return;
    let rest = store.queued.filter(({ requestId }) => !this.#inFlight.has(requestId));
    while (rest.length > 0) {
      const batch = nextBatch(rest);
      void postDecisions(url, person, batch);
      rest = rest.filter((entry) => !batch.includes(entry));
    }
  }

  start(): void {
    this.#isStopped = false;
    this.retry();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#retryTimer);
  }

  async #run(): Promise<void> {
    try {
      do {
        this.#runAgain = false;
        await this.#inTurn(() => this.#sendAll());
      } while (this.#runAgain && this.#retryTimer === undefined);
    } finally {
      this.#running = undefined;
    }
  }

  /** Runs `work` while no other tab of the person sends. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    const { locks, person } = this.#options;
    if (!locks) return work();
    const signal = AbortSignal.timeout(LOCK_TIMEOUT_MS);
    try {
      await locks.request(`csm-routing-outbox:${person}`, { signal }, work);
    } catch (error) {
      if (error !== signal.reason) throw error;
      await work();
    }
  }

  async #sendAll(): Promise<void> {
    const { store, session } = this.#options;
    // Another tab may have sent some of them.
    await store.reload();
    while (!this.#isStopped && session.state === 'active') {
      const batch = nextBatch(store.queued);
      if (batch.length === 0) return this.#setProblem(null);
      if (!(await this.#sendBatch(batch))) return;
    }
  }

  /** Returns false if sending must stop for now. */
  async #sendBatch(batch: readonly OutboxEntry[]): Promise<boolean> {
    const response = await this.#post(batch);
    if (response.kind === 'outcomes') return this.#applyOutcomes(batch, response.outcomes);
    if (response.kind === 'no_response') return this.#retryLater('The server did not respond.');
    const { status, error } = response;
    switch (status) {
      case 400:
        // One invalid entry fails the whole request: find it by sending each by itself.
        return batch.length > 1 ? this.#sendOneByOne(batch) : this.#refuse(withError(batch, error));
      case 401:
        return this.#endSession('signed_out');
      case 403:
        return this.#refuse(withError(batch, error));
      case 409:
        return this.#endSession('other_person');
      default:
        return this.#retryLater(error.message);
    }
  }

  async #post(batch: readonly OutboxEntry[]): Promise<DecisionsResponse> {
    const { person, url } = this.#options;
    for (const { requestId } of batch) this.#inFlight.add(requestId);
    const response = await postDecisions(url, person, batch);
    for (const { requestId } of batch) this.#inFlight.delete(requestId);
    return response;
  }

  async #sendOneByOne(batch: readonly OutboxEntry[]): Promise<boolean> {
    for (const entry of batch) if (!(await this.#sendBatch([entry]))) return false;
    return true;
  }

  #applyOutcomes(
    batch: readonly OutboxEntry[],
    outcomes: Extract<DecisionsResponse, { kind: 'outcomes' }>['outcomes'],
  ): boolean {
    const byId = new Map(outcomes.map((outcome) => [outcome.requestId, outcome]));
    const decided: Decided[] = [];
    const refused: OutboxEntry[] = [];
    let retryMessage: string | null = null;
    for (const entry of batch) {
      const outcome = byId.get(entry.requestId);
      if (outcome?.status === 'decided') decided.push({ entry, decision: outcome.decision });
      else if (outcome && !isTemporary(outcome.error.code)) {
        refused.push(...withError([entry], outcome.error));
      } else retryMessage = outcome?.error.message ?? 'The server’s response was incomplete.';
    }
    if (refused.length > 0) this.#refuse(refused);
    if (decided.length > 0) {
      const ids = decided.map(({ entry }) => entry.requestId);
      this.#options.store.remove(ids, decided);
    }
    if (retryMessage !== null) return this.#retryLater(retryMessage);
    this.#retryMs = FIRST_RETRY_MS;
    this.#setProblem(null);
    return true;
  }

  /** Keeps refused entries, and drops the queued undos of refused decisions. */
  #refuse(entries: readonly OutboxEntry[]): true {
    const { store } = this.#options;
    store.put(entries);
    const refused = new Set(entries.map(({ requestId }) => requestId));
    const undos = store.queued.filter(
      (entry) => entry.verb === 'undo' && refused.has(entry.undoes),
    );
    if (undos.length > 0) store.remove(undos.map(({ requestId }) => requestId));
    return true;
  }

  #endSession(state: 'signed_out' | 'other_person'): false {
    this.#options.session.set(state);
    return false;
  }

  #retryLater(message: string): false {
    this.#setProblem(message);
    if (this.#isStopped) return false;
    this.#retryTimer = setTimeout(() => this.retry(), this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, MAX_RETRY_MS);
    return false;
  }

  #setProblem(message: string | null): void {
    if (message === this.#problem) return;
    this.#problem = message;
    this.#options.onProblem();
  }
}

/** The entries as refused. */
function withError(entries: readonly OutboxEntry[], error: ErrorResponse): OutboxEntry[] {
  return entries.map((entry) => ({ ...entry, state: 'refused', error }));
}

/** Whether the same request may succeed later, so that it is worth a retry. */
function isTemporary(code: ErrorCode): boolean {
  return errorStatus[code] >= 500;
}
