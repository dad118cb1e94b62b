import type { RoutingPolicy } from '@/lib/engine/policy';
import { nameKey } from '@/lib/names';
import type { QueuedRow } from './csm-work';
import type { Facts } from './facts';
import type { FlaggedRecommendation } from './flagged-recommendation';
import { describePending, inDefaultOrder, type PendingWork } from './pending-work';
import { createFilter, type QueueFilter } from './queue-filter';
import { type QueueSort, sortQueue } from './queue-sort';
import { type QueueCounts, type QueueFacets, summarizeQueue } from './queue-summary';

export interface QueueRequest {
  readonly filter: QueueFilter;
  readonly sort: QueueSort;
  readonly limit: number;
  readonly offset: number;
}

export interface FoundRecommendations extends QueueCounts {
  readonly rows: readonly FlaggedRecommendation[];
  /** How many match the filter. */
  readonly matching: number;
  readonly facets: QueueFacets;
}

/**
 * One page of pending recommendations, or the last page if the requested one is past the end, with
 * the totals and the values to filter by.
 */
export function queryQueue(
  {
    facts,
    work,
  }: { readonly facts: Pick<Facts, 'csms' | 'recommendations'>; readonly work: PendingWork },
  request: QueueRequest,
  policy: Pick<RoutingPolicy, 'health'>,
): FoundRecommendations {
  const { filter } = request;
  const summary = summarizeQueue(work);
  const matching = candidates(work, filter).filter(createFilter(filter, policy));
  const { limit } = request;
  const lastOffset = limit * Math.floor(Math.max(0, matching.length - 1) / limit);
  const offset = Math.min(request.offset, lastOffset);
  // Only the rows of the page are described: most of the work is per row.
  const page = sortQueue(matching, request.sort).slice(offset, offset + limit);
  return {
    ...summary.counts,
    rows: page.map((row) => describePending(facts, work, row, policy)),
    matching: matching.length,
    facets: filter.snoozed ? summary.snoozedFacets : summary.facets,
  };
}

/** The rows that can match, in the default order: few, if the filter names CSMs. */
function candidates(work: PendingWork, { csms }: QueueFilter): readonly QueuedRow[] {
  if (csms.length === 0) return work.rows;
  const keys = new Set(csms.map(nameKey));
  const named = [...work.byCsm].filter(([csm]) => keys.has(nameKey(csm)));
  return inDefaultOrder(named.flatMap(([, { rows }]) => rows));
}
