import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Facts } from './facts';
import {
  describePending,
  type FlaggedRecommendation,
  flagPending,
  levelOf,
  type PendingRow,
  segmentOf,
} from './flagged-recommendation';
import { createFilter, type QueueFilter } from './queue-filter';
import { compareCodePoints, type QueueSort, sortQueue } from './queue-sort';

export interface QueueRequest {
  readonly filter: QueueFilter;
  readonly sort: QueueSort;
  readonly limit: number;
  readonly offset: number;
}

/** A filter value and the number of pending recommendations that have it. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

/** What the queue can be filtered by, with the value of each row. */
const facets = {
  csm: ({ recommendation }) => recommendation.recommendedCsm,
  run: ({ recommendation }) => recommendation.runId,
  method: ({ recommendation }) => recommendation.method,
  segment: segmentOf,
  level: levelOf,
} satisfies Record<string, (row: PendingRow) => string | null>;

export type QueueFacets = Readonly<Record<keyof typeof facets, readonly FacetValue[]>>;

/**
 * One page of pending recommendations, or the last page if the requested one is past the end, with
 * the totals and the values to filter by.
 */
export function queryQueue(
  facts: Facts,
  request: QueueRequest,
  { policy, now }: { readonly policy: RoutingPolicy; readonly now: Date },
): {
  readonly rows: readonly FlaggedRecommendation[];
  /** All pending recommendations. */
  readonly pending: number;
  readonly flagged: number;
  /** Pending recommendations that match the filter. */
  readonly matching: number;
  readonly facets: QueueFacets;
} {
  const all = flagPending(facts, policy, now);
  const matches = createFilter(request.filter, policy);
  const matching = all.filter(matches);
  const { limit } = request;
  const lastOffset = limit * Math.floor(Math.max(0, matching.length - 1) / limit);
  const offset = Math.min(request.offset, lastOffset);
  // Only the rows of the page are described: most of the work is per row.
  const page = sortQueue(matching, request.sort).slice(offset, offset + limit);
  return {
    rows: page.map((row) => describePending(facts, row, policy)),
    pending: all.length,
    flagged: all.reduce((count, { flags }) => count + (flags.length > 0 ? 1 : 0), 0),
    matching: matching.length,
    facets: countFacets(all),
  };
}

function countFacets(rows: readonly PendingRow[]): QueueFacets {
  return {
    csm: countValues(rows, facets.csm),
    run: countValues(rows, facets.run),
    method: countValues(rows, facets.method),
    segment: countValues(rows, facets.segment),
    level: countValues(rows, facets.level),
  };
}

/** Counts the rows with each value, sorted by value. */
function countValues(
  rows: readonly PendingRow[],
  toValue: (row: PendingRow) => string | null,
): FacetValue[] {
  const counts = new Map<string, { readonly value: string; count: number }>();
  for (const row of rows) {
    const value = toValue(row);
    if (value === null) continue;
    const counted = counts.get(value);
    if (counted) counted.count += 1;
    else counts.set(value, { value, count: 1 });
  }
  return [...counts.values()].sort((a, b) => compareCodePoints(a.value, b.value));
}
