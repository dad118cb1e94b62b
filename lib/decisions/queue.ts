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

/** A value to narrow the queue by, with how many recommendations wait for it. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface QueuePage {
  readonly rows: readonly FlaggedRecommendation[];
  /** How many wait in all, and how many of them match the filter. */
  readonly pending: number;
  readonly matching: number;
  readonly flagged: number;
  readonly facets: Readonly<
    Record<'csm' | 'run' | 'method' | 'segment' | 'level', readonly FacetValue[]>
  >;
  /** The page that is shown: the last one when the one asked for is beyond the end. */
  readonly page: number;
  readonly pages: number;
}

/**
 * Answers a page of the recommendations that wait, with what there is to narrow by. Pages count
 * from 1. The rows are of this moment; what there is to narrow by is at most 5 seconds old.
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
  const { filter, sort, page: wanted, pageSize: limit } = parseInput(queueInput, request);
  const { policy } = await currentPolicy(ctx.warehouse);
  const offset = (wanted - 1) * limit;
  const asked = { filter, sort, limit, offset, now: ctx.now(), limits: policy };
  const [rows, facets] = await Promise.all([
    ctx.warehouse.read(queuePage(asked)),
    readFacets(ctx.warehouse),
  ]);
  const facet = (wanted: QueueFacet['kind']) =>
    facets.flatMap(({ kind, value, rows_counted }) =>
      kind === wanted ? [{ value, count: rows_counted }] : [],
    );
  const { pending = 0, matching = 0, flagged = 0 } = rows[0] ?? {};
  const pages = Math.max(1, Math.ceil(matching / limit));
  const page = Math.min(wanted, pages);
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
  };
}

/**
 * Answers how many recommendations wait for a decision, from the same statement as the queue's
 * facets; what other servers and programs did may be missing for 5 seconds.
 */
export async function countPending(ctx: Context): Promise<number> {
  requireRole(ctx.person, 'viewer');
  const facets = await readFacets(ctx.warehouse);
  // Every recommendation that waits names a CSM, so by CSM each is counted once.
  return facets.reduce(
    (sum, { kind, rows_counted }) => sum + (kind === 'csm' ? rows_counted : 0),
    0,
  );
}

/** Answers who made the last decision, and when; null where nobody has decided yet. */
export async function lastDecision(
  ctx: Context,
): Promise<{ readonly byName: string; readonly at: Date } | null> {
  requireRole(ctx.person, 'viewer');
  const [newest] = await ctx.warehouse.read(newestDecision());
  return newest ?? null;
}

/**
 * Reads how many recommendations wait, by what the queue is narrowed by. Decisions and runs of this
 * process count at once, those of other servers and programs after 5 seconds at the latest.
 */
function readFacets(warehouse: Warehouse): Promise<QueueFacet[]> {
  return warehouse.read(queueFacets(), { maxAgeMs: 5_000 });
}

const columnNames = Object.keys(queueSortColumns) as [QueueSortColumn, ...QueueSortColumn[]];
const filterValues = z.array(z.string().max(200, 'is too long')).max(100, 'names too many values');
const scoreBound = z.number({ error: 'must be a number' }).nullable();

const queueFilter = z.object({
  text: z.string().max(200, 'can have at most 200 characters'),
  runId: z.string().max(50, 'is not a run').nullable(),
  methods: filterValues,
  csms: filterValues,
  segments: filterValues,
  levels: filterValues,
  colors: filterValues,
  flags: z.array(z.enum([...flags, 'any', 'none'], { error: 'names no known flag' })).max(20),
  verdicts: z.array(z.enum([...verdicts, 'none'], { error: 'names no verdict' })).max(10),
  minScore: scoreBound,
  maxScore: scoreBound,
}) satisfies z.ZodType<QueueFilter>;

/** What a queue is narrowed to, sorted by and which page of it is asked for. */
const queueInput = z.object({
  filter: queueFilter,
  sort: z
    .array(
      z.object({
        column: z.enum(columnNames, { error: 'is no column of the queue' }),
        descending: z.boolean(),
      }),
    )
    .max(columnNames.length, 'names too many columns'),
  page: pageNumberSchema,
  pageSize: pageSizeSchema,
});
