import type {
  BatchCreateParams,
  MessageBatch,
  MessageBatchIndividualResponse,
  MessageBatchResult,
} from '@anthropic-ai/sdk/resources/messages';
import { DAY_MS } from '@/lib/time';
import { ApiError } from './errors';
import { newId } from './message';
import type { ClaudeRequest } from './requests';

interface StoredBatch {
  batch: MessageBatch;
  readonly entries: readonly BatchCreateParams.Request[];
  readonly results: MessageBatchIndividualResponse[];
  isPolled: boolean;
}

/** The Message Batches API. A batch ends at its second poll, or earlier by `end`. */
export class Batches {
  readonly #batches = new Map<string, StoredBatch>();

  /**
   * @param url the server's base URL
   * @param runEntry creates the result of one entry
   */
  constructor(
    private readonly url: string,
    private readonly runEntry: (entry: ClaudeRequest) => Promise<MessageBatchResult>,
  ) {}

  create(body: unknown): MessageBatch {
    const { requests } = body as BatchCreateParams;
    const batch = newBatch(requests.length);
    this.#batches.set(batch.id, { batch, entries: requests, results: [], isPolled: false });
    return batch;
  }

  async retrieve(id: string): Promise<MessageBatch> {
    const stored = this.#find(id);
    if (stored.isPolled) await this.#end(stored);
    stored.isPolled = true;
    return stored.batch;
  }

  /** Cancels every entry: they are run when the batch ends, so none has a result yet. */
  cancel(id: string): MessageBatch {
    const stored = this.#find(id);
    stored.batch = { ...stored.batch, processing_status: 'canceling' };
    return stored.batch;
  }

  /** The results as JSON Lines. As in the API, their order differs from that of the requests. */
  results(id: string): string {
    const { batch, results } = this.#find(id);
    if (!batch.results_url) throw new ApiError(404, `Batch ${id} has no results yet`);
    return results.map((result) => `${JSON.stringify(result)}\n`).join('');
  }

  /** Ends one batch, or all batches in progress. */
  async end(id?: string): Promise<void> {
    const batches = id === undefined ? [...this.#batches.values()] : [this.#find(id)];
    for (const stored of batches) await this.#end(stored);
  }

  #find(id: string): StoredBatch {
    const stored = this.#batches.get(id);
    if (!stored) throw new ApiError(404, `Could not find batch ${id}`);
    return stored;
  }

  async #end(stored: StoredBatch): Promise<void> {
    const { batch, entries, results } = stored;
    if (batch.processing_status === 'ended') return;
    for (const { custom_id, params } of entries) {
      const entry = { kind: 'batch-entry', attempt: 1, customId: custom_id, body: params } as const;
      const isCanceled = batch.processing_status === 'canceling';
      const result: MessageBatchResult = isCanceled
        ? { type: 'canceled' }
        : await this.runEntry({ ...entry, usage: undefined });
      results.unshift({ custom_id, result });
    }
    stored.batch = {
      ...batch,
      processing_status: 'ended',
      request_counts: countResults(entries.length, results),
      ended_at: new Date().toISOString(),
      results_url: `${this.url}/v1/messages/batches/${batch.id}/results`,
    };
  }
}

function newBatch(entries: number): MessageBatch {
  const now = Date.now();
  return {
    id: newId('msgbatch'),
    type: 'message_batch',
    processing_status: 'in_progress',
    request_counts: countResults(entries, []),
    created_at: new Date(now).toISOString(),
    expires_at: new Date(now + DAY_MS).toISOString(),
    ended_at: null,
    archived_at: null,
    cancel_initiated_at: null,
    results_url: null,
  };
}

/** Counts results by type. Entries without a result are processing. */
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
