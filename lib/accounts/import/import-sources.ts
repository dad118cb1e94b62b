import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
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
import { fileKinds } from './columns';
import { keepEdits } from './keep-edits';
import { ownerNotes } from './owner-notes';
import { type AccountsFile, readAccounts } from './read-accounts';
import { type CsmsFile, readCsms } from './read-csms';
import type { RowPreview } from './read-options';
import type { ReadParquet } from './source-file';

const sourceFile = z.object({
  name: z.string().min(1),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});

/** How to read files. */
const readingSchema = z.object({
  mappings: z
    .array(
      z.object({
        kind: z.enum(Object.keys(fileKinds) as (keyof typeof fileKinds)[]).nullable(),
        column: z.string(),
        source: z.string().nullable(),
      }),
    )
    .default([]),
  /** The decimal separator; null to detect it. */
  decimal: z.enum(['.', ',']).nullable().default(null),
});

const inputSchema = readingSchema
  .extend({
    /** A CSV or Parquet file with the complete list of accounts. */
    accounts: sourceFile.optional(),
    /** A CSV or Parquet file with the complete list of CSMs. */
    csms: sourceFile.optional(),
    /** Whether to only read the files. */
    dryRun: z.boolean().default(false),
  })
  .refine(({ accounts, csms }) => accounts ?? csms, 'name an accounts file or a CSM file');

/** A context with a reader of Parquet files, which works with either warehouse. */
export interface ImportContext extends Omit<Context, 'readModel'> {
  readonly readParquet: ReadParquet;
}

interface ImportedAccounts {
  readonly rows: number;
  readonly needing: number;
  readonly preview: RowPreview;
}

interface ImportedCsms {
  readonly rows: number;
  readonly active: number;
  readonly preview: RowPreview;
}

/** What an import wrote, or a dry run would write, and notes about the files. */
export interface ImportReport {
  readonly accounts: ImportedAccounts | null;
  readonly csms: ImportedCsms | null;
  readonly notes: readonly string[];
}

/**
 * Replaces the accounts, the CSMs, or both with the contents of files, all or nothing. A dry run writes
 * nothing.
 * Recommendations, assignments, and decisions are kept. Admins only. In Snowflake it replaces only
 * sample tables, never the data team's.
 * @throws AppError `invalid_input` that names the first twenty bad rows; `forbidden`; `warehouse_*`
 */
export async function importSources(
  ctx: ImportContext,
  input: z.input<typeof inputSchema>,
): Promise<ImportReport> {
  requireRole(ctx.person, 'admin');
  const { accounts, csms, dryRun, ...reading } = parseInput(inputSchema, input);
  const unavailable = await importUnavailable(ctx);
  if (unavailable) throw new AppError('forbidden', `Nothing was imported. ${unavailable}`);
  const options = { ...reading, readParquet: ctx.readParquet, now: ctx.now() };
  const accountsFile = accounts ? await readAccounts(accounts, options) : null;
  const csmsFile = csms ? await readCsms(csms, options) : null;
  const owners = await ownerNotes(ctx, {
    accounts:
      accounts && accountsFile ? { file: accounts.name, owners: accountsFile.owners } : null,
    csms: csms && csmsFile ? { file: csms.name, active: csmsFile.active } : null,
  });
  const edits = csmsFile ? await keepEdits(ctx.warehouse, csmsFile.csms) : null;
  if (!dryRun) {
    await auditedTransaction(ctx, 'import', async (session, record) => {
      if (accountsFile) await replaceAccounts(session, accountsFile);
      if (csmsFile) await replaceCsms(session, csmsFile);
      record({
        action: 'import.done',
        details: {
          ...(accountsFile && {
            accounts: { file: accounts?.name, rows: accountsFile.accounts.length },
          }),
          ...(csmsFile && { csms: { file: csms?.name, rows: csmsFile.csms.length } }),
        },
      });
    });
  }
  return {
    accounts: accountsFile && {
      rows: accountsFile.accounts.length,
      needing: accountsFile.accounts.filter(({ needsCsm }) => needsCsm).length,
      preview: accountsFile.preview,
    },
    csms: csmsFile && {
      rows: csmsFile.csms.length,
      active: csmsFile.active.length,
      preview: csmsFile.preview,
    },
    notes: [
      ...(accountsFile?.notes ?? []),
      ...(csmsFile?.notes ?? []),
      ...owners,
      ...(edits?.notes ?? []),
      ...(await unusedImports(ctx, {
        CSM_ROUTING_ACCOUNTS_V: accountsFile,
        CSM_ROUTING_CSMS_V: csmsFile,
      })),
    ],
  };
}

/**
 * Why lists cannot be imported; null if they can. In Snowflake they belong to the data team, unless
 * setup created samples.
 */
export async function importUnavailable({
  warehouse,
}: Pick<ImportContext, 'warehouse'>): Promise<string | null> {
  if (warehouse.kind === 'duckdb') return null;
  const [samples] = await warehouse.read(findSampleTables());
  // With samples in place, the settings may still name the data team's real tables.
  const { SNOWFLAKE_ACTIVE_CSMS_TABLE, SNOWFLAKE_ACCOUNT_SCORES_TABLE } = env();
  const mapped = SNOWFLAKE_ACTIVE_CSMS_TABLE ?? SNOWFLAKE_ACCOUNT_SCORES_TABLE;
  if (samples?.found && mapped === undefined) return null;
  return 'In Snowflake the lists of accounts and CSMs belong to the data team, and this app never changes them. To try lists of your own, set SNOWFLAKE_DATABASE and SNOWFLAKE_SCHEMA to an empty schema, leave the variables for table names unset, and run `npm run setup -- --with-sample-tables`.';
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

async function replaceCsms(session: Session, file: CsmsFile): Promise<void> {
  const { active } = file;
  const { csms } = await keepEdits(session, file.csms);
  const inserts = [...insertActiveCsms(active), ...insertCsmDetails(csms)];
  await writeAll(session, [...clearCsms(), ...inserts]);
}
