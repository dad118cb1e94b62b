import 'server-only';
import { summarizeVerification } from '@/lib/audit/labels';
import { verifyAudit } from '@/lib/audit/verify-audit';
import { recordAudit } from '@/lib/server/audit/audited-transaction';
import { type Person, requireRole } from '@/lib/server/auth/person';
import { AppError } from '@/lib/server/errors';
import { clearSetUp } from '@/lib/warehouse/schema/clear-set-up';
import { auditEntriesFrom, readAuditHead } from '@/lib/warehouse/sql/audit';
import {
  inactiveCsms,
  insertMovedRows,
  type MovedRow,
  movedRows,
  setMovedHead,
  unknownAccounts,
  unusableKeys,
} from '@/lib/warehouse/sql/move-rows';
import { type MovedTable, movedTables } from '@/lib/warehouse/sql/moved-tables';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { type TableName, tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { compareTable, describeKey, keepsOthers } from './compare-table';

/** The tables in which setup inserts rows. */
const SET_UP_TABLES: readonly TableName[] = ['policies', 'audit'];

/** Examples of a problem that are named. */
const EXAMPLES = 5;

interface MigrationContext {
  /** The embedded warehouse, opened read-only. */
  readonly source: Warehouse;
  readonly target: Warehouse;
  readonly person: Person;
  readonly now: () => Date;
  /** Called after each part of a table. */
  readonly onProgress?: (progress: MigrationProgress) => void;
}

export interface MigrationProgress {
  readonly stage: 'checking' | 'moving' | 'verifying';
  readonly table: TableName;
  readonly rows: number;
}

/** What was moved. */
export interface Migration {
  /** The rows of all tables in the source. Each was compared with the target. */
  readonly rows: number;
  /** The rows that this call inserted; the others were there from an interrupted one. */
  readonly inserted: number;
  /** Accounts whose assignment in the target was kept, although the source has another. */
  readonly keptAssignments: number;
  /** Accounts of recommendations that the data team's tables do not have. */
  readonly unknownAccounts: Some;
  /** CSMs of recommendations whom the data team's list of active ones does not have. */
  readonly inactiveCsms: Some;
}

interface Some {
  readonly total: number;
  /** The first ones. */
  readonly examples: readonly string[];
}

/**
 * Copies the app's tables from the embedded warehouse to Snowflake, and compares every row. Deletes nothing
 * in the source. Run it again after an interruption: rows that are there stay. Admins only.
 * @throws AppError `forbidden`; `invalid_input` if the target has rows that are not from this source,
 * before anything is written, or if a row differs afterwards; or a warehouse code
 */
export async function migrateToSnowflake(ctx: MigrationContext): Promise<Migration> {
  requireRole(ctx.person, 'admin');
  for (const table of movedTables) await requireUsableKeys(ctx, table);
  await requireOnlyMovedRows(ctx);
  let inserted = 0;
  for (const table of movedTables) inserted += await moveTable(ctx, table);
  const { rows, keptAssignments } = await verifyTables(ctx);
  await moveAuditHead(ctx, rows);
  return {
    rows,
    inserted,
    keptAssignments,
    unknownAccounts: toSome(await ctx.target.read(unknownAccounts(EXAMPLES))),
    inactiveCsms: toSome(await ctx.target.read(inactiveCsms(EXAMPLES))),
  };
}

async function requireUsableKeys({ source }: MigrationContext, table: MovedTable): Promise<void> {
  const [keys] = await source.read(unusableKeys(table));
  if (keys?.found === 0) return;
  throw new AppError(
    'invalid_input',
    `${tableNames[table.name]} has rows without ${table.key.join(' and ')}, or several with the same. Nothing was moved. Correct them with \`npm run sql\` on the embedded warehouse.`,
  );
}

/** Refuses a target that someone has used. Rows of setup are replaced. */
async function requireOnlyMovedRows(ctx: MigrationContext): Promise<void> {
  let problems = await findProblems(ctx);
  const isAboutSetUp = [...problems.keys()].every((name) => SET_UP_TABLES.includes(name));
  if (problems.size > 0 && isAboutSetUp && (await isOnlySetUp(ctx.target))) {
    await clearSetUp(ctx.target);
    problems = await findProblems(ctx);
  }
  if (problems.size === 0) return;
  const lines = [...problems.values()].map((line) => `  ${line}`).join('\n');
  throw new AppError(
    'invalid_input',
    `Snowflake has rows that are not from this warehouse, so nothing was moved:\n${lines}\nUse a schema where only \`npm run setup\` has run.`,
  );
}

/** What differs in the target apart from missing rows, in a line for each table. */
async function findProblems(ctx: MigrationContext): Promise<ReadonlyMap<TableName, string>> {
  const problems = new Map<TableName, string>();
  const anyRow = { after: null, through: null, limit: 1 } as const;
  for (const table of movedTables) {
    if ((await ctx.target.read(movedRows(table, anyRow))).length === 0) continue;
    const { different, extra } = await compareAll(ctx, table, 'checking');
    const line = describeDifferences(table, { missing: [], different, extra });
    if (line !== null) problems.set(table.name, line);
  }
  return problems;
}

/** Describes the keys of rows that differ, for a message. */
interface Differences {
  readonly missing: readonly string[];
  readonly different: readonly string[];
  readonly extra: readonly string[];
}

async function compareAll(
  { source, target, onProgress }: MigrationContext,
  table: MovedTable,
  stage: 'checking' | 'verifying',
): Promise<Differences & { readonly rows: number }> {
  const keys = (some: readonly MovedRow[]) => some.map((row) => describeKey(table, row));
  const missing: string[] = [];
  const different: string[] = [];
  const extra: string[] = [];
  let rows = 0;
  for await (const page of compareTable(source, target, table)) {
    rows += page.rows;
    missing.push(...keys(page.missing));
    different.push(...keys(page.different));
    extra.push(...keys(page.extra.filter((row) => !isRecordOfMigration(table, row))));
    onProgress?.({ stage, table: table.name, rows });
  }
  return { rows, missing, different, extra };
}

/** A line about a table; null if nothing is wrong. */
function describeDifferences(table: MovedTable, found: Differences): string | null {
  const { missing, different, extra } = keepsOthers(table)
    ? { ...found, different: [], extra: [] }
    : found;
  const parts = [
    listed('missing', missing),
    listed('different', different),
    listed('not from this warehouse', extra),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `${tableNames[table.name]}: ${parts.join('; ')}`;
}

function listed(what: string, keys: readonly string[]): string | null {
  if (keys.length === 0) return null;
  const more = keys.length > EXAMPLES ? ', …' : '';
  const examples = keys.slice(0, EXAMPLES).join(', ');
  return `${keys.length.toLocaleString('en-US')} ${what} (${examples}${more})`;
}

/** The entry that a complete migration has added to the audit trail. */
function isRecordOfMigration(table: MovedTable, row: MovedRow): boolean {
  const action = Object.keys(table.columns).indexOf('action');
  return table.name === 'audit' && row[action] === 'migration.done';
}

/** Whether the target has no rows but those of `npm run setup`. */
async function isOnlySetUp(target: Warehouse): Promise<boolean> {
  for (const table of movedTables) {
    if (table.isDataTeams) continue;
    const names = Object.keys(table.columns);
    const rows = await target.read(movedRows(table, { after: null, through: null, limit: 100 }));
    const isOfSetUp = (row: MovedRow) =>
      (table.name === 'policies' && row[names.indexOf('created_by')] === 'setup') ||
      (table.name === 'audit' && row[names.indexOf('action')] === 'setup.done');
    if (rows.length === 100 || !rows.every(isOfSetUp)) return false;
  }
  return true;
}

async function moveTable(
  { source, target, onProgress }: MigrationContext,
  table: MovedTable,
): Promise<number> {
  let rows = 0;
  let inserted = 0;
  for await (const page of compareTable(source, target, table)) {
    if (page.missing.length > 0) {
      inserted += await target.transaction(
        'move.rows',
        (session) => writeAll(session, insertMovedRows(table, page.missing)),
        { idempotent: true },
      );
    }
    rows += page.rows;
    onProgress?.({ stage: 'moving', table: table.name, rows });
  }
  return inserted;
}

async function verifyTables(
  ctx: MigrationContext,
): Promise<{ readonly rows: number; readonly keptAssignments: number }> {
  let rows = 0;
  let keptAssignments = 0;
  const lines: string[] = [];
  for (const table of movedTables) {
    const found = await compareAll(ctx, table, 'verifying');
    rows += found.rows;
    if (keepsOthers(table)) keptAssignments += found.different.length;
    const line = describeDifferences(table, found);
    if (line !== null) lines.push(`  ${line}`);
  }
  if (lines.length === 0) return { rows, keptAssignments };
  throw new AppError(
    'invalid_input',
    `Rows in Snowflake differ from the embedded warehouse, where nothing was changed:\n${lines.join('\n')}`,
  );
}

/** Continues the audit trail where the source ends, verifies it, and records the migration in it. */
async function moveAuditHead(ctx: MigrationContext, rows: number): Promise<void> {
  const { source, target, person, now } = ctx;
  const [head] = await source.read(readAuditHead());
  const [last] = await source.read(auditEntriesFrom(head?.entry_number ?? 0, 1));
  if (last && head) {
    await target.transaction(
      'move.audit-head',
      (session) =>
        session.write(
          setMovedHead({
            entry: head.entry_number,
            hash: head.entry_hash,
            previousHash: last.previous_hash,
          }),
        ),
      { idempotent: true },
    );
  }
  const verification = await verifyAudit({ warehouse: target, person }, {});
  if (verification.problems.length > 0) {
    throw new AppError(
      'invalid_input',
      `All rows were moved, but the audit trail in Snowflake does not verify. ${summarizeVerification(verification)} Compare it with \`npm run audit -- --verify\` on the embedded warehouse.`,
    );
  }
  const [newest] = await target.read(auditEntriesFrom(verification.newest, 1));
  if (newest?.action === 'migration.done') return;
  await recordAudit(
    { warehouse: target, person, now },
    { action: 'migration.done', details: { rows, entry: head?.entry_number ?? 0 } },
  );
}

function toSome(rows: readonly { readonly subject: string; readonly total: number }[]): Some {
  return { total: rows[0]?.total ?? 0, examples: rows.map(({ subject }) => subject) };
}
