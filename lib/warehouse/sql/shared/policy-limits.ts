import type { Sql } from 'sql-template-tag';
import sql from 'sql-template-tag';
import type { RoutingPolicy } from '@/lib/engine/policy';

/** The part of the policy that statements need. */
export type PolicyLimits = Pick<
  RoutingPolicy,
  'coolingHours' | 'velocity' | 'capacity' | 'health' | 'rejectedDays'
>;

/** A segment or level for comparison: lowercase and trimmed; NULL if blank. */
export function normalizedClass(column: Sql): Sql {
  return sql`NULLIF(LOWER(TRIM(${column})), '')`;
}

/** The most accounts a CSM may own: the CSM's own capacity, otherwise that of the account's class. */
export function capacityExpression(
  limits: PolicyLimits,
  columns: { segment: Sql; level: Sql; own: Sql },
): Sql {
  const { own } = columns;
  const { capacity } = limits;
  const segment = normalizedClass(columns.segment);
  const level = normalizedClass(columns.level);
  return sql`CASE
    WHEN ${own} BETWEEN 0 AND 1e9 THEN ${own}
    WHEN ${segment} = 'residential' AND ${level} = 'corporate' THEN ${capacity.residentialCorporate}
    WHEN ${segment} = 'commercial' AND ${level} = 'corporate' THEN ${capacity.commercialCorporate}
    WHEN ${segment} = 'commercial' AND ${level} = 'enterprise' THEN ${capacity.commercialEnterprise}
    WHEN ${segment} = 'residential' AND ${level} = 'enterprise' THEN ${capacity.residentialEnterprise}
    ELSE ${capacity.otherwise} END`;
}
