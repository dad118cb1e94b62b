import type {
  QueuePageJson,
  QueueRow,
  RecommendationDetailsJson,
} from '@/app/(app)/queue/queue-row';
import type { LoadedRecord } from '@/app/(app)/queue/recommendation-records';
import { recordsToLoad } from '@/app/(app)/queue/records-to-load';
import { queueHref } from '@/app/(app)/queue/search-params';
import type { Browser } from './browser';
import { pause } from './measurements';

/** How often it looks for a change. */
const POLL_INTERVAL_MS = 100;
/** As `use-queue-rows.ts` waits before it reads the rows again. */
const MIN_REFETCH_INTERVAL_MS = 1_000;

/** As `presence.ts` reports. */
const PRESENCE_DELAY_MS = 1_500;
const PRESENCE_INTERVAL_MS = 15_000;

/**
 * The queue page as a browser has it open: it follows changes, reads its rows again after each, loads the
 * records around the first row, and reports which one is open.
 */
export class QueueTab {
  readonly #browser: Browser;
  readonly #view: string;
  readonly #signal: AbortSignal;
  readonly #tab = crypto.randomUUID();
  readonly #records = new Map<string, LoadedRecord>();
  readonly #loading = new Set<string>();
  /** Decided rows, with the time of the confirmation; they are hidden from rows that are older. */
  readonly #decided = new Map<string, number>();
  #rows: readonly QueueRow[] = [];
  #requestedAt = 0;
  #changedAt = 0;
  #active: string | null = null;
  #stopReports = () => {};

  /** @param csms shows only the recommendations of these CSMs */
  constructor(browser: Browser, csms: readonly string[], signal: AbortSignal) {
    this.#browser = browser;
    this.#view = queueHref({ csm: [...csms] });
    this.#signal = signal;
  }

  /** Opens the page. Resolves when it has its rows; then follows changes until the signal aborts. */
  async open(): Promise<void> {
    await this.#browser.open('queue page', `/queue${this.#view}`);
    void this.#browser.follow((topics) => {
      if (topics.includes('queue')) this.#changedAt = performance.now();
    }, this.#signal);
    await Promise.all([
      this.#browser.load('pending count', '/api/queue/pending-count'),
      this.#readRows(),
    ]);
    void this.#keepRowsCurrent();
  }

  /** The rows that the person sees. */
  get rows(): readonly QueueRow[] {
    return this.#rows.filter(({ id }) => {
      const decidedAt = this.#decided.get(id);
      return decidedAt === undefined || decidedAt < this.#requestedAt;
    });
  }

  /** Hides rows that were decided, until rows arrive that were requested after the confirmation. */
  hide(ids: readonly string[]): void {
    for (const id of ids) this.#decided.set(id, Number.POSITIVE_INFINITY);
    this.#activate();
  }

  /** The server has confirmed decisions about these rows. */
  confirm(ids: readonly string[]): void {
    const now = performance.now();
    for (const id of ids) this.#decided.set(id, now);
  }

  /** The rows may appear again, because their decision was undone. */
  restore(ids: readonly string[]): void {
    for (const id of ids) this.#decided.delete(id);
  }

  async #keepRowsCurrent(): Promise<void> {
    while (!this.#signal.aborted) {
      await pause(POLL_INTERVAL_MS, this.#signal);
      const nextAt = this.#requestedAt + MIN_REFETCH_INTERVAL_MS;
      if (this.#changedAt < this.#requestedAt || performance.now() < nextAt) continue;
      await this.#readRows();
    }
  }

  async #readRows(): Promise<void> {
    const requestedAt = performance.now();
    const page = await this.#browser.read<QueuePageJson>('queue rows', `/api/queue${this.#view}`);
    // A failure is recorded. The next change reads them again.
    this.#requestedAt = requestedAt;
    if (page) this.#rows = page.rows;
    this.#activate();
  }

  /** Opens the first row's record, as the page does after a decision. */
  #activate(): void {
    // A response that arrives after `close` must not start reports again.
    if (this.#signal.aborted) return;
    const id = this.rows[0]?.id ?? null;
    if (id) void this.#loadRecords(id);
    if (id === this.#active) return;
    this.#active = id;
    this.#stopReports();
    this.#stopReports = this.#reportOpenRecord(id);
  }

  async #loadRecords(activeId: string): Promise<void> {
    const listed = { rows: this.rows, requestedAt: this.#requestedAt };
    const wanted = recordsToLoad(listed, activeId, (id) => this.#records.get(id)).filter(
      (id) => !this.#loading.has(id),
    );
    if (wanted.length === 0) return;
    for (const id of wanted) this.#loading.add(id);
    const requestedAt = performance.now();
    const path = `/api/recommendations?ids=${wanted.join()}`;
    const found = await this.#browser.read<readonly RecommendationDetailsJson[]>('records', path);
    for (const id of wanted) this.#loading.delete(id);
    for (const details of found ?? []) {
      this.#records.set(details.recommendation.id, { details, requestedAt });
    }
  }

  #reportOpenRecord(recommendationId: string | null): () => void {
    const report = () => {
      if (this.#signal.aborted) return;
      const body = { tab: this.#tab, recommendationId };
      void this.#browser.post('presence', '/api/presence', body);
    };
    const delay = setTimeout(report, PRESENCE_DELAY_MS);
    const interval = setInterval(report, PRESENCE_INTERVAL_MS);
    return () => {
      clearTimeout(delay);
      clearInterval(interval);
    };
  }

  close(): void {
    this.#stopReports();
  }
}
