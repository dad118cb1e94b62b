import { v7 as uuid } from 'uuid';

/** The most requests of a person at once, and of a transaction. */
export const MAX_REQUESTS = 200;

const SHARED_LENGTH = 32;
const VERSION_INDEX = 14;

/**
 * Builds the requests of a bulk decision, or of its undo. Their ids are UUIDs of version 8 (RFC 9562)
 * that differ only in their last four digits, so what belongs together is known wherever the ids are.
 * A single row gets an ordinary UUID.
 * @param rows at most MAX_REQUESTS
 */
export function buildRequests<Row, Request>(
  rows: readonly Row[],
  build: (row: Row, requestId: string) => Request,
): Request[] {
  const id = uuid();
  if (rows.length === 1) return rows.map((row) => build(row, id));
  const shared = `${id.slice(0, VERSION_INDEX)}8${id.slice(VERSION_INDEX + 1, SHARED_LENGTH)}`;
  return rows.map((row, index) => build(row, shared + index.toString(16).padStart(4, '0')));
}

/** What the request ids of one bulk decision have in common; null for a decision of a single row. */
export function bulkOf(requestId: string): string | null {
  return requestId[VERSION_INDEX] === '8' ? requestId.slice(0, SHARED_LENGTH) : null;
}
