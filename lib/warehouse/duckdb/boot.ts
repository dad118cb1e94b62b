import type { DuckDBConnection } from '@duckdb/node-api';
import type { DatePart } from './dialect';

/** A name of our own in quotes, for the places where the engine takes no bind. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** What `n` of each date part are to DuckDB. */
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
} as const satisfies Record<DatePart, string>;

/** Where a statement names the part, `toDuckDb` calls its own macro, which is quicker to plan. */
const dateAdds = [
  ...Object.entries(intervals).map(
    ([part, interval]) => `CREATE MACRO memory.main.DATEADD_${part}(n, t) AS t + ${interval}`,
  ),
  `CREATE MACRO memory.main.DATEADD(part, n, t) AS CASE rtrim(lower(part), 's')
  ${Object.entries(intervals)
    .map(([part, interval]) => `WHEN '${part}' THEN t + ${interval}`)
    .join('\n  ')}
  ELSE error('DATEADD does not know the date part ' || part) END`,
];

/** Makes a new in-memory instance speak the portable part of Snowflake's dialect. */
export const dialect = [
  `SET GLOBAL TimeZone = 'UTC'`,
  `SET GLOBAL default_null_order = 'nulls_last_on_asc_first_on_desc'`,
  'CREATE TYPE memory.main.TIMESTAMP_NTZ AS TIMESTAMP',
  'CREATE MACRO memory.main.CURRENT_TIMESTAMP() AS CAST(now() AS TIMESTAMP)',
  ...dateAdds,
];

export interface Files {
  /** The file attached as DSV_WAREHOUSE. */
  readonly warehouse: string;
  /** Its sibling, attached as DSV_SHARE. */
  readonly share: string;
}

/** Attaches the two files under the names of the data team's databases. */
export async function boot(
  connection: DuckDBConnection,
  files: Files,
  mode: { readonly readOnly: boolean; readonly create: boolean },
): Promise<void> {
  for (const sql of dialect) await connection.run(sql);
  await connection.run(`SET GLOBAL temp_directory = ${quoted(`${files.warehouse}.tmp`)}`);
  const options = mode.readOnly ? ' (READ_ONLY)' : '';
  await connection.run(`ATTACH ${quoted(files.warehouse)} AS DSV_WAREHOUSE${options}`);
  await connection.run(`ATTACH ${quoted(files.share)} AS DSV_SHARE${options}`);
  if (!mode.create) return;
  await connection.run('CREATE SCHEMA IF NOT EXISTS DSV_WAREHOUSE.DATA_SCIENCE');
  await connection.run('CREATE SCHEMA IF NOT EXISTS DSV_SHARE.PUBLIC');
}

/** Lets a connection find our tables and macros without their full names. */
export async function prepareConnection(connection: DuckDBConnection): Promise<void> {
  await connection.run(`SET search_path = 'DSV_WAREHOUSE.DATA_SCIENCE,memory.main'`);
}
