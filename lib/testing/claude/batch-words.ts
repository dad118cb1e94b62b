import type {
  MessageBatch,
  MessageBatchIndividualResponse,
  MessageBatchResult,
} from '@anthropic-ai/sdk/resources/messages';
import { newId } from './message';

const dayMs = 24 * 60 * 60_000;

/** A batch as it is when it was just created. */
export function openBatch(entries: number, now: Date): MessageBatch {
  return {
    id: newId('msgbatch'),
    type: 'message_batch',
    processing_status: 'in_progress',
    request_counts: countsOf(entries, []),
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + dayMs).toISOString(),
    ended_at: null,
    archived_at: null,
    cancel_initiated_at: null,
    results_url: null,
  };
}

/** How many entries came to which end; the others are being processed. */
export function countsOf(
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
