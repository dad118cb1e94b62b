import { Sql } from 'sql-template-tag';
import type { Bind } from '../types';

/** A column of a list of values: its name, its type on both engines, and a row's value for it. */
export interface ValueColumn<Row> {
  readonly name: string;
  readonly type: 'VARCHAR' | 'BOOLEAN' | 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'TIMESTAMP_NTZ';
  readonly value: (row: Row) => Bind;
}

/**
 * Spells rows as a table of one statement: `(SELECT CAST(a AS T) AS a, … FROM (VALUES (?, …), …)
 * AS v (a, …))`, to be given an alias. The types are cast outside of VALUES because a cast around
 * every `?` takes three times as long (5,000 × 15: 0.8 s against 3.0 s).
 * @throws Error when there are no rows: VALUES cannot be empty.
 */
export function valuesTable<Row>(rows: readonly Row[], columns: readonly ValueColumn<Row>[]): Sql {
  if (rows.length === 0 || columns.length === 0) throw new Error('A list of values needs a row.');
  const list = columns.map(({ name }) => name).join(', ');
  const casts = columns.map(({ name, type }) => `CAST(${name} AS ${type}) AS ${name}`).join(', ');
  const values = rows.flatMap((row) => columns.map(({ value }) => value(row)));
  const between = values
    .slice(1)
    .map((_, index) => ((index + 1) % columns.length === 0 ? '), (' : ', '));
  return new Sql([`(SELECT ${casts} FROM (VALUES (`, ...between, `)) AS v (${list}))`], values);
}
