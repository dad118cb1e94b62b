import { bulkOf, MAX_REQUESTS } from '@/lib/decisions/bulk';
import { type OutboxEntry, toRequest } from './entry';

/** Browsers limit the bodies of keepalive requests to 64 KiB; this leaves room for the envelope. */
export const MAX_KEEPALIVE_BYTES = 60 * 1024;

const encoder = new TextEncoder();

/**
 * Returns the entries to send in the next request: a whole bulk decision if it is the oldest, because
 * its rows are decided together; otherwise the oldest entries that fit, up to the next bulk decision,
 * and at most one per recommendation. A later entry for the same recommendation waits for the request
 * after it.
 *
 * @param entries queued entries, oldest first
 */
export function nextBatch(entries: readonly OutboxEntry[]): OutboxEntry[] {
  const [oldest] = entries;
  const bulk = oldest && bulkOf(oldest.requestId);
  if (bulk) return entries.filter(({ requestId }) => bulkOf(requestId) === bulk);
  const batch: OutboxEntry[] = [];
  const recommendations = new Set<string>();
  let bytes = 0;
  for (const entry of entries) {
    if (bulkOf(entry.requestId)) break;
    if (recommendations.has(entry.recommendationId)) continue;
    bytes += encoder.encode(JSON.stringify(toRequest(entry))).length + 1;
    if (batch.length > 0 && (bytes > MAX_KEEPALIVE_BYTES || batch.length === MAX_REQUESTS)) break;
    batch.push(entry);
    recommendations.add(entry.recommendationId);
  }
  return batch;
}
