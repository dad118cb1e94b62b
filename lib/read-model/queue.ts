import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Facts } from './facts';
import { type FlaggedRecommendation, levelOf, segmentOf } from './flagged-recommendation';
import { describePending, type PendingWork, type QueuedRow } from './pending-work';
import { createFilter, type QueueFilter } from './queue-filter';
import { compareCodePoints, type QueueSort, sortQueue } from './queue-sort';
import { isStale } from './stale-rows';

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
} satisfies Record<string, (row: QueuedRow) => string | null>;

export type QueueFacets = Readonly<Record<keyof typeof facets, readonly FacetValue[]>>;

/** Counts of pending recommendations. */
export interface QueueCounts {
  /** All that are not snoozed. */
  readonly pending: number;
  readonly snoozed: number;
  /** Of those that are not snoozed. */
  readonly ready: number;
  readonly flagged: number;
  readonly overdue: number;
  /** Of those that are not snoozed: how many a refresh places again. */
  readonly stale: number;
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
  { facts, work }: { readonly facts: Pick<Facts, 'csms'>; readonly work: PendingWork },
  request: QueueRequest,
  policy: Pick<RoutingPolicy, 'health'>,
): FoundRecommendations {
  const { filter } = request;
  const summary = summarize(work);
  const matching = work.rows.filter(createFilter(filter, policy));
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

/** Counts pending recommendations. */
export function countQueue(work: PendingWork): QueueCounts {
  return summarize(work).counts;
}

interface QueueSummary {
  readonly counts: QueueCounts;
  /** Of the rows that are not snoozed, and of those that are. */
  readonly facets: QueueFacets;
  readonly snoozedFacets: QueueFacets;
}

/** Everyone who reads the queue between two changes gets the same summary. */
const summaries = new WeakMap<PendingWork, QueueSummary>();

function summarize(work: PendingWork): QueueSummary {
  const known = summaries.get(work);
  if (known) return known;
  const summary = {
    counts: countRows(work.rows),
    facets: countFacets(work.rows.filter(({ snoozed }) => !snoozed)),
    snoozedFacets: countFacets(work.rows.filter(({ snoozed }) => snoozed)),
  };
  summaries.set(work, summary);
  return summary;
}

function countRows(rows: readonly QueuedRow[]): QueueCounts {
  const counts = { pending: 0, snoozed: 0, ready: 0, flagged: 0, overdue: 0, stale: 0 };
  for (const row of rows) {
    const { snoozed, readiness, flags, overdue } = row;
    if (snoozed) {
      counts.snoozed += 1;
      continue;
    }
    counts.pending += 1;
    if (readiness.kind === 'ready') counts.ready += 1;
    if (flags.length > 0) counts.flagged += 1;
    if (overdue) counts.overdue += 1;
    if (isStale(row)) counts.stale += 1;
  }
  return counts;
}

function countFacets(rows: readonly QueuedRow[]): QueueFacets {
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
  rows: readonly QueuedRow[],
  toValue: (row: QueuedRow) => string | null,
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
