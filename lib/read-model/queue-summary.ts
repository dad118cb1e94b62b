import type { CsmWork, QueuedRow } from './csm-work';
import { levelOf, segmentOf } from './flagged-recommendation';
import type { PendingWork } from './pending-work';
import { compareCodePoints } from './queue-sort';
import { isStale } from './stale-rows';

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

/** Counts of pending recommendations, and the values to filter by. */
interface QueueSummary {
  readonly counts: QueueCounts;
  /** Of the rows that are not snoozed, and of those that are. */
  readonly facets: QueueFacets;
  readonly snoozedFacets: QueueFacets;
}

/** Everyone who reads the queue between two changes gets the same summary. */
const summaries = new WeakMap<PendingWork | CsmWork, QueueSummary>();

/** Counts all pending recommendations. Those of a CSM are counted again only if the CSM's work has changed. */
export function summarizeQueue(work: PendingWork): QueueSummary {
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

/** Counts pending recommendations. */
export function countQueue(work: PendingWork): QueueCounts {
  return summarizeQueue(work).counts;
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
