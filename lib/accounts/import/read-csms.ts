import type { z } from 'zod';
import { nameKey } from '@/lib/names';
import type { SourceCsm } from '@/lib/warehouse/sql/sources';
import { type CheckedRow, checkRows } from './check-rows';
import { findColumns } from './column-mapping';
import { csmColumns, csmColumnsWithActive } from './columns';
import { classNotes, fileNotes } from './file-notes';
import { count, listNames } from './note-text';
import { previewOf, type ReadOptions, type RowPreview } from './read-options';
import { readSource, type SourceFile, type SourceTable } from './source-file';

/** A validated CSM file. Names are different people. */
export interface CsmsFile {
  readonly csms: readonly SourceCsm[];
  readonly active: readonly string[];
  readonly notes: readonly string[];
  readonly preview: RowPreview;
}

type CsmRow = z.output<typeof csmColumns>;
type NamedRow = CsmRow & { readonly csm_name: string };

/**
 * Reads a CSM file. Without the column is_active, all CSMs are active. Rows of the same person become
 * one, and rows without a name are left out; notes say which.
 * @throws AppError `invalid_input` if the file or any of its rows is invalid
 */
export async function readCsms(
  file: SourceFile,
  { mappings, decimal, readParquet }: ReadOptions,
): Promise<CsmsFile> {
  const table = await readSource(file, readParquet);
  const found = findColumns('csms', table, mappings);
  const schema = found.positions.has('is_active') ? csmColumnsWithActive : csmColumns;
  const { rows, cells } = checkRows<CsmRow>('csms', table, found, schema, decimal);
  const people = groupByPerson(rows);
  const merged = people.map(mergeRows);
  const csms = merged.map(({ row }) => ({
    name: row.csm_name,
    tenureMonths: row.tenure_months,
    managerName: row.manager_name,
    segment: row.segment,
    level: row.account_level,
    capacity: row.capacity,
    awayUntil: row.away_until,
    startDate: row.start_date?.toISOString().slice(0, 10) ?? null,
    awayFrom: row.away_from,
    sourceValues: null,
  }));
  const active = merged.filter(({ row }) => row.is_active ?? true).map(({ row }) => row.csm_name);
  return {
    csms,
    active,
    notes: [
      ...fileNotes(table, found, rows, cells),
      ...classNotes(table.file, csms),
      ...blankNotes(table, rows),
      ...people.filter(([, ...others]) => others.length > 0).map((own) => sameNote(table, own)),
      ...detailNotes(table, found.positions.size, merged, active),
    ],
    preview: previewOf(found, merged),
  };
}

function groupByPerson(rows: readonly CheckedRow<CsmRow>[]): CheckedRow<NamedRow>[][] {
  const people = new Map<string, CheckedRow<NamedRow>[]>();
  for (const { number, row } of rows) {
    const person = nameKey(row.csm_name);
    if (person === null) continue;
    const named = { number, row: row as NamedRow };
    people.set(person, [...(people.get(person) ?? []), named]);
  }
  return [...people.values()];
}

/** The first row of a person. Its gaps are filled from the others. */
function mergeRows([first, ...others]: readonly CheckedRow<NamedRow>[]): CheckedRow<NamedRow> {
  if (!first) throw new Error('A person has at least one row.');
  const row: Record<string, unknown> = { ...first.row };
  for (const other of others) {
    for (const [column, value] of Object.entries(other.row)) row[column] ??= value;
  }
  return { number: first.number, row: row as NamedRow };
}

function blankNotes({ file, unit }: SourceTable, rows: readonly CheckedRow<CsmRow>[]): string[] {
  const blank = rows.filter(({ row }) => nameKey(row.csm_name) === null);
  if (blank.length === 0) return [];
  const numbers = new Intl.ListFormat('en').format(blank.map(({ number }) => String(number)));
  return [
    `${file}: ${count(blank.length, 'row has', 'rows have')} no name and ${blank.length === 1 ? 'was' : 'were'} left out (${unit}${blank.length === 1 ? '' : 's'} ${numbers}).`,
  ];
}

function sameNote({ file, unit }: SourceTable, own: readonly CheckedRow<NamedRow>[]): string {
  const numbers = new Intl.ListFormat('en').format(own.map(({ number }) => String(number)));
  const [first] = own;
  return `${file}: ${unit}s ${numbers} are the same person, ${first?.row.csm_name}. The first is imported, with values it lacks from the others.`;
}

/** Notes active CSMs without any details, if the file has details at all. */
function detailNotes(
  { file }: SourceTable,
  columns: number,
  rows: readonly CheckedRow<NamedRow>[],
  active: readonly string[],
): string[] {
  const details = [
    'tenure_months',
    'start_date',
    'manager_name',
    'segment',
    'account_level',
    'capacity',
  ] as const;
  const without = rows
    .filter(
      ({ row }) => active.includes(row.csm_name) && details.every((each) => row[each] === null),
    )
    .map(({ row }) => row.csm_name);
  if (without.length === 0 || columns === 1 || without.length === rows.length) return [];
  return [
    `${file}: ${without.length.toLocaleString('en-US')} of ${count(active.length, 'active CSM has', 'active CSMs have')} no tenure, manager, class, or capacity (${listNames(without)}).`,
  ];
}
