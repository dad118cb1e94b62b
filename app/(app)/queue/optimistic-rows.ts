import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import type { QueueRow } from './queue-row';

/** A decision or an undo that the server confirmed. */
export interface ConfirmedDecision {
  readonly verb: OutboxEntry['verb'];
  /** When the confirmation arrived, as a `performance.now()`. */
  readonly at: number;
}

/** What a decision or an undo did to a recommendation's row. */
export type RowChange = 'removed' | 'restored';

/** A row that a decision removed, and its position. */
export interface RemovedRow {
  readonly row: QueueRow;
  readonly index: number;
}

/**
 * Finds what has happened to recommendations since the rows were requested: the decisions and undos
 * that are still in the outbox, and those confirmed meanwhile.
 *
 * @param entries the outbox, oldest first
 * @param confirmed the newest confirmation by recommendation id
 * @param requestedAt when the rows were requested, as a `performance.now()`
 */
export function rowChanges(
  entries: readonly OutboxEntry[],
  confirmed: ReadonlyMap<string, ConfirmedDecision>,
  requestedAt: number,
): ReadonlyMap<string, RowChange> {
  const changes = new Map<string, RowChange>();
  for (const [id, { verb, at }] of confirmed) {
    if (at >= requestedAt) changes.set(id, changeOf(verb));
  }
  const newest = new Map(entries.map((entry) => [entry.recommendationId, entry]));
  for (const [id, { verb, state }] of newest) {
    // The server refused the others, so they changed nothing.
    if (state === 'queued') changes.set(id, changeOf(verb));
  }
  return changes;
}

function changeOf(verb: OutboxEntry['verb']): RowChange {
  return verb === 'undo' ? 'restored' : 'removed';
}

/**
 * Applies changes to the rows that the server listed. A restored row that the server did not list
 * returns to where it was.
 *
 * @param removed rows that were on this page, in the order of their decisions
 */
export function applyRowChanges(
  rows: readonly QueueRow[],
  changes: ReadonlyMap<string, RowChange>,
  removed: readonly RemovedRow[],
): QueueRow[] {
  const result = rows.filter(({ id }) => changes.get(id) !== 'removed');
  for (const { row, index } of removed) {
    const isMissing = !result.some(({ id }) => id === row.id);
    if (isMissing && changes.get(row.id) === 'restored') result.splice(index, 0, row);
  }
  return result;
}
