import { AppError } from '@/lib/server/errors';
import { type DataTeamTable, tableVariables } from '@/lib/warehouse/snowflake/name-mapping';
import { sourceColumns } from '@/lib/warehouse/sql/schema';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';

/** Required and optional columns of the data team's tables and views. */
const dataTeamColumns: Readonly<
  Record<
    DataTeamTable,
    { readonly required: readonly string[]; readonly optional?: readonly string[] }
  >
> = {
  recommendations: {
    required: [
      'recommendation_id',
      'account_id',
      'recommended_csm',
      'recommendation_timestamp',
      'assignment_method',
      'neediness_score',
      'health_score',
      'revenue',
      'account_segment',
      'account_level',
      'optimization_score',
      'llm_feedback',
      'was_assigned',
      'actual_assigned_csm',
      'run_id',
      'batch_size',
    ],
  },
  assignments: {
    required: [
      'account_id',
      'csm_name',
      'assignment_date',
      'assignment_method',
      'llm_review_feedback',
      'last_updated',
    ],
  },
  activeCsms: { required: ['active_csm'] },
  accountScores: {
    required: ['account_id_ob'],
    optional: [
      'responsible_csm',
      'neediness_score',
      'health_score',
      'core_health_score_color',
      'revenue',
      'segment',
      'account_level',
      'industry',
    ],
  },
  onboarding: {
    required: ['account_id_ob', 'success_transition_status_ob'],
    optional: ['tenant_id', 'account_name', 'needs_csm_since'],
  },
};

/**
 * Further optional columns of the onboarding view, for accounts without scores or without a
 * success_transition_status_ob, and what is unknown without each.
 */
const onboardingFallbacks = {
  ob_team_segment: 'an account without scores has no segment',
  ob_account_level_ce: 'an account without scores has no level',
  onboarding_status_ob: 'an account without a success_transition_status_ob does not need a CSM',
} as const;

const keys = Object.keys(dataTeamColumns) as DataTeamTable[];

/**
 * The data team's tables and views that exist, with their columns in lowercase; null if missing.
 */
export type DataTeam = Readonly<Record<DataTeamTable, ReadonlySet<string> | null>>;

/** Maps a canonical name to the installation's name. */
export type ResolveName = (name: string) => string;

/** Looks up the data team's tables and views without reading rows. */
export async function findDataTeam(warehouse: Warehouse): Promise<DataTeam> {
  const found: [DataTeamTable, ReadonlySet<string> | null][] = [];
  for (const key of keys) found.push([key, await findColumns(warehouse, key)]);
  return Object.fromEntries(found) as DataTeam;
}

/** The columns of a table or view in lowercase; null if it is missing or cannot be read. */
export async function findColumns(
  warehouse: Warehouse,
  key: keyof typeof tableNames,
): Promise<ReadonlySet<string> | null> {
  try {
    const [columns = []] = await warehouse.read(sourceColumns(key));
    return new Set(columns);
  } catch (error) {
    if (error instanceof AppError && error.code === 'warehouse_missing') return null;
    throw error;
  }
}

/** Missing tables, views, and columns of the data team, one sentence each. */
export function dataTeamProblems(found: DataTeam, resolveName: ResolveName): readonly string[] {
  return keys.flatMap((key) => {
    const columns = found[key];
    const name = resolveName(tableNames[key]);
    if (!columns) {
      return [
        `${name} does not exist or cannot be read. If it has another name, set ${tableVariables[key]}.`,
      ];
    }
    const missing = dataTeamColumns[key].required.filter((column) => !columns.has(column));
    return missing.length > 0 ? [`${name} has no ${columnList(missing)}.`] : [];
  });
}

/**
 * Requires the data team's tables, views, and columns.
 * @throws AppError `warehouse_missing` that names each missing object, its setting, and each
 * missing column
 */
export function requireDataTeam(found: DataTeam, resolveName: ResolveName): void {
  const problems = dataTeamProblems(found, resolveName);
  if (problems.length === 0) return;
  throw new AppError(
    'warehouse_missing',
    `Nothing was created. Setup needs these tables from the data team first:\n${problems.map((problem) => `  ${problem}`).join('\n')}\n\`npm run setup -- --grants\` prints the grants that the role needs. To try the program without the data team, \`npm run setup -- --with-sample-tables\` creates empty tables.`,
  );
}

/** Columns of the accounts view that are NULL because the sources lack them. */
export function missingOptionalColumns(
  found: DataTeam,
  resolveName: ResolveName,
): readonly string[] {
  return keys.flatMap((key) => {
    const columns = found[key];
    const missing = dataTeamColumns[key].optional?.filter((column) => !columns?.has(column)) ?? [];
    if (missing.length === 0) return [];
    const result = missing.length > 1 ? 'they are' : 'it is';
    return [
      `${resolveName(tableNames[key])} has no ${columnList(missing)}, so ${result} empty for every account.`,
    ];
  });
}

/** The further optional columns that the onboarding view has. */
export function foundFallbacks({ onboarding }: DataTeam): readonly string[] {
  return Object.keys(onboardingFallbacks).filter((column) => onboarding?.has(column));
}

/** What is unknown because the onboarding view lacks the further optional columns. */
export function missingFallbacks(found: DataTeam, resolveName: ResolveName): readonly string[] {
  return Object.entries(onboardingFallbacks)
    .filter(([column]) => !found.onboarding?.has(column))
    .map(
      ([column, effect]) =>
        `${resolveName(tableNames.onboarding)} has no column ${column}, so ${effect}.`,
    );
}

/** `column a` or `columns a, b and c`. */
export function columnList(columns: readonly string[]): string {
  return columns.length > 1
    ? `columns ${columns.slice(0, -1).join(', ')} and ${columns.at(-1)}`
    : `column ${columns[0]}`;
}
