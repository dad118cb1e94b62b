import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { env } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { findSampleTables, viewsWithOtherSources } from '@/lib/warehouse/sql/schema';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import {
  clearAccounts,
  clearCsms,
  insertActiveCsms,
  insertCsmDetails,
  insertOnboarding,
  insertScores,
} from '@/lib/warehouse/sql/sources';
import type { Session } from '@/lib/warehouse/types';
import { parseMappings } from './column-mapping';
import { type AccountsFile, type CsmsFile, readAccounts, readCsms } from './read-files';
import type { ReadParquet } from './source-file';

const inputSchema = z
  .object({
    /** Path of a CSV or Parquet file with the complete list of accounts. */
    accounts: z.string().min(1).optional(),
    /** Path of a CSV or Parquet file with the complete list of CSMs. */
    csms: z.string().min(1).optional(),
    /** Any number of `column=source,…`. */
    map: z.array(z.string()).default([]),
  })
  .refine(({ accounts, csms }) => accounts ?? csms, 'name an accounts file or a CSM file');

/** A context with a reader of Parquet files, which works with either warehouse. */
export interface ImportContext extends Omit<Context, 'readModel'> {
  readonly readParquet: ReadParquet;
}

/** What an import wrote, and notes about the files. */
export interface ImportReport {
  readonly accounts: { readonly rows: number; readonly needing: number } | null;
  readonly csms: { readonly rows: number; readonly active: number } | null;
  readonly notes: readonly string[];
}

/**
 * Replaces the accounts, the CSMs, or both with the contents of files, all or nothing.
 * Recommendations, assignments, and decisions are kept. Admins only. In Snowflake it replaces only
 * sample tables, never the data team's.
 * @throws AppError `invalid_input` that names the first twenty bad rows; `forbidden`; `warehouse_*`
 */
export async function importSources(
  ctx: ImportContext,
  input: z.input<typeof inputSchema>,
): Promise<ImportReport> {
  requireRole(ctx.person, 'admin');
  const { accounts, csms, map } = parseInput(inputSchema, input);
  await requireSampleTables(ctx);
  const mappings = parseMappings(map);
  const accountsFile =
    accounts === undefined ? null : await readAccounts(accounts, mappings, ctx.readParquet);
  const csmsFile = csms === undefined ? null : await readCsms(csms, mappings, ctx.readParquet);
  await ctx.warehouse.transaction('import', async (session) => {
    if (accountsFile) await replaceAccounts(session, accountsFile);
    if (csmsFile) await replaceCsms(session, csmsFile);
  });
  return {
    accounts: accountsFile && {
      rows: accountsFile.accounts.length,
      needing: accountsFile.accounts.filter(({ needsCsm }) => needsCsm).length,
    },
    csms: csmsFile && { rows: csmsFile.csms.length, active: csmsFile.active.length },
    notes: [
      ...(accountsFile?.notes ?? []),
      ...(csmsFile?.notes ?? []),
      ...(await unusedImports(ctx, {
        CSM_ROUTING_ACCOUNTS_V: accountsFile,
        CSM_ROUTING_CSMS_V: csmsFile,
      })),
    ],
  };
}

/** In Snowflake the lists belong to the data team, unless setup created samples. */
async function requireSampleTables({ warehouse }: ImportContext): Promise<void> {
  if (warehouse.kind === 'duckdb') return;
  const [samples] = await warehouse.read(findSampleTables());
  // With samples in place, the settings may still name the data team's real tables.
  const { SNOWFLAKE_ACTIVE_CSMS_TABLE, SNOWFLAKE_ACCOUNT_SCORES_TABLE } = env();
  const mapped = SNOWFLAKE_ACTIVE_CSMS_TABLE ?? SNOWFLAKE_ACCOUNT_SCORES_TABLE;
  if (samples?.found && mapped === undefined) return;
  throw new AppError(
    'forbidden',
    'Nothing was imported. In Snowflake the lists of accounts and CSMs belong to the data team, and this app never changes them. To try lists of your own, set SNOWFLAKE_DATABASE and SNOWFLAKE_SCHEMA to an empty schema, leave the variables for table names unset, and run `npm run setup -- --with-sample-tables`.',
  );
}

/** Notes which imported lists have no effect because their view was redefined. */
async function unusedImports(
  { warehouse }: ImportContext,
  imported: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const views = await warehouse.read(viewsWithOtherSources());
  return views
    .filter(({ view_name }) => imported[view_name])
    .map(
      ({ view_name }) =>
        `${view_name} was redefined and reads other data, so the imported list is not used. To restore the view, run npm run sql -- "DROP VIEW ${view_name}" and then npm run setup.`,
    );
}

async function replaceAccounts(session: Session, { accounts }: AccountsFile): Promise<void> {
  const inserts = [...insertOnboarding(accounts), ...insertScores(accounts)];
  await writeAll(session, [...clearAccounts(), ...inserts]);
}

async function replaceCsms(session: Session, { csms, active }: CsmsFile): Promise<void> {
  const inserts = [...insertActiveCsms(active), ...insertCsmDetails(csms)];
  await writeAll(session, [...clearCsms(), ...inserts]);
}
