import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '@/lib/warehouse/types';
import type { Verdict } from './reviews';
import { type Flag, flaggedCtes, flaggedRow } from './rule-warnings';
import { amount, text } from './shared/columns';
import type { PolicyLimits } from './shared/policy-limits';
import { pendingCtes } from './shared/state';
import { query } from './shared/statement';

/** The columns a queue may be sorted by, and what each sorts on. */
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

/** What a queue is narrowed to; an empty list does not narrow. */
export interface QueueFilter {
  readonly text: string;
  readonly runId: string | null;
  readonly methods: readonly string[];
  readonly csms: readonly string[];
  readonly segments: readonly string[];
  readonly levels: readonly string[];
  readonly colors: readonly string[];
  readonly flags: readonly (Flag | 'any' | 'none')[];
  /** Claude's; `none` where there is none that may be shown. */
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

function flagCondition(wanted: QueueFilter['flags']): Sql | null {
  if (wanted.length === 0) return null;
  const conditions = wanted.map((flag) => {
    if (flag === 'any') return raw('flag_count > 0');
    return raw(flag === 'none' ? 'flag_count = 0' : flag);
  });
  return sql`(${join(conditions, ' OR ')})`;
}

function verdictCondition(wanted: QueueFilter['verdicts']): Sql | null {
  const named = isOneOf(
    'verdict',
    wanted.filter((verdict) => verdict !== 'none'),
  );
  if (!wanted.includes('none')) return named;
  return named ? sql`(verdict IS NULL OR ${named})` : raw('verdict IS NULL');
}

function textCondition(text: string): Sql | null {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  if (words.length === 0) return null;
  const haystack = raw(
    "LOWER(COALESCE(account_name, '') || ' ' || account_id || ' ' || recommended_csm || ' ' || COALESCE(feedback, '') || ' ' || COALESCE(industry, ''))",
  );
  return join(
    words.map((word) => sql`CONTAINS(${haystack}, ${word})`),
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
 * Answers one page of the recommendations that wait for a decision, the last one where the page
 * asked for is beyond the end; on every row how many wait, are flagged and match, and those numbers
 * alone where nothing matches.
 */
export function queuePage(request: QueueRequest): Query<QueueRow> {
  const scoped = sql`SELECT r.*, r.recommended_csm AS target_csm FROM pending AS r`;
  const where = filterCondition(request.filter);
  // The binds stand apart, for fakesnow spells LEAST with its arguments twice.
  return query({
    name: 'queue.page',
    tables: [
      'recommendations',
      'assignments',
      'accounts',
      'csms',
      'explanations',
      'decisions',
      'reviews',
    ],
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
asked AS (
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
  CROSS JOIN asked
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

/** Answers what there is to narrow the queue by, and how many recommendations wait for each. */
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
