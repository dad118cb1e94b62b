import { convertTimeZone } from '@/lib/warehouse/snowflake/render';
import { contractViewColumns } from '@/lib/warehouse/sql/schema';
import { tableNames } from '@/lib/warehouse/tables';
import type { StatementOptions, Warehouse } from '@/lib/warehouse/types';
import { csmsView } from './csms-view';

/** The data team's shared view, over its source table in the embedded warehouse. */
export const onboardingView = `CREATE VIEW IF NOT EXISTS ${tableNames.onboarding} AS
SELECT * FROM ${tableNames.onboardingSource}`;

/** What the contract views may read. */
export interface SourceColumns {
  /** Columns of the accounts' sources, in lowercase. */
  readonly onboarding: ReadonlySet<string>;
  readonly accountScores: ReadonlySet<string>;
  /** Whether CSM_ROUTING_CSM_SOURCES exists. */
  readonly csmSources?: boolean | undefined;
}

/** A source column, or NULL of its type if the source lacks it. */
const columnOrNull = (columns: ReadonlySet<string>, alias: string, column: string, type: string) =>
  columns.has(column) ? `${alias}.${column}` : `CAST(NULL AS ${type})`;

/** A column of the scores, or of the onboarding view for an account without scores. */
function classColumn(sources: SourceColumns, column: string, onboardingColumn: string): string {
  const scored = columnOrNull(sources.accountScores, 's', column, 'VARCHAR');
  if (!sources.onboarding.has(onboardingColumn)) return scored;
  return `COALESCE(NULLIF(TRIM(${scored}), ''), o.${onboardingColumn})`;
}

/** The status of an account, from another column until it has its own. */
const transitionStatus = (columns: ReadonlySet<string>) =>
  columns.has('onboarding_status_ob')
    ? 'COALESCE(o.success_transition_status_ob, o.onboarding_status_ob)'
    : 'o.success_transition_status_ob';

/**
 * The accounts view. The data team may redefine it with the same columns. It may have several rows
 * for an account; queries pick one of them.
 */
const accountsView = (sources: SourceColumns, dataTimeZone: string) => `WITH owners AS (
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
  COALESCE(${transitionStatus(sources.onboarding)} = 'Needs CSM', FALSE) AS needs_csm,
  ${convertTimeZone(dataTimeZone, 'UTC', columnOrNull(sources.onboarding, 'o', 'needs_csm_since', 'TIMESTAMP_NTZ'))} AS needs_csm_since,
  COALESCE(a.csm_name, ${columnOrNull(sources.accountScores, 's', 'responsible_csm', 'VARCHAR')}) AS current_csm,
  ${columnOrNull(sources.accountScores, 's', 'neediness_score', 'DOUBLE')} AS neediness_score,
  ${columnOrNull(sources.accountScores, 's', 'health_score', 'DOUBLE')} AS health_score,
  ${columnOrNull(sources.accountScores, 's', 'core_health_score_color', 'VARCHAR')} AS health_color,
  ${columnOrNull(sources.accountScores, 's', 'revenue', 'DOUBLE')} AS revenue,
  ${classColumn(sources, 'segment', 'ob_team_segment')} AS account_segment,
  ${classColumn(sources, 'account_level', 'ob_account_level_ce')} AS account_level,
  ${columnOrNull(sources.accountScores, 's', 'industry', 'VARCHAR')} AS industry,
  ${columnOrNull(sources.onboarding, 'o', 'onboarding_status_ob', 'VARCHAR')} AS onboarding_status
FROM ${tableNames.onboarding} AS o
FULL OUTER JOIN ${tableNames.accountScores} AS s ON s.account_id_ob = o.account_id_ob
LEFT JOIN owners AS a ON a.account_id = COALESCE(o.account_id_ob, s.account_id_ob)
WHERE COALESCE(o.account_id_ob, s.account_id_ob) IS NOT NULL`;

/** The two contract views, which the data team may redefine. Their times are in UTC. */
export const contractViewNames = ['CSM_ROUTING_ACCOUNTS_V', 'CSM_ROUTING_CSMS_V'] as const;
export type ContractViewName = (typeof contractViewNames)[number];

function viewStatements(
  sources: SourceColumns,
  dataTimeZone: string,
  create: (name: string) => string,
): Readonly<Record<ContractViewName, string>> {
  const accounts = accountsView(sources, dataTimeZone);
  const csms = csmsView(Boolean(sources.csmSources));
  return {
    CSM_ROUTING_ACCOUNTS_V: `${create(tableNames.accounts)} AS\n${accounts}`,
    CSM_ROUTING_CSMS_V: `${create(tableNames.csms)} AS\n${csms}`,
  };
}

/**
 * The statements that create the contract views where they are missing.
 * @param dataTimeZone the time zone of the onboarding view's times, as an IANA name
 */
export const contractViews = (sources: SourceColumns, dataTimeZone: string) =>
  viewStatements(sources, dataTimeZone, (name) => `CREATE VIEW IF NOT EXISTS ${name}`);

/** The statements that replace the contract views. On Snowflake, grants on them are kept. */
export const contractViewReplacements = (
  sources: SourceColumns,
  dataTimeZone: string,
  kind: Warehouse['kind'],
) =>
  viewStatements(
    sources,
    dataTimeZone,
    (name) => `CREATE OR REPLACE VIEW ${name}${kind === 'snowflake' ? ' COPY GRANTS' : ''}`,
  );

/** Problem of an accounts view that setup created with another time zone; null without one. */
export function viewZoneProblem(definition: string, zone: string): string | null {
  const converted = /CONVERT_TIMEZONE\('([^']+)', 'UTC', o\.needs_csm_since\)/i.exec(
    definition,
  )?.[1];
  const isUnconverted = /\bo\.needs_csm_since AS needs_csm_since\b/i.test(definition);
  const created = converted ?? (isUnconverted ? 'UTC' : zone);
  if (created === zone) return null;
  return `CSM_ROUTING_ACCOUNTS_V reads needs_csm_since as ${created}, but SNOWFLAKE_DATA_TIMEZONE is ${zone}. Run \`npm run setup -- --apply-views\`, or change the view.`;
}

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

/** The columns that a redefined contract view may lack, and what is unavailable without each. */
const optionalColumns: readonly {
  readonly view: string;
  readonly column: string;
  readonly without: string;
}[] = [
  {
    view: 'CSM_ROUTING_ACCOUNTS_V',
    column: 'onboarding_status',
    without: 'so the policy’s scope cannot select onboarding statuses',
  },
];

/** DuckDB's type for a column of bare NULLs, which matches any type. */
const untypedNull = '"NULL"';

/**
 * Optional columns that the current contract views lack, one sentence each. Missing views are not
 * reported.
 */
export async function missingViewColumns(
  warehouse: Pick<Warehouse, 'read'>,
  options?: StatementOptions,
): Promise<readonly string[]> {
  const found = await warehouse.read(contractViewColumns(), options);
  return optionalColumns.flatMap(({ view, column, without }) => {
    const columns = found.filter(({ view_name }) => view_name === view);
    const isComplete = columns.some(({ column_name }) => column_name === column);
    return columns.length === 0 || isComplete
      ? []
      : [`${view} has no column ${column}, ${without}.`];
  });
}

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
