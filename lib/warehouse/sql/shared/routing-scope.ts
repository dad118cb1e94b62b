import sql, { join, raw, type Sql } from 'sql-template-tag';
import { nameKey } from '@/lib/names';
import { normalizedClass, type PolicyLimits } from './policy-limits';

/** The part of the policy that says which accounts are routed. */
export type ScopePolicy = Pick<PolicyLimits, 'scope'>;

/** Condition on the accounts view: the account is of a class in the policy's scope. */
export function isOfClasses({ scope: { classes } }: ScopePolicy): Sql {
  return classes ? sql`(${join(classes.map(isOfClass), ' OR ')})` : raw('TRUE');
}

/**
 * Condition on the accounts view: the policy's scope contains the account's onboarding status. Only a scope
 * with statuses reads their column, which a redefined view may lack.
 */
export function hasStatus({ scope: { statuses } }: ScopePolicy): Sql {
  if (!statuses) return raw('TRUE');
  return sql`COALESCE(${textKey('onboarding_status')} IN (${join(statuses.map(key))}), FALSE)`;
}

const textKey = (column: string) => normalizedClass(`CAST(${column} AS VARCHAR)`);
const key = (name: string | null) => nameKey(name);

function isOfClass({ segment, level }: { segment: string | null; level: string | null }): Sql {
  const equals = (column: string, name: string | null) =>
    key(name) === null
      ? sql`${textKey(column)} IS NULL`
      : sql`COALESCE(${textKey(column)} = ${key(name)}, FALSE)`;
  return sql`(${equals('account_segment', segment)} AND ${equals('account_level', level)})`;
}
