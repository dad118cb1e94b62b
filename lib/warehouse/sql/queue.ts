import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '../types';
import { amount, optionalText } from './fields';
import { type Flag, flaggedRow, flaggedTables } from './flagged';
import type { Limits } from './limits';
import { undecided } from './standing';
import { query } from './statement';

/** The columns a queue may be sorted by, and what each sorts on. */
export const sortColumns = {
  account: 'LOWER(COALESCE(account_name, account_id))',
  csm: 'LOWER(recommended_csm)',
  score: 'score',
  neediness: 'neediness',
  health: 'health',
  revenue: 'revenue',
  segment: 'segment',
  level: 'level',
  feedback: 'LOWER(feedback)',
  age: 'recommended_at',
  flags: 'flag_count',
} as const;
export type SortColumn = keyof typeof sortColumns;

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
  readonly minScore: number | null;
  readonly maxScore: number | null;
}

export interface QueueRequest {
  readonly filter: QueueFilter;
  readonly sort: readonly { readonly column: SortColumn; readonly descending: boolean }[];
  readonly limit: number;
  readonly offset: number;
  readonly now: Date;
  readonly limits: Limits;
}

function among(column: string, allowed: readonly string[]): Sql | null {
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

function matching(filter: QueueFilter): Sql {
  const conditions = [
    textCondition(filter.text),
    filter.runId === null ? null : sql`run_id = ${filter.runId}`,
    among('method', filter.methods),
    among('recommended_csm', filter.csms),
    among('segment', filter.segments),
    among('level', filter.levels),
    among('color', filter.colors),
    flagCondition(filter.flags),
    filter.minScore === null ? null : sql`score >= ${filter.minScore}`,
    filter.maxScore === null ? null : sql`score <= ${filter.maxScore}`,
  ].filter((condition) => condition !== null);
  return conditions.length > 0 ? sql`AND ${join(conditions, ' AND ')}` : empty;
}

function ordering(sort: QueueRequest['sort']): Sql {
  const keys = sort.map(({ column, descending }) =>
    raw(`${sortColumns[column]} ${descending ? 'DESC' : 'ASC'} NULLS LAST`),
  );
  return join([...keys, raw('recommendation_id ASC')]);
}

/** Answers one page of the recommendations that wait for a decision. */
export function queuePage(request: QueueRequest): Query<z.infer<typeof flaggedRow>> {
  return query(
    'queue.page',
    sql`WITH ${flaggedTables({ ...request, scope: undecided })}
SELECT * FROM flagged
WHERE state = 'pending' ${matching(request.filter)}
ORDER BY ${ordering(request.sort)}
LIMIT ${request.limit} OFFSET ${request.offset}`,
    flaggedRow,
  );
}

const countRow = z.object({
  kind: z.enum(['pending', 'matching', 'flagged', 'csm', 'run', 'method', 'segment', 'level']),
  value: optionalText,
  rows_counted: amount,
});
export type QueueCount = z.infer<typeof countRow>;

/** Answers how many recommendations wait, how many match, and what there is to narrow by. */
export function queueCounts(request: QueueRequest): Query<QueueCount> {
  const facet = (kind: string, column: string) => sql`
UNION ALL
SELECT ${raw(`'${kind}'`)} AS kind, ${raw(column)} AS value, COUNT(*) AS rows_counted
FROM waiting GROUP BY ${raw(column)}`;
  return query(
    'queue.counts',
    sql`WITH ${flaggedTables({ ...request, scope: undecided })},
waiting AS (SELECT * FROM flagged WHERE state = 'pending')
SELECT 'pending' AS kind, NULL AS value, COUNT(*) AS rows_counted FROM waiting
UNION ALL
SELECT 'matching' AS kind, NULL AS value, COUNT(*) AS rows_counted
FROM waiting WHERE state = 'pending' ${matching(request.filter)}
UNION ALL
SELECT 'flagged' AS kind, NULL AS value, COUNT(*) AS rows_counted
FROM waiting WHERE flag_count > 0
${facet('csm', 'recommended_csm')}
${facet('run', 'run_id')}
${facet('method', 'method')}
${facet('segment', 'segment')}
${facet('level', 'level')}
ORDER BY kind, value`,
    countRow,
  );
}
