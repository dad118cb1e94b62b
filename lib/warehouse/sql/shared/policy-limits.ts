import type { Sql } from 'sql-template-tag';
import sql from 'sql-template-tag';

/** The numbers of a policy that statements need; a whole policy satisfies it. */
export interface PolicyLimits {
  readonly coolingHours: number;
  readonly velocity: {
    readonly perWeek: number;
    readonly newCsmTenureMonths: number;
    readonly newCsmPerDay: number;
  };
  readonly capacity: {
    readonly residentialCorporate: number;
    readonly commercialCorporate: number;
    readonly commercialEnterprise: number;
    readonly residentialEnterprise: number;
    readonly otherwise: number;
  };
  readonly health: { readonly redBelow: number; readonly yellowBelow: number };
  readonly rejectedDays: number;
}

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
