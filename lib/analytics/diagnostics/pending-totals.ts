import { eligibilityFlags } from '@/lib/engine/flags';
import type { QueuedRow } from '@/lib/read-model/csm-work';
import type { PendingWork } from '@/lib/read-model/pending-work';
import { countQueue } from '@/lib/read-model/queue-summary';
import { findStaleRows } from '@/lib/read-model/stale-rows';

/** A pending recommendation with this score or less counts as low. */
export const LOW_SCORE = 50;

/** Counts of pending recommendations that are not snoozed, as the queue shows them. */
export interface PendingTotals {
  readonly rows: number;
  /** Those that are snoozed, which no other count includes. */
  readonly snoozed: number;
  /** Pending longer than the policy allows. */
  readonly overdue: number;
  /** Those that a refresh places again. */
  readonly stale: number;
  /** The stale ones, the oldest first. */
  readonly staleRows: readonly StaleRow[];
  /** With a score of `LOW_SCORE` or less. */
  readonly low: number;
  /** For accounts that no longer need a CSM. */
  readonly unneeded: number;
  /** For CSMs who may not receive the account now. */
  readonly ineligible: number;
}

interface StaleRow {
  readonly accountId: string;
  readonly accountName: string | null;
  readonly csm: string;
  readonly recommendedAt: Date;
}

/** Counts pending recommendations. */
export function pendingTotals(work: PendingWork): PendingTotals {
  const { pending: rows, snoozed, overdue, stale } = countQueue(work);
  const shown = work.rows.filter((row) => !row.snoozed);
  const count = (matches: (row: QueuedRow) => boolean) => shown.filter(matches).length;
  return {
    rows,
    snoozed,
    overdue,
    stale,
    staleRows: findStaleRows(work).stale.map(({ recommendation, account }) => ({
      accountId: recommendation.accountId,
      accountName: account?.name ?? null,
      csm: recommendation.recommendedCsm,
      recommendedAt: recommendation.recommendedAt,
    })),
    low: count(({ recommendation: { score } }) => score !== null && score <= LOW_SCORE),
    unneeded: count(({ flags }) => flags.includes('no_longer_needed')),
    ineligible: count(({ flags }) => flags.some((flag) => eligibilityFlags.includes(flag))),
  };
}
