import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Bind } from '../types';

/** The types a bound cell may be cast to, in the dialect's spelling. */
export type CellType = 'VARCHAR' | 'BIGINT' | 'INTEGER' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP_NTZ';

/**
 * Spells rows of binds as a table, so that one statement writes any number of rows.
 * @param columns each column's name and type; @param rows at least one row.
 * @returns `(VALUES (CAST(? AS T), …), …) AS alias (column, …)`
 */
export function values<Column extends string>(
  alias: string,
  columns: Readonly<Record<Column, CellType>>,
  rows: readonly Readonly<Record<Column, Bind>>[],
): Sql {
  const names = Object.keys(columns) as Column[];
  const spelled = rows.map((row) => {
    const cells = names.map((name) => sql`CAST(${row[name]} AS ${raw(columns[name])})`);
    return sql`(${join(cells)})`;
  });
  return sql`(VALUES ${join(spelled, ', ')}) AS ${raw(alias)} (${raw(names.join(', '))})`;
}
