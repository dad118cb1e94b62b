import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { FlaggedRecommendation } from '@/lib/warehouse/sql/flagged';
import {
  type QueueFacet,
  type QueueFilter,
  type QueueRequest,
  queuePage,
} from '@/lib/warehouse/sql/queue';
import { queueInput } from './queue-input';
import { readFacets } from './read-facets';

/** A value to narrow the queue by, with how many recommendations wait for it. */
export interface Facet {
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
    Record<'csm' | 'run' | 'method' | 'segment' | 'level', readonly Facet[]>
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
