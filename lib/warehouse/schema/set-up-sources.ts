import { AppError } from '@/lib/server/errors';
import { contractViewDefinitions } from '@/lib/warehouse/sql/schema';
import { allTables, type CsmSource, csmSourceNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import {
  type ContractViewName,
  contractViewNames,
  contractViewReplacements,
  viewZoneProblem,
} from './contract-views';
import {
  type FoundCsmSources,
  findCsmSources,
  hasCsmSource,
  missingCsmSources,
  usableCsmSources,
} from './csm-sources';
import { csmSourcesTable, fillCsmSources } from './csm-sources-table';
import {
  type DataTeam,
  findDataTeam,
  foundFallbacks,
  missingFallbacks,
  type ResolveName,
} from './data-team';

/** A contract view that was replaced. */
export interface ReplacedView {
  readonly view: ContractViewName;
  /** The previous definition, to restore it. */
  readonly previous: string;
}

/** What setup found in the data team's optional sources. */
export interface SourcesReport {
  /** What is missing and what it disables, one or more sentences each. */
  readonly missing: readonly string[];
  /** Contract views that don't use a source, or the time zone of its times. */
  readonly offered: readonly ContractViewName[];
  /** The statements that would make them use it. */
  readonly statements: readonly string[];
  readonly replaced: readonly ReplacedView[];
  /** The statement that read tenure and managers from the sources; null if it did not run. */
  readonly filledBy: string | null;
}

/** Sources may have a row for each account and day. */
const FILL_TIMEOUT_MS = 600_000;

/**
 * Looks for the sources that this data team is known to have: of tenure and managers of CSMs, and of
 * the class and status of accounts without scores. Fills CSM_ROUTING_CSM_SOURCES for a CSM view that
 * setup just created.
 * @param options.apply whether to replace the contract views that could use a source and don't, and
 * to fill CSM_ROUTING_CSM_SOURCES again
 * @throws AppError `invalid_input` if a source cannot be read; no view is replaced then
 */
export async function setUpSources(
  warehouse: Warehouse,
  options: {
    readonly apply: boolean;
    readonly createdViews: readonly string[];
    readonly dataTimeZone?: string | undefined;
    readonly resolveName?: ResolveName | undefined;
  },
): Promise<SourcesReport> {
  const { apply, createdViews, dataTimeZone = 'UTC', resolveName = (name) => name } = options;
  const dataTeam = await findDataTeam(warehouse);
  const csmSources = await findCsmSources(warehouse);
  const hasSource = hasCsmSource(csmSources);
  const offers = await findOffers(warehouse, dataTeam, hasSource, dataTimeZone);
  const isOffered = offers.some(({ view }) => view === 'CSM_ROUTING_CSMS_V');
  const fillStatement = hasSource ? fillCsmSources(usableCsmSources(csmSources)) : null;
  const fills = apply || createdViews.includes('CSM_ROUTING_CSMS_V');
  // Fill the table first, so that a failure leaves the views as they are.
  if (fills && fillStatement) await fill(warehouse, fillStatement, csmSources);
  const replacements = offers.map(({ statement }) => statement);
  if (apply) await run(warehouse, 'set-up.replace-views', replacements);
  const tableStatements = fillStatement && isOffered ? [csmSourcesTable, fillStatement] : [];
  return {
    missing: [
      ...missingCsmSources(csmSources, resolveName),
      ...missingFallbacks(dataTeam, resolveName),
    ],
    offered: apply ? [] : offers.map(({ view }) => view),
    statements: apply ? [] : [...tableStatements, ...replacements],
    replaced: apply ? offers.map(({ view, previous }) => ({ view, previous })) : [],
    filledBy: fills ? fillStatement : null,
  };
}

interface Offer extends ReplacedView {
  readonly statement: string;
}

/** The contract views that don't read a source that exists, or don't convert its times. */
async function findOffers(
  warehouse: Warehouse,
  dataTeam: DataTeam,
  csmSources: boolean,
  dataTimeZone: string,
): Promise<readonly Offer[]> {
  const { onboarding, accountScores } = dataTeam;
  if (!onboarding || !accountScores) return [];
  const sources = { onboarding, accountScores, csmSources };
  const statements = contractViewReplacements(sources, dataTimeZone, warehouse.kind);
  const expected: Readonly<Record<ContractViewName, readonly string[]>> = {
    CSM_ROUTING_ACCOUNTS_V: foundFallbacks(dataTeam),
    CSM_ROUTING_CSMS_V: csmSources ? ['csm_routing_csm_sources'] : [],
  };
  const current = await warehouse.read(contractViewDefinitions());
  return contractViewNames.flatMap((view) => {
    const previous = current.find((row) => row.view_name === view)?.definition;
    if (previous === undefined) return [];
    const usesAll = expected[view].every((name) =>
      previous.toLowerCase().includes(name.toLowerCase()),
    );
    const isInZone = viewZoneProblem(previous, dataTimeZone) === null;
    return usesAll && isInZone ? [] : [{ view, previous, statement: statements[view] }];
  });
}

async function fill(
  warehouse: Warehouse,
  statement: string,
  found: FoundCsmSources,
): Promise<void> {
  try {
    await run(warehouse, 'set-up.fill-csm-sources', [csmSourcesTable, statement]);
  } catch (error) {
    const isSourceAtFault =
      error instanceof AppError && ['unexpected', 'timeout'].includes(error.code);
    if (!isSourceAtFault) throw error;
    const names = (Object.keys(csmSourceNames) as CsmSource[])
      .filter((source) => found[source])
      .map((source) => csmSourceNames[source]);
    throw new AppError(
      'invalid_input',
      `Tenure and managers could not be read from ${names.join(', ')}. No view was replaced. To see the cause, run this statement with \`npm run sql\`:\n\n${statement};`,
      { cause: error },
    );
  }
}

async function run(warehouse: Warehouse, name: string, statements: readonly string[]) {
  if (statements.length === 0) return;
  await warehouse.transaction(
    name,
    async (session) => {
      for (const sql of statements) {
        await session.write({ name, tables: allTables, sql, binds: [] });
      }
    },
    { timeoutMs: FILL_TIMEOUT_MS },
  );
}
