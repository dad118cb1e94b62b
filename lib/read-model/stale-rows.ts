import type { QueuedRow } from './csm-work';
import type { PendingWork } from './pending-work';

/** Pending recommendations that do not become ready by themselves. Without snoozed ones. */
export interface StaleRows {
  /** Those whose accounts need a new recommendation, the oldest first. */
  readonly stale: readonly QueuedRow[];
  /** Those whose accounts no longer need one: they need no CSM, or were assigned elsewhere. */
  readonly unneeded: readonly QueuedRow[];
}

/** Finds the pending recommendations that a refresh places again, and those that it skips. */
export function findStaleRows({ rows }: Pick<PendingWork, 'rows'>): StaleRows {
  return {
    stale: rows.filter(isStale).sort(byAge),
    unneeded: rows.filter((row) => isBlocked(row) && !needsRecommendation(row)),
  };
}

/** Whether a refresh places the account of this row again. */
export function isStale(row: StaleFields): boolean {
  return isBlocked(row) && needsRecommendation(row);
}

type StaleFields = Pick<QueuedRow, 'readiness' | 'snoozed' | 'flags'>;

function isBlocked({ readiness, snoozed }: StaleFields): boolean {
  return readiness.kind === 'blocked' && !snoozed;
}

/** Whether the account of this row still needs a recommendation. */
export function needsRecommendation({ flags }: Pick<QueuedRow, 'flags'>): boolean {
  return !flags.includes('no_longer_needed') && !flags.includes('assigned_elsewhere');
}

/** The oldest first; ties in the default order. */
function byAge({ recommendation: a }: QueuedRow, { recommendation: b }: QueuedRow): number {
  return a.recommendedAt.getTime() - b.recommendedAt.getTime();
}
