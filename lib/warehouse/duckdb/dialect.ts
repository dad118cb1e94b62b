import type { DuckDBConnection } from '@duckdb/node-api';
import type { DatabaseFiles } from '@/lib/warehouse/database-files';

const dateParts = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
  'microsecond',
] as const;

/** A date part for DATEADD and DATEDIFF, singular or plural. */
type DatePart = (typeof dateParts)[number];

/** Matches a call with a date part, or text to leave unchanged: strings, quoted names, comments. */
const pattern = new RegExp(
  [
    String.raw`\b(DATEADD|DATEDIFF)(\s*\(\s*)('?)(${dateParts.join('|')})(s?)\3\s*,`,
    `'(?:[^']|'')*'`,
    '"(?:[^"]|"")*"',
    String.raw`\$\$[\s\S]*?\$\$`,
    String.raw`--[^\n]*`,
    String.raw`\/\*[\s\S]*?\*\/`,
  ].join('|'),
  'gi',
);

/**
 * Translates Snowflake SQL to DuckDB. A bare date part, which DuckDB would read as a column,
 * becomes a string in `DATEDIFF(hour, …)`. `DATEADD(day, …)` becomes a call of that part's macro.
 */
export function toDuckDb(sql: string): string {
  if (!/date(?:add|diff)/i.test(sql)) return sql;
  return sql.replace(
    pattern,
    (match, fn?: string, open?: string, _quote?: string, part?: string, plural?: string) => {
      if (fn === undefined || part === undefined) return match;
      if (/add$/i.test(fn)) return `DATEADD_${part.toLowerCase()}(`;
      return `${fn}${open}'${part}${plural}',`;
    },
  );
}

/** Quotes a string literal where the engine does not accept a bind. */
function quoteLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** DuckDB's interval for `n` of each date part. */
const intervals = {
  year: 'to_years(CAST(n AS INTEGER))',
  quarter: 'to_months(CAST(n AS INTEGER) * 3)',
  month: 'to_months(CAST(n AS INTEGER))',
  week: 'to_days(CAST(n AS INTEGER) * 7)',
  day: 'to_days(CAST(n AS INTEGER))',
  hour: 'to_hours(CAST(n AS BIGINT))',
  minute: 'to_minutes(CAST(n AS BIGINT))',
  second: 'to_seconds(CAST(n AS BIGINT))',
  millisecond: 'to_milliseconds(CAST(n AS BIGINT))',
  microsecond: 'to_microseconds(CAST(n AS BIGINT))',
} as const satisfies Record<DatePart, string>;

/** `toDuckDb` calls the macro of a literal date part directly, because it is faster to plan. */
const dateAddMacros = [
  ...Object.entries(intervals).map(
    ([part, interval]) => `CREATE MACRO memory.main.DATEADD_${part}(n, t) AS t + ${interval}`,
  ),
  `CREATE MACRO memory.main.DATEADD(part, n, t) AS CASE rtrim(lower(part), 's')
  ${Object.entries(intervals)
    .map(([part, interval]) => `WHEN '${part}' THEN t + ${interval}`)
    .join('\n  ')}
  ELSE error('DATEADD does not know the date part ' || part) END`,
];

/** Statements that prepare a new in-memory instance for the portable subset of Snowflake SQL. */
const dialectStatements = [
  `SET GLOBAL TimeZone = 'UTC'`,
  `SET GLOBAL default_null_order = 'nulls_last_on_asc_first_on_desc'`,
  'CREATE TYPE memory.main.TIMESTAMP_NTZ AS TIMESTAMP',
  'CREATE MACRO memory.main.CURRENT_TIMESTAMP() AS CAST(now() AS TIMESTAMP)',
  'CREATE MACRO memory.main.TO_DATA_TIME_ZONE(t) AS t',
  // SHA-256 is the only size that the program asks for.
  'CREATE MACRO memory.main.SHA2(content, bits) AS sha256(content)',
  ...dateAddMacros,
];

/** Attaches the two files under the data team's database names. */
export async function attachDatabases(
  connection: DuckDBConnection,
  files: DatabaseFiles,
  mode: { readonly readOnly: boolean; readonly create: boolean },
): Promise<void> {
  for (const sql of dialectStatements) await connection.run(sql);
  await connection.run(`SET GLOBAL temp_directory = ${quoteLiteral(`${files.warehouse}.tmp`)}`);
  // Without the type, DuckDB would look for an extension that reads another program's file.
  const options = mode.readOnly ? '(TYPE DUCKDB, READ_ONLY)' : '(TYPE DUCKDB)';
  await connection.run(`ATTACH ${quoteLiteral(files.warehouse)} AS DSV_WAREHOUSE ${options}`);
  await connection.run(`ATTACH ${quoteLiteral(files.share)} AS DSV_SHARE ${options}`);
  if (!mode.create) return;
  await connection.run('CREATE SCHEMA IF NOT EXISTS DSV_WAREHOUSE.DATA_SCIENCE');
  await connection.run('CREATE SCHEMA IF NOT EXISTS DSV_SHARE.PUBLIC');
}

/** Lets a connection use our tables and macros by their unqualified names. */
export async function prepareConnection(connection: DuckDBConnection): Promise<void> {
  await connection.run(`SET search_path = 'DSV_WAREHOUSE.DATA_SCIENCE,memory.main'`);
}
