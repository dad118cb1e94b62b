import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { t, tableNames } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { optionalText } from './shared/columns';
import { microsecondsOf } from './shared/microseconds';
import { query } from './shared/statement';

const newest = (column: string) => microsecondsOf(raw(`MAX(${column})`));

/** Aggregates that differ after nearly every write. Snowflake takes most of them from metadata. */
const aggregates = {
  recommendations: [
    raw('COUNT(*)'),
    raw('MAX(recommendation_id)'),
    raw('COUNT_IF(was_assigned)'),
    raw('COUNT(actual_assigned_csm)'),
  ],
  assignments: [raw('COUNT(*)'), newest('assignment_date'), newest('last_updated')],
  decisions: [raw('COUNT(*)'), newest('decided_at')],
  reviews: [raw('COUNT(*)'), newest('reviewed_at')],
  snoozes: [raw('COUNT(*)'), newest('snoozed_at')],
  csmChanges: [raw('COUNT(*)'), newest('changed_at')],
  markedAccounts: [raw('COUNT(*)'), newest('marked_at')],
  runs: [raw('COUNT(*)'), newest('started_at'), newest('finished_at')],
} as const;

/** A table whose changes are detected. */
export type WatchedTable = keyof typeof aggregates;
const watchedTables = Object.keys(aggregates) as [WatchedTable, ...WatchedTable[]];

/**
 * How to detect a change: by Snowflake's time of the last commit to a table, or by counts and the
 * newest ids and times.
 */
export type ChangeMethod = 'commit-time' | 'aggregates';

const row = z.object({ watched: z.enum(watchedTables), token: optionalText });

/**
 * A token for each watched table that differs after a change. NULL if it cannot be determined.
 * @param method `commit-time` works only on Snowflake
 */
export function changeTokens(method: ChangeMethod): Query<z.infer<typeof row>> {
  const select = { 'commit-time': commitTime, aggregates: aggregateToken }[method];
  return query({
    name: 'read-model.changes',
    tables: watchedTables,
    row,
    sql: join(watchedTables.map(select), '\nUNION ALL\n'),
  });
}

function commitTime(table: WatchedTable): Sql {
  const name = `SYSTEM$LAST_CHANGE_COMMIT_TIME('${tableNames[table]}')`;
  return sql`SELECT ${raw(`'${table}'`)} AS watched, CAST(${raw(name)} AS VARCHAR) AS token`;
}

function aggregateToken(table: WatchedTable): Sql {
  const parts = aggregates[table].map(
    (aggregate) => sql`COALESCE(CAST(${aggregate} AS VARCHAR), '')`,
  );
  return sql`SELECT ${raw(`'${table}'`)} AS watched, ${join(parts, " || ',' || ")} AS token FROM ${t[table]}`;
}
