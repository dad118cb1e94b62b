import type {
  MessageBatch,
  MessageBatchIndividualResponse,
  MessageBatchResult,
} from '@anthropic-ai/sdk/resources/messages';
import { DAY_MS } from '@/lib/time';
import { ApiError } from './errors';
import { newId } from './message';
import type { ClaudeRequest } from './requests';
import { checkBatch, type Entry } from './validation';

/** What the batches need of the server. */
interface BatchContext {
  readonly url: string;
  readonly now: () => Date;
  /** How often a batch is found in progress before it ends; only when told to where null. */
  readonly pollsUntilEnd: number | null;
  /** Asks one entry, and writes it down. */
  ask(entry: ClaudeRequest): Promise<MessageBatchResult>;
}

interface StoredBatch {
  batch: MessageBatch;
  readonly entries: readonly Entry[];
  readonly request: ClaudeRequest;
  results: MessageBatchIndividualResponse[];
  polls: number;
}

/** The batches of the key. Their entries are asked one after another, when the batch ends. */
export class Batches {
  readonly #kept = new Map<string, StoredBatch>();
  readonly #around: BatchContext;

  constructor(around: BatchContext) {
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

  create(request: ClaudeRequest): MessageBatch {
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

  #get(id: string): StoredBatch {
    const kept = this.#kept.get(id);
    if (!kept) throw new ApiError(404, `Could not find batch ${id}`);
    return kept;
  }

  #isExpired = ({ batch }: StoredBatch) => new Date(batch.expires_at) <= this.#around.now();

  async #end(kept: StoredBatch): Promise<void> {
    const { batch, entries, results } = kept;
    if (batch.processing_status === 'ended') return;
    const ended_at = this.#around.now().toISOString();
    for (const entry of entries) {
      results.unshift({ custom_id: entry.custom_id, result: await this.#resultOf(kept, entry) });
    }
    kept.batch = {
      ...batch,
      processing_status: 'ended',
      request_counts: countResults(entries.length, results),
      ended_at,
      results_url: `${this.#around.url}/v1/messages/batches/${batch.id}/results`,
    };
  }

  async #resultOf(kept: StoredBatch, entry: Entry): Promise<MessageBatchResult> {
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

/** A batch as it is when it was just created. */
function openBatch(entries: number, now: Date): MessageBatch {
  return {
    id: newId('msgbatch'),
    type: 'message_batch',
    processing_status: 'in_progress',
    request_counts: countResults(entries, []),
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + DAY_MS).toISOString(),
    ended_at: null,
    archived_at: null,
    cancel_initiated_at: null,
    results_url: null,
  };
}

/** How many entries came to which end; the others are being processed. */
function countResults(
  entries: number,
  results: readonly MessageBatchIndividualResponse[],
): MessageBatch['request_counts'] {
  const count = (type: MessageBatchResult['type']) =>
    results.filter(({ result }) => result.type === type).length;
  return {
    processing: entries - results.length,
    succeeded: count('succeeded'),
    errored: count('errored'),
    canceled: count('canceled'),
    expired: count('expired'),
  };
}
