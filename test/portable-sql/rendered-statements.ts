import {
  contractViewReplacements,
  contractViews,
  onboardingView,
} from '@/lib/warehouse/schema/contract-views';
import { allCsmSources } from '@/lib/warehouse/schema/csm-sources';
import { csmSourcesTable, fillCsmSources } from '@/lib/warehouse/schema/csm-sources-table';
import { migrations } from '@/lib/warehouse/schema/migrations';
import { columnTypes, dataTeamTables } from '@/lib/warehouse/schema/tables';
import { createNameMapping, mapName } from '@/lib/warehouse/snowflake/name-mapping';
import { renderStatement } from '@/lib/warehouse/snowflake/render';
import { type CsmSource, csmSourceNames, tableNames } from '@/lib/warehouse/tables';
import type { RenderedStatement } from './rule';
import { countScans, type ViewScans } from './scans';

/** An installation with other names and another time zone than in the data team's guide. */
export const home = { database: 'ANALYTICS', schema: 'ROUTING' } as const;
const nameMapping = createNameMapping(home);
const dataTimeZone = 'America/New_York';

function render({ name, sql, binds }: RenderedStatement): RenderedStatement {
  return { name, sql: renderStatement(sql, { nameMapping, dataTimeZone }), binds };
}

/** The program's own statements, as they are sent to Snowflake: not those of tests and people. */
export function renderStatements(statements: Iterable<RenderedStatement>): RenderedStatement[] {
  return [...statements]
    .filter(({ name }) => !name.startsWith('test') && name !== 'script')
    .map(render);
}

/** Columns of the onboarding view that replace others for some accounts. */
const onboardingFallbacks = ['ob_team_segment', 'ob_account_level_ce', 'onboarding_status_ob'];

/** Every source of the contract views, with all optional columns. */
const allSources = {
  onboarding: new Set(['account_name', 'tenant_id', 'needs_csm_since', ...onboardingFallbacks]),
  accountScores: new Set([
    'responsible_csm',
    'neediness_score',
    'health_score',
    'core_health_score_color',
    'revenue',
    'segment',
    'account_level',
    'industry',
  ]),
  csmSources: true,
};
const noSources = { onboarding: new Set<string>(), accountScores: new Set<string>() };
const views = Object.entries(contractViews(allSources, dataTimeZone));

/** The data team's optional tables and columns, which setup reads and never creates. */
const optionalSources = [
  ...onboardingFallbacks.map(
    (column) => `ALTER TABLE ${tableNames.onboardingSource} ADD COLUMN ${column} VARCHAR`,
  ),
  ...Object.entries(allCsmSources).map(([source, columns]) => {
    const types = [...(columns ?? [])].map(
      (column) => `${column} ${/_(date|dt)$/.test(column) ? 'DATE' : 'VARCHAR'}`,
    );
    return `CREATE TABLE ${csmSourceNames[source as CsmSource]} (${types.join(', ')})`;
  }),
];

/** The statement with which setup reads the data team's optional tables. */
export const fillStatement: RenderedStatement = {
  name: 'set-up.fill-csm-sources',
  sql: fillCsmSources(allCsmSources),
  binds: [],
};

/** The statements with which setup creates the tables and views on Snowflake, and what they read. */
export const schemaStatements: readonly RenderedStatement[] = [
  ...dataTeamTables(columnTypes.snowflake).map((sql) => ({ name: 'set-up.data-team', sql })),
  ...optionalSources.map((sql) => ({ name: 'optional sources', sql })),
  { name: 'set-up.share', sql: onboardingView },
  ...migrations.flatMap(({ version, statements }) =>
    statements(columnTypes.snowflake).map((sql) => ({ name: `set-up.version-${version}`, sql })),
  ),
  { name: 'set-up.csm-sources', sql: csmSourcesTable },
  ...views.map(([name, sql]) => ({ name: `set-up.views (${name})`, sql })),
  ...Object.entries(contractViews(noSources, dataTimeZone)).map(([name, sql]) => ({
    name: `set-up.views (${name}, without optional sources)`,
    sql,
  })),
  ...Object.entries(contractViewReplacements(allSources, dataTimeZone, 'snowflake')).map(
    ([name, sql]) => ({ name: `set-up.replace-views (${name})`, sql }),
  ),
].map(({ name, sql }) => render({ name, sql, binds: [] }));

/** The table scans of the contract views. */
export const viewScans: ViewScans = new Map(
  views.map(([view, sql]) => {
    const name = Object.values(tableNames).find((each) => each.endsWith(`.${view}`)) ?? view;
    return [mapName(name, nameMapping).toUpperCase(), countScans(sql, new Map())];
  }),
);
