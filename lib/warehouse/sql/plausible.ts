import sql, { type Sql } from 'sql-template-tag';
import type { Limits } from './limits';

/** Scores outside these ranges are absurd and count as missing. */
export const plausible = {
  /** 0–10 */
  neediness: (column: Sql) => sql`CASE WHEN ${column} BETWEEN 0 AND 10 THEN ${column} END`,
  /** 0–100 */
  health: (column: Sql) => sql`CASE WHEN ${column} BETWEEN 0 AND 100 THEN ${column} END`,
  /** The source's currency per year. */
  revenue: (column: Sql) => sql`CASE WHEN ${column} BETWEEN 0 AND 1e12 THEN ${column} END`,
};

/** The account's colour: the source's where it gives one, by the thresholds otherwise. */
export function colorOf(limits: Pick<Limits, 'health'>, columns: { color: Sql; health: Sql }): Sql {
  const known = plausible.health(columns.health);
  return sql`CASE
    WHEN LOWER(${columns.color}) IN ('red', 'yellow', 'green') THEN LOWER(${columns.color})
    WHEN ${known} < ${limits.health.redBelow} THEN 'red'
    WHEN ${known} < ${limits.health.yellowBelow} THEN 'yellow'
    WHEN ${known} IS NOT NULL THEN 'green' END`;
}
