import { v4 as uuid } from 'uuid';

const SHARED_LENGTH = 32;
const VERSION_INDEX = 14;

/**
 * Creates the request ids of a bulk decision, or of its undo: UUIDs of version 8 (RFC 9562) that
 * differ only in their last four digits. So the rows of one bulk decision are known wherever their
 * request ids are.
 * @param count at most 65,536
 */
export function bulkRequestIds(count: number): string[] {
  const id = uuid();
  const shared = `${id.slice(0, VERSION_INDEX)}8${id.slice(VERSION_INDEX + 1, SHARED_LENGTH)}`;
  return Array.from({ length: count }, (_, n) => shared + n.toString(16).padStart(4, '0'));
}

/** What the request ids of one bulk decision have in common; null for a decision of a single row. */
export function bulkOf(requestId: string): string | null {
  return requestId[VERSION_INDEX] === '8' ? requestId.slice(0, SHARED_LENGTH) : null;
}
