import sql, { join, raw, type Sql } from 'sql-template-tag';
import { nameKey } from '@/lib/names';
import { normalizedClass } from '@/lib/warehouse/sql/shared/policy-limits';
import { timestampBind } from './columns';
import { isOneOfPeople, type Spellings } from './spellings';

/** Filters of an analytics page. An empty list of segments or levels does not filter. */
export interface Scope {
  /** Inclusive start. */
  readonly from: Date;
  /** Exclusive end. */
  readonly to: Date;
  /** Of the account. */
  readonly segments: readonly string[];
  readonly levels: readonly string[];
  /** The CSMs of the chosen teams; null does not filter. */
  readonly csms: readonly string[] | null;
  /** The names to use for other spellings, to count them as one person. */
  readonly spellings: Spellings;
}

/** Condition: the time is within the period. */
export function inPeriod(moment: Sql, { from, to }: Pick<Scope, 'from' | 'to'>): Sql {
  return sql`(${moment} >= ${timestampBind(from)} AND ${moment} < ${timestampBind(to)})`;
}

/** Whether the scope filters by class. */
export function filtersByClass({ segments, levels }: Pick<Scope, 'segments' | 'levels'>): boolean {
  return segments.length > 0 || levels.length > 0;
}

/** Condition: the segment and level are within the scope. The columns have no binds. */
export function inClasses(
  { segments, levels }: Pick<Scope, 'segments' | 'levels'>,
  columns: { readonly segment: Sql; readonly level: Sql },
): Sql {
  const isOneOf = (column: Sql, values: readonly string[]) =>
    values.length === 0
      ? raw('TRUE')
      : sql`${normalizedClass(column.sql)} IN (${join(values.map(nameKey))})`;
  return sql`(${isOneOf(columns.segment, segments)} AND ${isOneOf(columns.level, levels)})`;
}

/** Condition: the CSM is in one of the scope's teams. */
export function inTeams({ csms, spellings }: Pick<Scope, 'csms' | 'spellings'>, csm: Sql): Sql {
  return csms === null ? raw('TRUE') : isOneOfPeople(csm, csms, spellings);
}

/** Condition: the recommendation `r` is within the scope's period, classes, and teams. */
export function recommendedInScope(scope: Scope): Sql {
  return sql`(${inPeriod(raw('r.recommendation_timestamp'), scope)}
  AND ${inClasses(scope, { segment: raw('r.account_segment'), level: raw('r.account_level') })}
  AND ${inTeams(scope, raw('r.recommended_csm'))})`;
}
