import type { QueuedRow } from './csm-work';
import { levelOf, segmentOf } from './flagged-recommendation';
import { visibleFeedback, visibleVerdict } from './visible-review';

/** The columns that the queue can be sorted by. */
export const queueSortColumns = [
  /** The default order of `evaluatePending`. */
  'order',
  'account',
  'csm',
  'score',
  'neediness',
  'health',
  'revenue',
  'segment',
  'level',
  'verdict',
  'feedback',
  'age',
  'waiting',
  'flags',
] as const;
export type QueueSortColumn = (typeof queueSortColumns)[number];

export type QueueSort = readonly {
  readonly column: QueueSortColumn;
  readonly descending: boolean;
}[];

type SortValue = string | number | null;

const verdictRank = { approve: 1, caution: 2, reassign: 3 } as const;

const sortValues: Readonly<Record<QueueSortColumn, (row: QueuedRow, place: number) => SortValue>> =
  {
    order: (_, place) => place,
    account: ({ recommendation, account }) =>
      (account?.name ?? recommendation.accountId).toLowerCase(),
    csm: ({ recommendation }) => recommendation.recommendedCsm.toLowerCase(),
    score: ({ recommendation }) => recommendation.score,
    neediness: ({ recommendation }) => recommendation.neediness,
    health: ({ recommendation }) => recommendation.health,
    revenue: ({ recommendation }) => recommendation.revenue,
    segment: segmentOf,
    level: levelOf,
    verdict: ({ recommendation }) => {
      const verdict = visibleVerdict(recommendation, 'pending');
      return verdict && verdictRank[verdict];
    },
    feedback: ({ recommendation }) =>
      visibleFeedback(recommendation, 'pending')?.toLowerCase() ?? null,
    age: ({ recommendation }) => recommendation.recommendedAt.getTime(),
    waiting: ({ waitingSince }) => waitingSince?.getTime() ?? null,
    flags: ({ flags }) => flags.length,
  };

/** Sorts rows by columns, unknown values last. Ties stay in the order of the rows. */
export function sortQueue(rows: readonly QueuedRow[], sort: QueueSort): readonly QueuedRow[] {
  const [first] = sort;
  // The rows are in this order already.
  if (first?.column === 'order' && !first.descending) return rows;
  const keys = sort.map(({ column, descending }) =>
    sortKeys(rows.map(sortValues[column]), descending ? -1 : 1),
  );
  const order = rows.map((_, index) => index);
  order.sort((a, b) => {
    for (const key of keys) {
      const first = key[a] as number;
      const second = key[b] as number;
      if (first !== second) return first < second ? -1 : 1;
    }
    return 0;
  });
  return order.map((index) => rows[index] as QueuedRow);
}

/** Numbers in the order of the values. Comparing them is faster than comparing text. */
function sortKeys(values: readonly SortValue[], sign: 1 | -1): Float64Array {
  const texts = new Set(values.filter((value) => typeof value === 'string'));
  const ranks = new Map([...texts].sort(compareCodePoints).map((text, rank) => [text, rank]));
  return Float64Array.from(values, (value) => {
    if (value === null) return Number.POSITIVE_INFINITY;
    return sign * (typeof value === 'string' ? (ranks.get(value) as number) : value);
  });
}

/** Orders text by code point, like the warehouses. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = a.charCodeAt(index) - b.charCodeAt(index);
    if (difference === 0) continue;
    // Of the text from here, the code points decide: a surrogate alone would come too early.
    return (a.codePointAt(index) as number) - (b.codePointAt(index) as number);
  }
  return a.length - b.length;
}
