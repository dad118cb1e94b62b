import {
  type KeyRange,
  type MovedRow,
  type MovedValue,
  movedRows,
} from '@/lib/warehouse/sql/move-rows';
import { MOVED_ID_OFFSET, type MovedKind, type MovedTable } from '@/lib/warehouse/sql/moved-tables';
import type { Warehouse } from '@/lib/warehouse/types';

const ROWS = 2_000;
const WIDE_ROWS = 200;

/** Rows of the target that the source does not have, before the rest is not read. */
const MAX_EXTRA = 100;

/** Some rows of the source, and how the target differs from them. */
export interface PageDifferences {
  /** The number of rows in the source. */
  readonly rows: number;
  /** As the target must have them. */
  readonly missing: readonly MovedRow[];
  readonly different: readonly MovedRow[];
  /** Rows of the target that the source does not have. */
  readonly extra: readonly MovedRow[];
}

/** Compares a table row by row, with all columns, in parts. The keys of the source must be usable. */
export async function* compareTable(
  source: Warehouse,
  target: Warehouse,
  table: MovedTable,
): AsyncGenerator<PageDifferences> {
  const limit = table.isWide ? WIDE_ROWS : ROWS;
  let after: MovedRow | null = null;
  // Below the offset are the recommendations of other programs.
  let afterInTarget: MovedRow | null =
    table.name === 'recommendations' ? [String(MOVED_ID_OFFSET)] : null;
  for (;;) {
    const rows: MovedRow[] = await source.read(movedRows(table, { after, through: null, limit }));
    const expected = rows.map((row) => inTarget(table, row));
    const isLast = rows.length < limit;
    const last = rows.at(-1);
    const lastKey = last ? keyOf(table, inTarget(table, last)) : null;
    // The last part of a table includes whatever else the target has.
    const through = isLast && !keepsOthers(table) ? null : lastKey;
    const found = await readRange(target, table, {
      after: afterInTarget,
      through,
      limit,
      enough: rows.length + MAX_EXTRA,
    });
    yield { rows: rows.length, ...comparePage(table, expected, found) };
    if (isLast || !last) return;
    after = keyOf(table, last);
    afterInTarget = lastKey;
  }
}

/** Whether the target may have rows that the source does not have, or has with other values. */
export function keepsOthers({ name }: MovedTable): boolean {
  return name === 'assignments';
}

/** Reads the target's rows in a range, in parts. Stops when there are enough of them to report. */
async function readRange(
  target: Warehouse,
  table: MovedTable,
  range: KeyRange & { readonly enough: number },
): Promise<readonly MovedRow[]> {
  const all: MovedRow[] = [];
  for (let { after } = range; ; ) {
    const rows = await target.read(movedRows(table, { ...range, after }));
    all.push(...rows);
    const last = rows.at(-1);
    if (!last || rows.length < range.limit) return all;
    if (!keepsOthers(table) && all.length >= range.enough) return all;
    after = keyOf(table, last);
  }
}

function comparePage(
  table: MovedTable,
  expected: readonly MovedRow[],
  found: readonly MovedRow[],
): Omit<PageDifferences, 'rows'> {
  const text = (row: MovedRow) => JSON.stringify(keyOf(table, row));
  const byKey = new Map(found.map((row) => [text(row), row]));
  const different: MovedRow[] = [];
  const missing: MovedRow[] = [];
  for (const row of expected) {
    const stored = byKey.get(text(row));
    if (!stored) missing.push(row);
    else if (!isSameRow(table, row, stored)) different.push(row);
  }
  const keys = new Set(expected.map(text));
  const seen = new Set<string>();
  const extra = found.filter((row) => {
    const key = text(row);
    const isExtra = !keys.has(key) || seen.has(key);
    seen.add(key);
    return isExtra;
  });
  return { missing, different, extra };
}

/** Describes the key of a row for a message. */
export function describeKey(table: MovedTable, row: MovedRow): string {
  return keyOf(table, row).join(', ');
}

function keyOf({ key, columns }: MovedTable, row: MovedRow): MovedRow {
  const names = Object.keys(columns);
  return key.map((name) => row[names.indexOf(name)] ?? null);
}

function inTarget({ columns }: MovedTable, row: MovedRow): MovedRow {
  return Object.values(columns).map((kind, index) => {
    const value = row[index] ?? null;
    return kind === 'id' && value !== null ? String(BigInt(value) + MOVED_ID_OFFSET) : value;
  });
}

function isSameRow({ columns }: MovedTable, row: MovedRow, stored: MovedRow): boolean {
  return Object.values(columns).every((kind, index) =>
    isSameValue(kind, row[index] ?? null, stored[index] ?? null),
  );
}

function isSameValue(kind: MovedKind, value: MovedValue, stored: MovedValue): boolean {
  if (value === stored) return true;
  if (typeof value !== 'number' || typeof stored !== 'number') return false;
  // The data team's columns may round, and Snowflake returns 15 digits of a number.
  const tolerance = kind === 'score' ? 0.5 : 1e-12 * Math.abs(value);
  return Math.abs(value - stored) <= tolerance;
}
