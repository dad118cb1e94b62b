import type { Sql } from 'sql-template-tag';
import sql from 'sql-template-tag';
import type { RoutingPolicy } from '@/lib/engine/policy';

/** The part of the policy that statements need. */
export type PolicyLimits = Pick<
  RoutingPolicy,
  'coolingHours' | 'velocity' | 'capacity' | 'health' | 'rejectedDays' | 'scope'
>;

/** A segment or level for comparison: lowercase and trimmed; NULL if blank. */
export function normalizedClass(column: Sql): Sql {
  return sql`NULLIF(LOWER(TRIM(${column})), '')`;
}
