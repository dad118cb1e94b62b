import { convertTimeZone } from '@/lib/warehouse/snowflake/render';
import { contractViewColumns } from '@/lib/warehouse/sql/schema';
import { tableNames } from '@/lib/warehouse/tables';
import type { StatementOptions, Warehouse } from '@/lib/warehouse/types';

/** The data team's shared view, over its source table in the embedded warehouse. */
export const onboardingView = `CREATE VIEW IF NOT EXISTS ${tableNames.onboarding} AS
SELECT * FROM ${tableNames.onboardingSource}`;

/** Columns of the accounts' sources, in lowercase. */
export interface SourceColumns {
  readonly onboarding: ReadonlySet<string>;
  readonly accountScores: ReadonlySet<string>;
}

/** A source column, or NULL of its type if the source lacks it. */
const columnOrNull = (columns: ReadonlySet<string>, alias: string, column: string, type: string) =>
  columns.has(column) ? `${alias}.${column}` : `CAST(NULL AS ${type})`;

/**
 * The accounts view. The data team may redefine it with the same columns; setup only creates it if
 * it is missing. It may have several rows for an account; queries pick one of them.
 */
const accountsView = (
  sources: SourceColumns,
  dataTimeZone: string,
) => `CREATE VIEW IF NOT EXISTS ${tableNames.accounts} AS
WITH owners AS (
  SELECT
    account_id,
    MAX_BY(csm_name, COALESCE(last_updated, assignment_date, DATE '1970-01-01')) AS csm_name
  FROM ${tableNames.assignments}
  WHERE account_id IS NOT NULL
  GROUP BY account_id
)
SELECT
  COALESCE(o.account_id_ob, s.account_id_ob) AS account_id,
  ${columnOrNull(sources.onboarding, 'o', 'account_name', 'VARCHAR')} AS account_name,
  ${columnOrNull(sources.onboarding, 'o', 'tenant_id', 'VARCHAR')} AS tenant_id,
  COALESCE(o.success_transition_status_ob = 'Needs CSM', FALSE) AS needs_csm,
  ${convertTimeZone(dataTimeZone, 'UTC', columnOrNull(sources.onboarding, 'o', 'needs_csm_since', 'TIMESTAMP_NTZ'))} AS needs_csm_since,
  COALESCE(a.csm_name, ${columnOrNull(sources.accountScores, 's', 'responsible_csm', 'VARCHAR')}) AS current_csm,
  ${columnOrNull(sources.accountScores, 's', 'neediness_score', 'DOUBLE')} AS neediness_score,
  ${columnOrNull(sources.accountScores, 's', 'health_score', 'DOUBLE')} AS health_score,
  ${columnOrNull(sources.accountScores, 's', 'core_health_score_color', 'VARCHAR')} AS health_color,
  ${columnOrNull(sources.accountScores, 's', 'revenue', 'DOUBLE')} AS revenue,
  ${columnOrNull(sources.accountScores, 's', 'segment', 'VARCHAR')} AS account_segment,
  ${columnOrNull(sources.accountScores, 's', 'account_level', 'VARCHAR')} AS account_level,
  ${columnOrNull(sources.accountScores, 's', 'industry', 'VARCHAR')} AS industry
FROM ${tableNames.onboarding} AS o
FULL OUTER JOIN ${tableNames.accountScores} AS s ON s.account_id_ob = o.account_id_ob
LEFT JOIN owners AS a ON a.account_id = COALESCE(o.account_id_ob, s.account_id_ob)
WHERE COALESCE(o.account_id_ob, s.account_id_ob) IS NOT NULL`;

/**
 * The CSM view: every known CSM, active or not. It may have several rows for a CSM; queries pick one
 * of them.
 */
const csmsView = `CREATE VIEW IF NOT EXISTS ${tableNames.csms} AS
WITH active AS (
  SELECT DISTINCT active_csm FROM ${tableNames.activeCsms} WHERE active_csm IS NOT NULL
)
SELECT
  COALESCE(r.active_csm, d.csm_name) AS csm_name,
  r.active_csm IS NOT NULL AS is_active,
  d.tenure_months AS tenure_months,
  d.manager_name AS manager_name,
  d.segment AS segment,
  d.account_level AS account_level,
  d.capacity AS capacity,
  d.away_until AS away_until
FROM active AS r
FULL OUTER JOIN ${tableNames.csmDetails} AS d ON d.csm_name = r.active_csm
WHERE COALESCE(r.active_csm, d.csm_name) IS NOT NULL`;

/**
 * The two contract views, which the data team may redefine. Their times are in UTC.
 * @param dataTimeZone the time zone of the onboarding view's times, as an IANA name
 */
export const contractViews = (
  sources: SourceColumns,
  dataTimeZone: string,
): Readonly<Record<string, string>> => ({
  CSM_ROUTING_ACCOUNTS_V: accountsView(sources, dataTimeZone),
  CSM_ROUTING_CSMS_V: csmsView,
});

const columnKinds = {
  text: { description: 'text', types: /^(VARCHAR|TEXT|STRING|CHAR)/ },
  number: {
    description: 'a number',
    types: /^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC|NUMBER)/,
  },
  boolean: { description: 'a boolean', types: /^BOOLEAN/ },
  timestamp: { description: 'a date or timestamp', types: /^(DATE|TIMESTAMP)/ },
} as const;

/** The columns a contract view must have, even if redefined. */
const requiredColumns: Readonly<
  Record<string, Readonly<Record<string, keyof typeof columnKinds>>>
> = {
  CSM_ROUTING_ACCOUNTS_V: {
    account_id: 'text',
    account_name: 'text',
    tenant_id: 'text',
    needs_csm: 'boolean',
    needs_csm_since: 'timestamp',
    current_csm: 'text',
    neediness_score: 'number',
    health_score: 'number',
    health_color: 'text',
    revenue: 'number',
    account_segment: 'text',
    account_level: 'text',
    industry: 'text',
  },
  CSM_ROUTING_CSMS_V: {
    csm_name: 'text',
    is_active: 'boolean',
    tenure_months: 'number',
    manager_name: 'text',
    segment: 'text',
    account_level: 'text',
    capacity: 'number',
    away_until: 'timestamp',
  },
};

/** DuckDB's type for a column of bare NULLs, which matches any type. */
const untypedNull = '"NULL"';

/**
 * Problems of the current contract views, one sentence each: missing columns and types that the
 * program cannot read. Missing views are not reported.
 */
export async function contractViewProblems(
  warehouse: Pick<Warehouse, 'read'>,
  options?: StatementOptions,
): Promise<readonly string[]> {
  const found = await warehouse.read(contractViewColumns(), options);
  return Object.entries(requiredColumns).flatMap(([view, columns]) => {
    const types = new Map(
      found.filter((row) => row.view_name === view).map((row) => [row.column_name, row.data_type]),
    );
    if (types.size === 0) return [];
    return Object.entries(columns).flatMap(([column, kind]) => {
      const type = types.get(column);
      if (type === undefined) return [`${view} has no column ${column}.`];
      if (type === untypedNull || columnKinds[kind].types.test(type)) return [];
      return [`${view}: ${column} must be ${columnKinds[kind].description}, but it is ${type}.`];
    });
  });
}
