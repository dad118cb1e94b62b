import type { SourceAccount, SourceCsm } from '@/lib/warehouse/sql/sources';
import { checkRows } from './check-rows';
import { accountColumns, csmColumns, csmColumnsSayingActive, kinds, knownClasses } from './columns';
import { type Found, findColumns, type Mapping } from './mapping';
import { readSource } from './read-source';
import type { SourceTable } from './source-table';

/** A file of accounts, read and checked. */
export interface AccountsFile {
  readonly accounts: readonly SourceAccount[];
  readonly notes: readonly string[];
}

/** A file of CSMs, read and checked. */
export interface CsmsFile {
  readonly csms: readonly SourceCsm[];
  readonly active: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Reads a file of accounts.
 * @throws AppError `invalid_input` when the file or any row of it is bad.
 */
export async function readAccounts(
  path: string,
  mappings: readonly Mapping[],
): Promise<AccountsFile> {
  const table = await readSource(path);
  const found = findColumns('accounts', table, mappings);
  const rows = checkRows(table, found, accountColumns, kinds.accounts.key);
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
  if (!needing) notes.push(`No account of ${table.file} needs a CSM, so there is none to route.`);
  return { accounts, notes };
}

/**
 * Reads a file of CSMs; all are active where it does not say who is.
 * @throws AppError `invalid_input` when the file or any row of it is bad.
 */
export async function readCsms(path: string, mappings: readonly Mapping[]): Promise<CsmsFile> {
  const table = await readSource(path);
  const found = findColumns('csms', table, mappings);
  const schema = found.positions.has('is_active') ? csmColumnsSayingActive : csmColumns;
  const rows = checkRows(table, found, schema, kinds.csms.key);
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

type Classed = { readonly segment: string | null; readonly level: string | null };

/** What a person should know of a file that was taken. */
function notesOn({ file }: SourceTable, found: Found, rows: readonly Classed[]): string[] {
  const notes: string[] = [];
  if (found.missing.length > 0) notes.push(`${file} has no ${found.missing.join(', ')}.`);
  if (found.unused.length > 0) notes.push(`Not used of ${file}: ${found.unused.join(', ')}.`);
  for (const dimension of ['segment', 'level'] as const) {
    const known: readonly string[] = knownClasses[dimension];
    const others = rows
      .map((row) => row[dimension])
      .filter((value) => value && !known.includes(value));
    if (others.length === 0) continue;
    const examples = [...new Set(others)].slice(0, 3).join(', ');
    notes.push(
      `${file}: ${others.length} of ${rows.length} rows have another ${dimension} than ${known.join(' or ')} (${examples}); the policy's general limits apply to them.`,
    );
  }
  return notes;
}
