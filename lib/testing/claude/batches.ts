import type {
  MessageBatch,
  MessageBatchIndividualResponse,
  MessageBatchResult,
} from '@anthropic-ai/sdk/resources/messages';
import { ApiError } from './api-error';
import { countsOf, openBatch } from './batch-words';
import { checkBatch, type Entry } from './check-batch';
import type { Recorded } from './records';

/** What the batches need of the server. */
interface Around {
  readonly url: string;
  readonly now: () => Date;
  /** How often a batch is found in progress before it ends; only when told to where null. */
  readonly pollsUntilEnd: number | null;
  /** Asks one entry, and writes it down. */
  ask(entry: Recorded): Promise<MessageBatchResult>;
}

interface Kept {
  batch: MessageBatch;
  readonly entries: readonly Entry[];
  readonly request: Recorded;
  results: MessageBatchIndividualResponse[];
  polls: number;
}

/** The batches of the key. Their entries are asked one after another, when the batch ends. */
export class Batches {
  readonly #kept = new Map<string, Kept>();
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Every batch so far. */
  get all(): readonly MessageBatch[] {
    return [...this.#kept.values()].map(({ batch }) => batch);
  }

  /** Ends one batch, or every one that is in progress. */
  async end(id?: string): Promise<void> {
    for (const kept of id === undefined ? this.#kept.values() : [this.#get(id)]) {
      await this.#end(kept);
    }
  }

  create(request: Recorded): MessageBatch {
    const entries = checkBatch(request.body);
    const batch = openBatch(entries.length, this.#around.now());
    this.#kept.set(batch.id, { batch, entries, request, results: [], polls: 0 });
    return batch;
  }

  async retrieve(id: string): Promise<MessageBatch> {
    const kept = this.#get(id);
    const { pollsUntilEnd } = this.#around;
    const isPolledOut = pollsUntilEnd !== null && kept.polls >= pollsUntilEnd;
    kept.polls++;
    const isCanceled = kept.batch.processing_status === 'canceling';
    if (isPolledOut || isCanceled || this.#isExpired(kept)) await this.#end(kept);
    return kept.batch;
  }

  cancel(id: string): MessageBatch {
    const kept = this.#get(id);
    if (kept.batch.processing_status === 'ended') {
      throw new ApiError(400, `Batch ${id} has already ended`);
    }
    const cancel_initiated_at = this.#around.now().toISOString();
    kept.batch = { ...kept.batch, processing_status: 'canceling', cancel_initiated_at };
    return kept.batch;
  }

  /** One line of JSON for each entry, in another order than they were asked in. */
  results(id: string): string {
    const { batch, results } = this.#get(id);
    if (!batch.results_url) throw new ApiError(404, `Batch ${id} has no results yet`);
    return results.map((each) => `${JSON.stringify(each)}\n`).join('');
  }

  #get(id: string): Kept {
    const kept = this.#kept.get(id);
    if (!kept) throw new ApiError(404, `Could not find batch ${id}`);
    return kept;
  }

  #isExpired = ({ batch }: Kept) => new Date(batch.expires_at) <= this.#around.now();

  async #end(kept: Kept): Promise<void> {
    const { batch, entries, results } = kept;
    if (batch.processing_status === 'ended') return;
    const ended_at = this.#around.now().toISOString();
    for (const entry of entries) {
      results.unshift({ custom_id: entry.custom_id, result: await this.#resultOf(kept, entry) });
    }
    kept.batch = {
      ...batch,
      processing_status: 'ended',
      request_counts: countsOf(entries.length, results),
      ended_at,
      results_url: `${this.#around.url}/v1/messages/batches/${batch.id}/results`,
    };
  }

  async #resultOf(kept: Kept, entry: Entry): Promise<MessageBatchResult> {
    if (kept.batch.processing_status === 'canceling') return { type: 'canceled' };
    if (this.#isExpired(kept)) return { type: 'expired' };
    return this.#around.ask({
      ...kept.request,
      kind: 'batch-entry',
      batchId: kept.batch.id,
      customId: entry.custom_id,
      body: entry.params,
      answered: undefined,
      usage: undefined,
    });
  }
}
