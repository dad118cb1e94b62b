import type { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import type { SourceAccount, SourceCsm } from '@/lib/warehouse/sql/sources';
import { type FoundColumns, findColumns, type Mapping } from './column-mapping';
import {
  accountColumns,
  csmColumns,
  csmColumnsWithActive,
  fileKinds,
  knownClasses,
} from './columns';
import {
  type ReadParquet,
  type RowError,
  readSource,
  type SourceRow,
  type SourceTable,
} from './source-file';

/** A validated accounts file. */
export interface AccountsFile {
  readonly accounts: readonly SourceAccount[];
  readonly notes: readonly string[];
}

/** A validated CSM file. */
export interface CsmsFile {
  readonly csms: readonly SourceCsm[];
  readonly active: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Reads an accounts file.
 * @throws AppError `invalid_input` if the file or any of its rows is invalid
 */
export async function readAccounts(
  path: string,
  mappings: readonly Mapping[],
  readParquet: ReadParquet,
): Promise<AccountsFile> {
  const table = await readSource(path, readParquet);
  const found = findColumns('accounts', table, mappings);
  const rows = checkRows(table, found, accountColumns, fileKinds.accounts.key);
  const accounts = rows.map((row) => ({
    accountId: row.account_id,
    accountName: row.account_name,
    tenantId: row.tenant_id,
    needsCsm: row.needs_csm ?? false,
    needsCsmSince: row.needs_csm_since,
    currentCsm: row.current_csm,
    needinessScore: row.neediness_score,
    healthScore: row.health_score,
    healthColor: row.health_color,
    revenue: row.revenue,
    segment: row.account_segment,
    level: row.account_level,
    industry: row.industry,
  }));
  const notes = notesOn(table, found, accounts);
  const needing = accounts.some(({ needsCsm }) => needsCsm);
  if (!needing)
    notes.push(`No account in ${table.file} needs a CSM, so there is nothing to route.`);
  return { accounts, notes };
}

/**
 * Reads a CSM file. Without the column is_active, all CSMs are active.
 * @throws AppError `invalid_input` if the file or any of its rows is invalid
 */
export async function readCsms(
  path: string,
  mappings: readonly Mapping[],
  readParquet: ReadParquet,
): Promise<CsmsFile> {
  const table = await readSource(path, readParquet);
  const found = findColumns('csms', table, mappings);
  const schema = found.positions.has('is_active') ? csmColumnsWithActive : csmColumns;
  const rows = checkRows(table, found, schema, fileKinds.csms.key);
  const csms = rows.map((row) => ({
    name: row.csm_name,
    tenureMonths: row.tenure_months,
    managerName: row.manager_name,
    segment: row.segment,
    level: row.account_level,
    capacity: row.capacity,
    awayUntil: row.away_until,
  }));
  const active = rows.filter(({ is_active }) => is_active ?? true).map(({ csm_name }) => csm_name);
  return { csms, active, notes: notesOn(table, found, csms) };
}

type ClassifiedRow = { readonly segment: string | null; readonly level: string | null };

/** Notes about a file that was accepted. */
function notesOn(
  { file }: SourceTable,
  found: FoundColumns,
  rows: readonly ClassifiedRow[],
): string[] {
  const notes: string[] = [];
  if (found.missing.length > 0) notes.push(`${file} has no ${found.missing.join(', ')}.`);
  if (found.unused.length > 0)
    notes.push(`${file} has unused columns: ${found.unused.join(', ')}.`);
  for (const dimension of ['segment', 'level'] as const) {
    const known: readonly string[] = knownClasses[dimension];
    const others = rows
      .map((row) => row[dimension])
      .filter((value) => value && !known.includes(value));
    if (others.length === 0) continue;
    const examples = [...new Set(others)].slice(0, 3).join(', ');
    notes.push(
      `${file}: ${others.length} of ${rows.length} rows have a ${dimension} other than ${known.join(' or ')} (${examples}). The policy's general limits apply to them.`,
    );
  }
  return notes;
}

/** Bad rows beyond this number are only counted. */
const MAX_LISTED_ROWS = 20;

/**
 * Validates every row.
 * @param key the column that must be unique
 * @throws AppError `invalid_input` that lists the first twenty bad rows
 */
function checkRows<Row extends object>(
  table: SourceTable,
  found: FoundColumns,
  schema: z.ZodType<Row>,
  key: keyof Row & string,
): readonly Row[] {
  const good: Row[] = [];
  const bad: RowError[][] = [];
  const seen = new Map<unknown, number>();
  for (const row of table.rows) {
    const { parsed, errors } = checkRow(table, found, schema, row);
    const first = parsed && seen.get(parsed[key]);
    if (first !== undefined) {
      const reason = `${JSON.stringify(parsed?.[key])} already appears on ${table.unit} ${first}`;
      bad.push([{ number: row.number, column: key, reason }]);
    } else if (parsed) {
      seen.set(parsed[key], row.number);
      good.push(parsed);
    } else {
      bad.push(errors);
    }
  }
  if (bad.length > 0) throw badRowsError(table, bad);
  return good;
}

function checkRow<Row>(
  table: SourceTable,
  { columns, positions }: FoundColumns,
  schema: z.ZodType<Row>,
  { number, values }: SourceRow,
): { readonly parsed: Row | undefined; readonly errors: RowError[] } {
  if (values.length !== table.columns.length) {
    const reason = `has ${values.length} values, but the header has ${table.columns.length}`;
    return { parsed: undefined, errors: [{ number, column: null, reason }] };
  }
  const valueIn = (column: string) => values[positions.get(column) ?? -1] ?? null;
  const fields = Object.fromEntries(columns.map((column) => [column, valueIn(column)]));
  const result = schema.safeParse(fields);
  if (result.success) return { parsed: result.data, errors: [] };
  const errors = result.error.issues.map(({ path, message }) => ({
    number,
    column: String(path[0]),
    reason: message,
  }));
  return { parsed: undefined, errors };
}

function badRowsError(table: SourceTable, bad: readonly RowError[][]): AppError {
  const errors = bad.slice(0, MAX_LISTED_ROWS).flat();
  const lines = errors.map(({ number, column, reason }) => {
    const location = `${table.unit} ${number}${column === null ? '' : `, ${column}`}`;
    return `  ${location}: ${reason}`;
  });
  const rows = bad.length === 1 ? '1 bad row' : `${bad.length.toLocaleString()} bad rows`;
  const first = bad.length > MAX_LISTED_ROWS ? ` The first ${MAX_LISTED_ROWS}:` : '';
  return new AppError(
    'invalid_input',
    `Nothing was imported: ${table.file} has ${rows}.${first}\n${lines.join('\n')}`,
    { details: { file: table.file, bad: bad.length, errors } },
  );
}
