import { AppError } from '@/lib/server/errors';
import { PermissionDeniedError } from '@/lib/warehouse/errors';
import { sourceColumns } from '@/lib/warehouse/sql/schema';
import { type CsmSource, csmSourceNames, tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { columnList, type ResolveName } from './data-team';

/** Columns without which a source is not used, and columns that are used if present. */
const csmSourceColumns: Readonly<
  Record<CsmSource, { readonly required: readonly string[]; readonly optional: readonly string[] }>
> = {
  customerHistory: {
    required: ['preferred_csm_name', 'calendar_date'],
    optional: ['preferred_csm_role'],
  },
  accountCsms: { required: ['preferred_csm_name', 'calendar_dt'], optional: [] },
  employees: {
    required: ['legal_first_name', 'legal_last_name', 'manager_name', 'week_end_date'],
    optional: ['active_status'],
  },
};

const sources = Object.keys(csmSourceNames) as CsmSource[];
const tenureSources = ['customerHistory', 'accountCsms'] as const;

/** The sources of facts about CSMs, with their columns in lowercase; null if missing. */
export type FoundCsmSources = Readonly<Record<CsmSource, ReadonlySet<string> | null>>;

/** Every source with every column that this program reads. */
export const allCsmSources = Object.fromEntries(
  sources.map((source) => {
    const { required, optional } = csmSourceColumns[source];
    return [source, new Set([...required, ...optional])];
  }),
) as unknown as FoundCsmSources;

/** Looks up the sources without reading rows. One that the role may not read counts as missing. */
export async function findCsmSources(warehouse: Warehouse): Promise<FoundCsmSources> {
  const found: [CsmSource, ReadonlySet<string> | null][] = [];
  for (const source of sources) found.push([source, await findSource(warehouse, source)]);
  return Object.fromEntries(found) as FoundCsmSources;
}

async function findSource(
  warehouse: Warehouse,
  source: CsmSource,
): Promise<ReadonlySet<string> | null> {
  try {
    const [columns = []] = await warehouse.read(sourceColumns(source));
    return new Set(columns);
  } catch (error) {
    // A view of the data team may also be invalid, which must not prevent setup.
    const isUnreadable =
      error instanceof AppError && ['warehouse_missing', 'unexpected'].includes(error.code);
    if (error instanceof PermissionDeniedError || isUnreadable) return null;
    throw error;
  }
}

/** The sources that have the required columns, without the others. */
export function usableCsmSources(found: FoundCsmSources): FoundCsmSources {
  const usable = sources.map((source) => [source, isUsable(found, source) ? found[source] : null]);
  return Object.fromEntries(usable) as FoundCsmSources;
}

/** Whether any source can be used. */
export function hasCsmSource(found: FoundCsmSources): boolean {
  return sources.some((source) => isUsable(found, source));
}

function isUsable(found: FoundCsmSources, source: CsmSource): boolean {
  return csmSourceColumns[source].required.every((column) => found[source]?.has(column));
}

/** What is missing and what it disables, one or more sentences for each gap. */
export function missingCsmSources(
  found: FoundCsmSources,
  resolveName: ResolveName,
): readonly string[] {
  const details = resolveName(tableNames.csmDetails);
  const problem = (source: CsmSource) => sourceProblem(found, source);
  const notes: string[] = [];
  const missing = tenureSources.filter((source) => !isUsable(found, source));
  if (missing.length === tenureSources.length) {
    notes.push(
      `${missing.map(problem).join(' ')} So a CSM’s tenure is known only if ${details} has it.`,
    );
  } else {
    for (const source of missing) {
      notes.push(`${problem(source)} So tenure is based on one source only.`);
    }
  }
  if (!isUsable(found, 'employees')) {
    notes.push(`${problem('employees')} So a CSM’s manager is known only if ${details} has one.`);
  }
  const lacks = (source: CsmSource, column: string) =>
    isUsable(found, source) && !found[source]?.has(column);
  if (lacks('customerHistory', 'preferred_csm_role')) {
    notes.push(
      `${csmSourceNames.customerHistory} has no column preferred_csm_role, so tenure counts from a person’s first date in any role.`,
    );
  }
  if (lacks('employees', 'active_status')) {
    notes.push(
      `${csmSourceNames.employees} has no column active_status, so a CSM has no manager if a former employee has the same name and another manager.`,
    );
  }
  return notes;
}

/** Why a source is not usable, in one sentence. */
function sourceProblem(found: FoundCsmSources, source: CsmSource): string {
  const name = csmSourceNames[source];
  const columns = found[source];
  if (!columns) return `${name} does not exist or cannot be read.`;
  const missing = csmSourceColumns[source].required.filter((column) => !columns.has(column));
  return `${name} has no ${columnList(missing)}.`;
}
