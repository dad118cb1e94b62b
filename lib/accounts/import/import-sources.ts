import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { env } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { findSampleTables, viewsWithOtherSources } from '@/lib/warehouse/sql/schema';
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

/** Rows per statement, so that none grows too large for an engine. */
const ROWS_PER_STATEMENT = 2_000;

const inputSchema = z
  .object({
    /** Path of a CSV or Parquet file that is the whole list of accounts. */
    accounts: z.string().min(1).optional(),
    /** Path of a CSV or Parquet file that is the whole list of CSMs. */
    csms: z.string().min(1).optional(),
    /** `column=source,…`, as often as wanted. */
    map: z.array(z.string()).default([]),
  })
  .refine(({ accounts, csms }) => accounts ?? csms, 'name a file of accounts or of CSMs');

/** What an import wrote, and what a person should know of the files. */
export interface ImportReport {
  readonly accounts: { readonly rows: number; readonly needing: number } | null;
  readonly csms: { readonly rows: number; readonly active: number } | null;
  readonly notes: readonly string[];
}

/**
 * Replaces the accounts, the CSMs or both by what files hold, all or nothing. Recommendations,
 * assignments and decisions stay as they are. For admins. In Snowflake only samples are replaced,
 * never what the data team keeps.
 * @throws AppError `invalid_input` naming the first twenty bad rows, `forbidden`, `warehouse_*`.
 */
export async function importSources(
  ctx: Context,
  input: z.input<typeof inputSchema>,
): Promise<ImportReport> {
  requireRole(ctx.person, 'admin');
  const { accounts, csms, map } = parseInput(inputSchema, input);
  await requireSampleTables(ctx);
  const mappings = parseMappings(map);
  const accountsFile = accounts === undefined ? null : await readAccounts(accounts, mappings);
  const csmsFile = csms === undefined ? null : await readCsms(csms, mappings);
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
      ...(await unused(ctx, {
        CSM_ROUTING_ACCOUNTS_V: accountsFile,
        CSM_ROUTING_CSMS_V: csmsFile,
      })),
    ],
  };
}

/** In Snowflake the lists are the data team's, unless setup made samples in their place. */
async function requireSampleTables({ warehouse }: Context): Promise<void> {
  if (warehouse.kind === 'duckdb') return;
  const [samples] = await warehouse.read(findSampleTables());
  // Whoever has samples may have gone on to the real lists, which are then named by the settings.
  const { SNOWFLAKE_ACTIVE_CSMS_TABLE, SNOWFLAKE_ACCOUNT_SCORES_TABLE } = env();
  const elsewhere = SNOWFLAKE_ACTIVE_CSMS_TABLE ?? SNOWFLAKE_ACCOUNT_SCORES_TABLE;
  if (samples?.found && elsewhere === undefined) return;
  throw new AppError(
    'forbidden',
    "Nothing was imported: in Snowflake the lists of accounts and CSMs are the data team's, and this program never changes them. To try it out on lists of your own, set SNOWFLAKE_DATABASE and SNOWFLAKE_SCHEMA to an empty schema, none of the data team's tables to other names, and run `npm run setup -- --with-sample-tables`.",
  );
}

/** Says which imported list is not used, because the view over it reads other data now. */
async function unused(
  { warehouse }: Context,
  imported: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const views = await warehouse.read(viewsWithOtherSources());
  return views
    .filter(({ view_name }) => imported[view_name])
    .map(
      ({ view_name }) =>
        `${view_name} was redefined and reads other data, so what was imported is not used. To have it back as it was: npm run sql -- "DROP VIEW ${view_name}", then npm run setup.`,
    );
}

async function replaceAccounts(session: Session, { accounts }: AccountsFile): Promise<void> {
  for (const command of clearAccounts()) await session.write(command);
  for (const rows of splitIntoParts(accounts)) {
    await session.write(insertOnboarding(rows));
    await session.write(insertScores(rows));
  }
}

async function replaceCsms(session: Session, { csms, active }: CsmsFile): Promise<void> {
  for (const command of clearCsms()) await session.write(command);
  for (const names of splitIntoParts(active)) await session.write(insertActiveCsms(names));
  for (const rows of splitIntoParts(csms)) await session.write(insertCsmDetails(rows));
}

function* splitIntoParts<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    yield rows.slice(at, at + ROWS_PER_STATEMENT);
  }
}
