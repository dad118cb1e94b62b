import { nameKey } from '@/lib/names';
import type { CheckedRow } from './check-rows';
import type { FoundColumns } from './column-mapping';
import { knownClasses } from './columns';
import { count, listNames } from './note-text';
import { otherSeparator } from './number-format';
import { revenueUnitNotes, scaleNotes } from './scale-notes';
import type { SourceTable } from './source-file';
import { type CellFindings, formatNumber } from './used-cells';

interface Classified {
  readonly segment: string | null;
  readonly level: string | null;
}

/**
 * Notes about a file that was accepted: columns, words for missing values, numbers, and scales.
 * @param rows the rows as they are imported
 */
export function fileNotes(
  table: SourceTable,
  found: FoundColumns,
  rows: readonly CheckedRow<Readonly<Record<string, unknown>>>[],
  cells: CellFindings,
): string[] {
  const values = rows.map(({ row }) => row);
  const revenue = table.columns[found.positions.get('revenue') ?? -1];
  return [
    ...columnNotes(table.file, found),
    ...cellNotes(table, cells),
    ...scaleNotes(table.file, values),
    ...(revenue === undefined ? [] : revenueUnitNotes(table.file, revenue, values)),
  ];
}

/** Columns that only refine another one, so that files rarely have them. */
const refinements: ReadonlySet<string> = new Set(['start_date', 'away_from']);

function columnNotes(file: string, { missing, unused }: FoundColumns): string[] {
  const notable = missing.filter((column) => !refinements.has(column));
  const named = unused.filter(Boolean);
  const unnamed = unused.length - named.length;
  const listed = [
    ...new Set(named),
    ...(unnamed > 0 ? [count(unnamed, 'column without a name', 'columns without a name')] : []),
  ];
  return [
    ...(notable.length > 0 ? [`${file} has no ${notable.join(', ')}.`] : []),
    ...(listed.length > 0 ? [`${file} has unused columns: ${listed.join(', ')}.`] : []),
  ];
}

function cellNotes({ file, unit }: SourceTable, cells: CellFindings): string[] {
  const notes: string[] = [];
  const { placeholders, currencies, inferred } = cells;
  if (placeholders.size > 0) {
    const total = [...placeholders.values()].reduce((sum, each) => sum + each.count, 0);
    const all = [...placeholders.values()].flatMap(({ words }) => [...words]);
    const words = [...new Set(all)].map((word) => JSON.stringify(word));
    const columns = [...placeholders].map(([column, each]) => `${column} ${each.count}`);
    notes.push(
      `${file}: ${count(total, 'value', 'values')} such as ${words.slice(0, 3).join(', ')} ${total === 1 ? 'counts' : 'count'} as missing (${columns.join(', ')}).`,
    );
  }
  for (const { number, decimal } of inferred) {
    const other = otherSeparator(decimal);
    notes.push(
      `${file}: ${number.digits} (${unit} ${number.line}, ${number.column}) was read as ${formatNumber(number.digits, decimal)}, because other numbers have ${JSON.stringify(decimal)} before their decimals. To read it as ${formatNumber(number.digits, other)}, choose ${JSON.stringify(other)} as the decimal separator (--decimal ${other}).`,
    );
  }
  for (const [column, own] of currencies) {
    if (own.size < 2) continue;
    const listed = [...own].map(([currency, values]) => `${currency} in ${values}`).join(', ');
    notes.push(
      `${file}: ${column} has ${own.size} currencies (${listed}). Amounts are not converted.`,
    );
  }
  return notes;
}

/** Notes about segments and levels without limits of their own. */
export function classNotes(file: string, rows: readonly Classified[]): string[] {
  return (['segment', 'level'] as const).flatMap((dimension) => {
    const known = new Set(knownClasses[dimension].map(nameKey));
    const others = rows
      .map((row) => row[dimension])
      .filter((value) => value !== null && !known.has(nameKey(value)));
    if (others.length === 0) return [];
    const names = [...new Map(others.map((value) => [nameKey(value), value])).values()];
    return [
      `${file}: ${others.length.toLocaleString('en-US')} of ${count(rows.length, 'row has', 'rows have')} a ${dimension} other than ${knownClasses[dimension].join(' or ')} (${listNames(names)}). The policy's general limits apply to them.`,
    ];
  });
}
