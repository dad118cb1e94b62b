import 'server-only';
import { z } from 'zod';
import { flags } from '@/lib/engine/flags';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { FlaggedRecommendation } from '@/lib/read-model/flagged-recommendation';
import { type FoundRecommendations, queryQueue } from '@/lib/read-model/queue';
import type { QueueFilter } from '@/lib/read-model/queue-filter';
import { type QueueSort, queueSortColumns } from '@/lib/read-model/queue-sort';
import { countQueue } from '@/lib/read-model/queue-summary';
import { recordVersion } from '@/lib/read-model/record-version';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { pageNumberSchema, pageSizeSchema } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { newestDecision } from '@/lib/warehouse/sql/decisions';
import { verdicts } from '@/lib/warehouse/sql/reviews';

/** A pending recommendation, and which version of its record is current. */
export interface QueuePageRow extends FlaggedRecommendation {
  readonly version: string;
}

export interface QueuePage extends FoundRecommendations {
  readonly rows: readonly QueuePageRow[];
  /** The returned page: the last one if the requested page is past the end. */
  readonly page: number;
  readonly pages: number;
  /** The number of the newest change that the page includes. */
  readonly changeNumber: number;
  /** When the page was read, by the server's clock. */
  readonly readAt: Date;
  /** When a row next changes by itself, such as when a snooze ends; null if none does. */
  readonly nextChangeAt: Date | null;
}

/** Returns one page of pending recommendations, and the values to filter by. Pages count from 1. */
export async function listQueue(
  ctx: Context,
  request: {
    readonly filter: QueueFilter;
    readonly sort: QueueSort;
    readonly page: number;
    readonly pageSize: number;
  },
): Promise<QueuePage> {
  requireRole(ctx.person, 'viewer');
  const { filter, sort, page: requestedPage, pageSize } = parseInput(listQueueInput, request);
  const { policy, version } = await currentPolicy(ctx.warehouse);
  const now = ctx.now();
  const pending = await ctx.readModel.pending(policy, now);
  const changeNumber = ctx.readModel.changes.number;
  const offset = (requestedPage - 1) * pageSize;
  const found = queryQueue(pending, { filter, sort, limit: pageSize, offset }, policy);
  const pages = Math.max(1, Math.ceil(found.matching / pageSize));
  const { facts, work } = pending;
  const rows = found.rows.map((row) => ({ ...row, version: recordVersion(facts, row, version) }));
  return {
    ...found,
    rows,
    page: Math.min(requestedPage, pages),
    pages,
    changeNumber,
    readAt: now,
    nextChangeAt: work.changesAt === null ? null : new Date(work.changesAt),
  };
}

/** Counts the pending recommendations that are not snoozed. */
export async function countPending(ctx: Context): Promise<number> {
  requireRole(ctx.person, 'viewer');
  const { policy } = await currentPolicy(ctx.warehouse);
  const { work } = await ctx.readModel.pending(policy, ctx.now());
  return countQueue(work).pending;
}

/** Returns who made the latest decision, and when; null if there are no decisions yet. */
export async function lastDecision(
  ctx: Context,
): Promise<{ readonly byName: string; readonly at: Date } | null> {
  requireRole(ctx.person, 'viewer');
  const [newest] = await ctx.warehouse.read(newestDecision());
  return newest ?? null;
}

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
  readiness: z
    .array(z.enum(['ready', 'later', 'blocked'], { error: 'contains an unknown readiness' }))
    .max(3),
  overdue: z.boolean(),
  snoozed: z.boolean(),
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
        column: z.enum(queueSortColumns, { error: 'is not a queue column' }),
        descending: z.boolean(),
      }),
    )
    .max(queueSortColumns.length, 'has too many columns'),
  page: pageNumberSchema,
  pageSize: pageSizeSchema,
});
