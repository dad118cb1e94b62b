import type { RoutingPolicy } from '@/lib/engine/policy';
import { nameKey } from '@/lib/names';
import type { CsmWork, QueuedRow } from './csm-work';
import type { Facts } from './facts';
import { type FlaggedRecommendation, levelOf, segmentOf } from './flagged-recommendation';
import { describePending, inDefaultOrder, type PendingWork } from './pending-work';
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
  {
    facts,
    work,
  }: { readonly facts: Pick<Facts, 'csms' | 'recommendations'>; readonly work: PendingWork },
  request: QueueRequest,
  policy: Pick<RoutingPolicy, 'health'>,
): FoundRecommendations {
  const { filter } = request;
  const summary = summarize(work);
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

/** Counts pending recommendations. */
export function countQueue(work: PendingWork): QueueCounts {
  return summarize(work).counts;
}

/** The rows that can match, in the default order: few, if the filter names CSMs. */
function candidates(work: PendingWork, { csms }: QueueFilter): readonly QueuedRow[] {
  if (csms.length === 0) return work.rows;
  const keys = new Set(csms.map(nameKey));
  const named = [...work.byCsm].filter(([csm]) => keys.has(nameKey(csm)));
  return inDefaultOrder(named.flatMap(([, { rows }]) => rows));
}

interface QueueSummary {
  readonly counts: QueueCounts;
  /** Of the rows that are not snoozed, and of those that are. */
  readonly facets: QueueFacets;
  readonly snoozedFacets: QueueFacets;
}

/** Everyone who reads the queue between two changes gets the same summary. */
const summaries = new WeakMap<PendingWork | CsmWork, QueueSummary>();

function summarize(work: PendingWork): QueueSummary {
  return memoized(work, () => {
    const parts = [...work.byCsm.values()].map((csmWork) =>
      memoized(csmWork, () => summarizeRows(csmWork.rows)),
    );
    return {
      counts: sumCounts(parts.map(({ counts }) => counts)),
      facets: sumFacets(parts.map((part) => part.facets)),
      snoozedFacets: sumFacets(parts.map((part) => part.snoozedFacets)),
    };
  });
}

function memoized(work: PendingWork | CsmWork, create: () => QueueSummary): QueueSummary {
  const summary = summaries.get(work) ?? create();
  summaries.set(work, summary);
  return summary;
}

function summarizeRows(rows: readonly QueuedRow[]): QueueSummary {
  return {
    counts: countRows(rows),
    facets: countFacets(rows.filter(({ snoozed }) => !snoozed)),
    snoozedFacets: countFacets(rows.filter(({ snoozed }) => snoozed)),
  };
}

function countRows(rows: readonly QueuedRow[]): QueueCounts {
  const open = rows.filter(({ snoozed }) => !snoozed);
  const count = (isCounted: (row: QueuedRow) => boolean) => open.filter(isCounted).length;
  return {
    pending: open.length,
    snoozed: rows.length - open.length,
    ready: count(({ readiness }) => readiness.kind === 'ready'),
    flagged: count(({ flags }) => flags.length > 0),
    overdue: count(({ overdue }) => overdue),
    stale: count(isStale),
  };
}

function sumCounts(parts: readonly QueueCounts[]): QueueCounts {
  const sum = (countOf: (counts: QueueCounts) => number) =>
    parts.reduce((total, counts) => total + countOf(counts), 0);
  return {
    pending: sum(({ pending }) => pending),
    snoozed: sum(({ snoozed }) => snoozed),
    ready: sum(({ ready }) => ready),
    flagged: sum(({ flagged }) => flagged),
    overdue: sum(({ overdue }) => overdue),
    stale: sum(({ stale }) => stale),
  };
}

const facetNames = Object.keys(facets) as (keyof QueueFacets)[];

function countFacets(rows: readonly QueuedRow[]): QueueFacets {
  return ofEachFacet((name) =>
    sumValues(rows.map((row) => ({ value: facets[name](row), count: 1 }))),
  );
}

function sumFacets(parts: readonly QueueFacets[]): QueueFacets {
  return ofEachFacet((name) => sumValues(parts.flatMap((part) => part[name])));
}

function ofEachFacet(valuesOf: (name: keyof QueueFacets) => readonly FacetValue[]): QueueFacets {
  return Object.fromEntries(facetNames.map((name) => [name, valuesOf(name)])) as QueueFacets;
}

/** Adds up the counts of each value, without null, sorted by value. */
function sumValues(
  counted: readonly { readonly value: string | null; readonly count: number }[],
): readonly FacetValue[] {
  const counts = new Map<string, { readonly value: string; count: number }>();
  for (const { value, count } of counted) {
    if (value === null) continue;
    const known = counts.get(value);
    if (known) known.count += count;
    else counts.set(value, { value, count });
  }
  return [...counts.values()].sort((a, b) => compareCodePoints(a.value, b.value));
}
