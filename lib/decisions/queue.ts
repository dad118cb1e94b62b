import 'server-only';
import { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { pageNumberSchema, pageSizeSchema } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { newestDecision } from '@/lib/warehouse/sql/decisions';
import {
  type QueueFacet,
  type QueueFilter,
  type QueueRequest,
  type QueueSortColumn,
  queueFacets,
  queuePage,
  queueSortColumns,
} from '@/lib/warehouse/sql/queue';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import { type FlaggedRecommendation, flags } from '@/lib/warehouse/sql/rule-warnings';
import type { Warehouse } from '@/lib/warehouse/types';

/** A filter value and the number of pending recommendations that have it. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface QueuePage {
  readonly rows: readonly FlaggedRecommendation[];
  /** All pending recommendations. */
  readonly pending: number;
  /** Pending recommendations that match the filter. */
  readonly matching: number;
  readonly flagged: number;
  readonly facets: Readonly<
    Record<'csm' | 'run' | 'method' | 'segment' | 'level', readonly FacetValue[]>
  >;
  /** The returned page: the last one if the requested page is past the end. */
  readonly page: number;
  readonly pages: number;
  /** The number of the newest change that the page includes. */
  readonly changeNumber: number;
}

/**
 * Returns one page of pending recommendations, and the values to filter by. Pages count from 1.
 * Rows are current; filter values may be up to 5 seconds old.
 */
export async function listQueue(
  ctx: Context,
  request: {
    readonly filter: QueueFilter;
    readonly sort: QueueRequest['sort'];
    readonly page: number;
    readonly pageSize: number;
  },
): Promise<QueuePage> {
  requireRole(ctx.person, 'viewer');
  const {
    filter,
    sort,
    page: requestedPage,
    pageSize: limit,
  } = parseInput(listQueueInput, request);
  const { policy } = await currentPolicy(ctx.warehouse);
  const offset = (requestedPage - 1) * limit;
  const changeNumber = ctx.readModel.changes.number;
  const [rows, facets] = await Promise.all([
    ctx.warehouse.read(queuePage({ filter, sort, limit, offset, now: ctx.now(), limits: policy })),
    readFacets(ctx.warehouse),
  ]);
  const facet = (kind: QueueFacet['kind']) =>
    facets
      .filter((row) => row.kind === kind)
      .map(({ value, rows_counted }) => ({ value, count: rows_counted }));
  const { pending = 0, matching = 0, flagged = 0 } = rows[0] ?? {};
  const pages = Math.max(1, Math.ceil(matching / limit));
  const page = Math.min(requestedPage, pages);
  return {
    rows: rows.flatMap(({ row }) => (row ? [row] : [])),
    pending,
    matching,
    flagged,
    facets: {
      csm: facet('csm'),
      run: facet('run'),
      method: facet('method'),
      segment: facet('segment'),
      level: facet('level'),
    },
    page,
    pages,
    changeNumber,
  };
}

/**
 * Counts pending recommendations, from the same statement as the queue's facets. Changes by other
 * servers and programs may be missing for up to 5 seconds.
 */
export async function countPending(ctx: Context): Promise<number> {
  requireRole(ctx.person, 'viewer');
  const facets = await readFacets(ctx.warehouse);
  // Every pending recommendation has exactly one CSM, so the CSM facet counts each once.
  return facets.reduce(
    (sum, { kind, rows_counted }) => sum + (kind === 'csm' ? rows_counted : 0),
    0,
  );
}

/** Returns who made the latest decision, and when; null if there are no decisions yet. */
export async function lastDecision(
  ctx: Context,
): Promise<{ readonly byName: string; readonly at: Date } | null> {
  requireRole(ctx.person, 'viewer');
  const [newest] = await ctx.warehouse.read(newestDecision());
  return newest ?? null;
}

/**
 * Counts pending recommendations by filter value. Changes by this process count immediately, those
 * of others within 5 seconds.
 */
function readFacets(warehouse: Warehouse): Promise<QueueFacet[]> {
  return warehouse.read(queueFacets(), { maxAgeMs: 5_000 });
}

const columnNames = Object.keys(queueSortColumns) as [QueueSortColumn, ...QueueSortColumn[]];
const filterValues = z.array(z.string().max(200, 'is too long')).max(100, 'has too many values');
const scoreBound = z.number({ error: 'must be a number' }).nullable();

const queueFilter = z.object({
  text: z.string().max(200, 'can have at most 200 characters'),
  runId: z.string().max(50, 'is not a run id').nullable(),
  methods: filterValues,
  csms: filterValues,
  segments: filterValues,
  levels: filterValues,
  colors: filterValues,
  flags: z.array(z.enum([...flags, 'any', 'none'], { error: 'contains an unknown flag' })).max(20),
  verdicts: z
    .array(z.enum([...verdicts, 'none'], { error: 'contains an unknown verdict' }))
    .max(10),
  minScore: scoreBound,
  maxScore: scoreBound,
}) satisfies z.ZodType<QueueFilter>;

export const listQueueInput = z.object({
  filter: queueFilter,
  sort: z
    .array(
      z.object({
        column: z.enum(columnNames, { error: 'is not a queue column' }),
        descending: z.boolean(),
      }),
    )
    .max(columnNames.length, 'has too many columns'),
  page: pageNumberSchema,
  pageSize: pageSizeSchema,
});
