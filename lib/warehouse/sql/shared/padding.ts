import sql, { raw, type Sql } from 'sql-template-tag';
import type { Bind } from '@/lib/warehouse/types';
import { type ValueColumn, valuesTable } from './statement';

// The embedded warehouse keeps statements prepared by their text. Lists of any length would make a new
// text for almost every decision, so lists are filled up to a power of two, as some object-relational
// mappers do ("parameter padding").

/** Longer lists are rare, and padding would make them much larger. */
const MAX_PADDED_LENGTH = 64;

/** The length of a padded list: the next power of two, unless it is long or empty. */
export function paddedLength(length: number): number {
  const isPadded = length > 0 && length <= MAX_PADDED_LENGTH;
  return isPadded ? 2 ** Math.ceil(Math.log2(length)) : length;
}

/** A list for IN: it repeats its last value up to a length. An empty list stays empty. */
export function padded<Value extends Bind>(values: readonly Value[], length: number): Value[] {
  const repeated = values
    .slice(-1)
    .flatMap((last) => Array<Value>(length - values.length).fill(last));
  return [...values, ...repeated];
}

/**
 * Like `valuesTable`, for statements that are sent often, with few rows. The rows that fill its list of
 * values are NULL and left out.
 * @param columns the first one is never NULL
 * @param length at least the number of rows
 */
export function paddedTable<Row>(
  rows: readonly Row[],
  columns: readonly [ValueColumn<Row>, ...ValueColumn<Row>[]],
  length = paddedLength(rows.length),
): Sql {
  const padding = Array.from({ length: length - rows.length }, () => null);
  const table = valuesTable<Row | null>(
    [...rows, ...padding],
    columns.map((column) => ({
      ...column,
      value: (row) => (row === null ? null : column.value(row)),
    })),
  );
  return sql`(SELECT * FROM ${table} AS p WHERE p.${raw(columns[0].name)} IS NOT NULL)`;
}
