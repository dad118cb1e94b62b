import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '@/lib/warehouse/types';
import type { Verdict } from './reviews';
import { type Flag, flaggedCtes, flaggedRow, flaggedTables } from './rule-warnings';
import { amount, text } from './shared/columns';
import type { PolicyLimits } from './shared/policy-limits';
import { pendingCtes } from './shared/state';
import { query } from './shared/statement';

/** The columns that the queue can be sorted by, and their SQL expressions. */
export const queueSortColumns = {
  account: 'LOWER(COALESCE(account_name, account_id))',
  csm: 'LOWER(recommended_csm)',
  score: 'score',
  neediness: 'neediness',
  health: 'health',
  revenue: 'revenue',
  segment: 'segment',
  level: 'level',
  verdict: "CASE verdict WHEN 'approve' THEN 1 WHEN 'caution' THEN 2 WHEN 'reassign' THEN 3 END",
  feedback: 'LOWER(feedback)',
  age: 'recommended_at',
  flags: 'flag_count',
} as const;
export type QueueSortColumn = keyof typeof queueSortColumns;

/** Filters of the queue. An empty list does not filter. */
export interface QueueFilter {
  readonly text: string;
  readonly runId: string | null;
  readonly methods: readonly string[];
  readonly csms: readonly string[];
  readonly segments: readonly string[];
  readonly levels: readonly string[];
  readonly colors: readonly string[];
  readonly flags: readonly (Flag | 'any' | 'none')[];
  /** Claude's verdicts; `none` matches rows without a visible verdict. */
  readonly verdicts: readonly (Verdict | 'none')[];
  readonly minScore: number | null;
  readonly maxScore: number | null;
}

export interface QueueRequest {
  readonly filter: QueueFilter;
  readonly sort: readonly { readonly column: QueueSortColumn; readonly descending: boolean }[];
  readonly limit: number;
  readonly offset: number;
  readonly now: Date;
  readonly limits: PolicyLimits;
}

function isOneOf(column: string, allowed: readonly string[]): Sql | null {
  return allowed.length > 0 ? sql`${raw(column)} IN (${join(allowed)})` : null;
}

function flagCondition(values: QueueFilter['flags']): Sql | null {
  if (values.length === 0) return null;
  const conditions = values.map((flag) => {
    if (flag === 'any') return raw('flag_count > 0');
    return raw(flag === 'none' ? 'flag_count = 0' : flag);
  });
  return sql`(${join(conditions, ' OR ')})`;
}

function verdictCondition(values: QueueFilter['verdicts']): Sql | null {
  const named = isOneOf(
    'verdict',
    values.filter((verdict) => verdict !== 'none'),
  );
  if (!values.includes('none')) return named;
  return named ? sql`(verdict IS NULL OR ${named})` : raw('verdict IS NULL');
}

function textCondition(text: string): Sql | null {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  if (words.length === 0) return null;
  const searched = raw(
    "LOWER(COALESCE(account_name, '') || ' ' || account_id || ' ' || recommended_csm || ' ' || COALESCE(feedback, '') || ' ' || COALESCE(industry, ''))",
  );
  return join(
    words.map((word) => sql`CONTAINS(${searched}, ${word})`),
    ' AND ',
  );
}

function filterCondition(filter: QueueFilter): Sql {
  const conditions = [
    textCondition(filter.text),
    filter.runId === null ? null : sql`run_id = ${filter.runId}`,
    isOneOf('method', filter.methods),
    isOneOf('recommended_csm', filter.csms),
    isOneOf('segment', filter.segments),
    isOneOf('level', filter.levels),
    isOneOf('color', filter.colors),
    flagCondition(filter.flags),
    verdictCondition(filter.verdicts),
    filter.minScore === null ? null : sql`score >= ${filter.minScore}`,
    filter.maxScore === null ? null : sql`score <= ${filter.maxScore}`,
  ].filter((condition) => condition !== null);
  return conditions.length > 0 ? join(conditions, ' AND ') : raw('TRUE');
}

function orderByColumns(sort: QueueRequest['sort']): Sql {
  const keys = sort.map(({ column, descending }) =>
    raw(`${queueSortColumns[column]} ${descending ? 'DESC' : 'ASC'} NULLS LAST`),
  );
  return join([...keys, raw('recommendation_id ASC')]);
}

const queueRow = z
  .object({ pending_total: amount, flagged_total: amount, matching_total: amount })
  .and(z.union([flaggedRow, z.object({ recommendation_id: z.null() })]))
  .transform(({ pending_total, flagged_total, matching_total, ...rest }) => ({
    pending: pending_total,
    flagged: flagged_total,
    matching: matching_total,
    row: 'id' in rest ? rest : null,
  }));
export type QueueRow = z.infer<typeof queueRow>;

/**
 * One page of pending recommendations, or the last page if the requested one is past the end. Each
 * row carries the pending, flagged, and matching totals; if nothing matches, one row has only those.
 */
export function queuePage(request: QueueRequest): Query<QueueRow> {
  const scoped = sql`SELECT r.*, r.recommended_csm AS target_csm FROM pending AS r`;
  const where = filterCondition(request.filter);
  // The page size and offset are columns, because fakesnow repeats the arguments of LEAST.
  return query({
    name: 'queue.page',
    tables: flaggedTables,
    row: queueRow,
    sql: sql`WITH ${pendingCtes},
${flaggedCtes({ ...request, scoped })},
totals AS (
  SELECT
    COUNT(*) AS pending_total,
    COALESCE(COUNT_IF(flag_count > 0), 0) AS flagged_total,
    COALESCE(COUNT_IF(${where}), 0) AS matching_total
  FROM flagged
),
requested AS (
  SELECT CAST(${request.limit} AS INTEGER) AS page_size, CAST(${request.offset} AS BIGINT) AS skipped
),
placed AS (
  SELECT flagged.*, ROW_NUMBER() OVER (ORDER BY ${orderByColumns(request.sort)}) AS place
  FROM flagged
  WHERE ${where}
),
page AS (
  SELECT placed.*
  FROM placed
  CROSS JOIN requested
  CROSS JOIN totals
  WHERE place > LEAST(skipped, page_size * FLOOR((matching_total - 1) / page_size))
    AND place <= LEAST(skipped, page_size * FLOOR((matching_total - 1) / page_size)) + page_size
)
SELECT page.*, totals.*
FROM totals
LEFT JOIN page ON TRUE
ORDER BY place`,
  });
}

const facetRow = z.object({
  kind: z.enum(['csm', 'run', 'method', 'segment', 'level']),
  value: text,
  rows_counted: amount,
});
export type QueueFacet = z.infer<typeof facetRow>;

/** The values to filter the queue by, and the number of pending recommendations with each. */
export function queueFacets(): Query<QueueFacet> {
  const facet = (kind: QueueFacet['kind'], column: string) => sql`
SELECT ${raw(`'${kind}'`)} AS kind, ${raw(column)} AS value, COUNT(*) AS rows_counted
FROM pending
WHERE ${raw(column)} IS NOT NULL
GROUP BY ${raw(column)}`;
  const facets = [
    facet('csm', 'recommended_csm'),
    facet('run', 'run_id'),
    facet('method', 'assignment_method'),
    facet('segment', 'account_segment'),
    facet('level', 'account_level'),
  ];
  return query({
    name: 'queue.facets',
    tables: ['recommendations', 'assignments', 'decisions'],
    row: facetRow,
    sql: sql`WITH ${pendingCtes}
${join(facets, '\nUNION ALL')}
ORDER BY kind, value`,
  });
}
