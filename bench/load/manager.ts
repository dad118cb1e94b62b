import { isDeepStrictEqual } from 'node:util';
import { v4 as uuid } from 'uuid';
import {
  type NewDecision,
  type NewUndo,
  type OutboxEntry,
  toRequest,
} from '@/app/(app)/_outbox/entry';
import { nextBatch } from '@/app/(app)/_outbox/next-batch';
import { buildRequests } from '@/lib/decisions/bulk';
import type { DecisionOutcome } from '@/lib/decisions/decision-outcome';
import { flags } from '@/lib/engine/flags';
import type { Candidate } from '@/lib/engine/types';
import type { Browser } from './browser';
import { type Measurements, oneOf, pauseBetween } from './measurements';
import { QueueTab } from './queue-tab';

/** How long a manager thinks before each decision, in ms: 4 s on average. */
export const managerThinks = { min: 2_000, max: 6_000 } as const;

/** Of ten decisions, how many are of each kind. A bulk accept decides several rows. */
const habits = [
  'accept',
  'accept',
  'accept',
  'accept',
  'accept',
  'override',
  'reject',
  'reject',
  'undo',
  'bulk',
] as const;
const MAX_BULK_ROWS = 8;
/** One of this many requests is sent twice, as after a lost response. */
const REPEATED = 25;

interface DecisionsResponse {
  readonly outcomes: readonly DecisionOutcome[];
  readonly changeNumber: number;
}

/** A manager who works through a queue, and whose outbox sends what is decided. */
export class Manager {
  readonly #tab: QueueTab;
  readonly #queued: OutboxEntry[] = [];
  /** When each decision was made, as a `performance.now()`. */
  readonly #madeAt = new Map<string, number>();
  #sending: Promise<void> | undefined;
  /** The last single decision that was confirmed and not undone. */
  #undoable: OutboxEntry | null = null;

  /** @param csms the CSMs whose recommendations the manager decides */
  constructor(
    private readonly browser: Browser,
    private readonly measurements: Measurements,
    csms: readonly string[],
    private readonly signal: AbortSignal,
  ) {
    this.#tab = new QueueTab(browser, csms, signal);
  }

  /** Opens the queue and decides until the signal aborts and everything decided is sent. */
  async work(): Promise<void> {
    await this.#tab.open();
    for (;;) {
      await pauseBetween(managerThinks.min, managerThinks.max, this.signal);
      if (this.signal.aborted) break;
      await this.#act();
    }
    await this.#sending;
    this.#tab.close();
  }

  async #act(): Promise<void> {
    const { rows } = this.#tab;
    const [row] = rows;
    if (!row) return this.measurements.addProblem('a manager’s queue is empty');
    const habit = oneOf(habits);
    const fields = { recommendationId: row.id, acknowledged: [...flags], dwellMs: 3_000 };
    const decision = { ...fields, requestId: uuid(), label: row.accountId, note: null };
    switch (habit) {
      case 'reject':
        return this.#decide({ ...decision, verb: 'reject', reason: 'other', note: 'Load test' });
      case 'override': {
        const path = `/api/recommendations/${row.id}/candidates`;
        const candidates = await this.browser.read<readonly Candidate[]>('candidates', path);
        const other = candidates?.find(({ csm }) => csm !== row.recommendedCsm);
        if (!other) return;
        const { csm } = other;
        return this.#decide({ ...decision, verb: 'override', csm, reason: 'workload' });
      }
      case 'undo':
        if (this.#undoable) return this.#undo(this.#undoable);
        return this.#decide({ ...decision, verb: 'accept' });
      case 'bulk': {
        const selected = rows.slice(0, 3 + Math.floor(Math.random() * (MAX_BULK_ROWS - 2)));
        const recommendationIds = selected.map(({ id }) => id);
        const preview = { verb: 'accept', recommendationIds };
        await this.browser.post('bulk preview', '/api/decisions/preview', preview);
        const requests = buildRequests(recommendationIds, (recommendationId, requestId) => ({
          ...decision,
          recommendationId,
          requestId,
          verb: 'accept' as const,
        }));
        return this.#decide(...requests);
      }
      default:
        return this.#decide({ ...decision, verb: 'accept' });
    }
  }

  #decide(...decisions: readonly NewDecision[]): void {
    this.#tab.hide(decisions.map(({ recommendationId }) => recommendationId));
    this.#enqueue(decisions);
  }

  #undo({ requestId, recommendationId, label }: OutboxEntry): void {
    this.#undoable = null;
    const undo = { verb: 'undo', requestId: uuid(), recommendationId, undoes: requestId, label };
    this.#enqueue([undo as NewUndo]);
  }

  #enqueue(entries: readonly (NewDecision | NewUndo)[]): void {
    for (const entry of entries) {
      this.#madeAt.set(entry.requestId, performance.now());
      this.#queued.push({ ...entry, createdAt: Date.now(), state: 'queued' });
    }
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
  }

  /** Sends everything queued, one request at a time, as the outbox does. */
  async #send(): Promise<void> {
    while (this.#queued.length > 0) {
      const batch = nextBatch(this.#queued);
      const response = await this.#post('decisions request', batch);
      // A failure is recorded, and fails the test: what happened to these decisions is unknown.
      this.#queued.splice(
        0,
        this.#queued.length,
        ...this.#queued.filter((each) => !batch.includes(each)),
      );
      if (!response) continue;
      this.#confirm(batch, response);
      if (Math.random() * REPEATED < 1) await this.#repeat(batch, response);
    }
  }

  #post(kind: string, batch: readonly OutboxEntry[]): Promise<DecisionsResponse | null> {
    const body = { person: this.browser.email, requests: batch.map(toRequest) };
    return this.browser.post<DecisionsResponse>(kind, '/api/decisions', body);
  }

  #confirm(batch: readonly OutboxEntry[], { outcomes, changeNumber }: DecisionsResponse): void {
    const now = performance.now();
    for (const [index, entry] of batch.entries()) {
      const { requestId, recommendationId, verb } = entry;
      const outcome = outcomes[index];
      if (outcome?.status !== 'decided') {
        this.measurements.addProblem(`${verb}: ${outcome?.error.code ?? 'no outcome'}`);
        continue;
      }
      const madeAt = this.#madeAt.get(requestId) ?? now;
      this.#madeAt.delete(requestId);
      this.measurements.addTime('decision', now - madeAt);
      this.measurements.confirmed.push({
        requestId,
        recommendationId,
        verb,
        csm: verb === 'override' ? entry.csm : null,
        decidedBy: this.browser.email,
        changeNumber,
        at: now,
      });
      if (verb === 'undo') this.#tab.restore([recommendationId]);
      else this.#tab.confirm([recommendationId]);
    }
    const [only] = batch;
    this.#undoable = batch.length === 1 && only && only.verb !== 'undo' ? only : null;
  }

  /** Sends a batch again. The server must return the original outcomes. */
  async #repeat(batch: readonly OutboxEntry[], { outcomes }: DecisionsResponse): Promise<void> {
    const response = await this.#post('decisions request, repeated', batch);
    for (const [index, repeated] of (response?.outcomes ?? []).entries()) {
      for (const field of differingFields(outcomes[index], repeated)) {
        this.measurements.addProblem(`a repeated ${batch[index]?.verb} has another ${field}`);
      }
    }
  }
}

/** The fields of a decision that differ between two outcomes. */
function differingFields(
  original: DecisionOutcome | undefined,
  repeated: DecisionOutcome,
): readonly string[] {
  if (original?.status !== 'decided' || repeated.status !== 'decided') {
    return original?.status === repeated.status ? [] : ['status'];
  }
  const { decision } = original;
  const fields = Object.keys(decision) as (keyof typeof decision)[];
  return fields.filter((field) => !isDeepStrictEqual(decision[field], repeated.decision[field]));
}
