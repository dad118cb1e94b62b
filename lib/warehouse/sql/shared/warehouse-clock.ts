import sql, { raw, type Sql } from 'sql-template-tag';

/**
 * The warehouse's own time, in UTC. All servers share it, so that a server's clock that is wrong, or is
 * set back or forward, does not matter.
 */
export const warehouseNow: Sql = raw('CAST(CURRENT_TIMESTAMP() AS TIMESTAMP_NTZ)');

/** The warehouse's time in so many milliseconds. */
export function warehouseTimeIn(ms: number): Sql {
  return sql`DATEADD('millisecond', CAST(${ms} AS INTEGER), ${warehouseNow})`;
}
