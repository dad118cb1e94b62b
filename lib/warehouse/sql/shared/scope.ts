import sql, { join, raw, type Sql } from 'sql-template-tag';
import { normalizeClassName } from '@/lib/names';
import { normalizedClass } from '@/lib/warehouse/sql/shared/policy-limits';
import { timestampBind } from './columns';
import { csmViewRows } from './dedupe';

/** Filters of an analytics page. An empty list does not filter. */
export interface Scope {
  /** Inclusive start. */
  readonly from: Date;
  /** Exclusive end. */
  readonly to: Date;
  /** Of the account. */
  readonly segments: readonly string[];
  readonly levels: readonly string[];
  /** Of the CSM. */
  readonly managers: readonly string[];
}

/** Condition: the time is within the period. */
export function inPeriod(moment: Sql, { from, to }: Pick<Scope, 'from' | 'to'>): Sql {
  return sql`(${moment} >= ${timestampBind(from)} AND ${moment} < ${timestampBind(to)})`;
}

/** Whether the scope filters by class. */
export function filtersByClass({ segments, levels }: Pick<Scope, 'segments' | 'levels'>): boolean {
  return segments.length > 0 || levels.length > 0;
}

/** Condition: the segment and level are within the scope. */
export function inClasses(
  { segments, levels }: Pick<Scope, 'segments' | 'levels'>,
  columns: { readonly segment: Sql; readonly level: Sql },
): Sql {
  const isOneOf = (column: Sql, values: readonly string[]) =>
    values.length === 0
      ? raw('TRUE')
      : sql`${normalizedClass(column)} IN (${join(values.map(normalizeClassName))})`;
  return sql`(${isOneOf(columns.segment, segments)} AND ${isOneOf(columns.level, levels)})`;
}

/** Condition: the CSM reports to one of the scope's managers. */
export function inTeams({ managers }: Pick<Scope, 'managers'>, csm: Sql): Sql {
  if (managers.length === 0) return raw('TRUE');
  return sql`${csm} IN (
  SELECT csm_name FROM (${csmViewRows}) AS v WHERE manager_name IN (${join([...managers])})
)`;
}

/** Condition: the recommendation `r` is within the scope's period, classes, and teams. */
export function recommendedInScope(scope: Scope): Sql {
  return sql`(${inPeriod(raw('r.recommendation_timestamp'), scope)}
  AND ${inClasses(scope, { segment: raw('r.account_segment'), level: raw('r.account_level') })}
  AND ${inTeams(scope, raw('r.recommended_csm'))})`;
}
