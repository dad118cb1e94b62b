import type { SourceAccount } from '@/lib/warehouse/sql/sources';
import { type CheckedRow, checkRows } from './check-rows';
import { findColumns } from './column-mapping';
import { accountColumns } from './columns';
import { classNotes, fileNotes } from './file-notes';
import { count } from './note-text';
import { previewOf, type ReadOptions, type RowPreview } from './read-options';
import { readSource, type SourceFile, type SourceTable } from './source-file';

/** A validated accounts file. */
export interface AccountsFile {
  readonly accounts: readonly SourceAccount[];
  /** Of each account, as in the file. */
  readonly owners: readonly (string | null)[];
  readonly notes: readonly string[];
  readonly preview: RowPreview;
}

/**
 * Reads an accounts file.
 * @throws AppError `invalid_input` if the file or any of its rows is invalid
 */
export async function readAccounts(
  file: SourceFile,
  { mappings, decimal, readParquet, now }: ReadOptions,
): Promise<AccountsFile> {
  const table = await readSource(file, readParquet);
  const found = findColumns('accounts', table, mappings);
  const { rows, cells } = checkRows('accounts', table, found, accountColumns, decimal);
  const accounts = rows.map(({ row }) => ({
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
  return {
    accounts,
    owners: accounts.map(({ currentCsm }) => currentCsm),
    notes: [
      ...fileNotes(table, found, rows, cells),
      ...classNotes(table.file, accounts),
      ...idNotes(table, rows),
      ...futureNotes(table, rows, now),
      ...(accounts.some(({ needsCsm }) => needsCsm)
        ? []
        : [`No account in ${table.file} needs a CSM, so there is nothing to route.`]),
    ],
    preview: previewOf(found, rows),
  };
}

type AccountRow = CheckedRow<{
  readonly account_id: string;
  readonly needs_csm: boolean | null;
  readonly needs_csm_since: Date | null;
}>;

/** Notes about ids that a spreadsheet or a program has probably changed. */
function idNotes({ file, unit }: SourceTable, rows: readonly AccountRow[]): string[] {
  const decimals = rows.filter(({ row }) => /^\d+\.\d+$/.test(row.account_id));
  const dates = rows.filter(({ row }) =>
    /^\d{1,2}-[A-Z][a-z]{2}(?:-\d{2,4})?$/.test(row.account_id),
  );
  const note = (found: readonly AccountRow[], one: string, many: string, fix: string) => {
    const [example] = found;
    if (!example || (found === dates && found.length === rows.length)) return [];
    const ids = count(found.length, `account id ${one}`, `account ids ${many}`);
    return [
      `${file}: ${ids}, such as ${example.row.account_id} (${unit} ${example.number}). ${fix}`,
    ];
  };
  return [
    ...note(
      decimals,
      'has decimals',
      'have decimals',
      'If your ids are whole numbers, export the column as text: ids are compared byte by byte.',
    ),
    ...note(
      dates,
      'looks like a date',
      'look like dates',
      'A spreadsheet may have changed it: format the column as text before you paste ids.',
    ),
  ];
}

function futureNotes(
  { file, unit }: SourceTable,
  rows: readonly AccountRow[],
  now: Date,
): string[] {
  const future = rows.filter(
    ({ row }) => row.needs_csm && row.needs_csm_since && row.needs_csm_since > now,
  );
  const [example] = future;
  if (!example) return [];
  const day = example.row.needs_csm_since?.toISOString().slice(0, 10);
  return [
    `${file}: ${count(future.length, 'account needs', 'accounts need')} a CSM since a time in the future, such as ${day} (${unit} ${example.number}). It counts as now.`,
  ];
}
