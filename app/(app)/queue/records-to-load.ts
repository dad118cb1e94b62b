import type { QueueRow } from './queue-row';
import type { LoadedRecord } from './recommendation-records';

/** How many of the next records to load, and how few may be left before more are loaded. */
const LOAD_AHEAD = 10;
const MIN_AHEAD = 5;
const LOAD_BEHIND = 2;

interface ListedRows {
  readonly rows: readonly Pick<QueueRow, 'id' | 'version'>[];
  /** When the rows were requested, as a `performance.now()`. */
  readonly requestedAt: number;
}

/**
 * Which records to load now: those around the active one that are missing or older than their rows. As
 * long as the next five are loaded, none.
 * @param recordOf the loaded record of an id
 */
export function recordsToLoad(
  { rows, requestedAt }: ListedRows,
  activeId: string,
  recordOf: (id: string) => LoadedRecord | undefined,
): readonly string[] {
  const isCurrent = ({ id, version }: ListedRows['rows'][number]) => {
    const record = recordOf(id);
    if (!record) return false;
    return record.details.version === version || record.requestedAt > requestedAt;
  };
  const at = rows.findIndex(({ id }) => id === activeId);
  const unlisted = at < 0 ? recordOf(activeId) : undefined;
  // The active record is no longer in the rows: someone may have decided it.
  if (unlisted?.details.version && unlisted.requestedAt < requestedAt) return [activeId];
  if (rows.slice(Math.max(0, at), at + 1 + MIN_AHEAD).every(isCurrent)) return [];
  return rows
    .slice(Math.max(0, at - LOAD_BEHIND), at + 1 + LOAD_AHEAD)
    .filter((row) => !isCurrent(row))
    .map(({ id }) => id);
}
