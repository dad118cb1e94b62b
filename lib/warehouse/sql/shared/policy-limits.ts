import sql, { raw, type Sql } from 'sql-template-tag';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { comparableName, isNotPlaceholder } from './comparable-name';

/** The part of the policy that statements need. */
export type PolicyLimits = Pick<
  RoutingPolicy,
  'coolingHours' | 'velocity' | 'capacity' | 'health' | 'rejectedDays' | 'scope'
>;

const usualClasses = raw(
  ['Residential', 'Commercial', 'Corporate', 'Enterprise'].map((name) => `'${name}'`).join(', '),
);

/** A segment or level for comparison with a `nameKey`; NULL if there is none. */
export function normalizedClass(column: string): Sql {
  const key = comparableName(column);
  // The usual spellings first, because the comparison of others costs much more.
  return sql`CASE WHEN ${raw(column)} IN (${usualClasses}) THEN LOWER(${raw(column)})
    WHEN ${raw(isNotPlaceholder(key))} THEN ${raw(key)} END`;
}
