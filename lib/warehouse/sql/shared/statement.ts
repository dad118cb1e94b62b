import sql, { Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import type { TableName } from '@/lib/warehouse/tables';
import type { Bind, Command, Query } from '@/lib/warehouse/types';
import { requireStatementFits } from './statement-size';

/** FROM item with one row, because Snowflake rejects WHERE without FROM. */
export const oneRow: Sql = sql`(SELECT 1 AS one) AS one_row`;

/**
 * Builds a query: its name, the tables it reads, the schema of its rows, and its SQL.
 * @throws AppError `invalid_input` if it is too large for Snowflake
 */
export function query<Row>(statement: {
  readonly name: string;
  readonly tables: readonly TableName[];
  readonly row: z.ZodType<Row>;
  readonly sql: Sql;
}): Query<Row> {
  const { name, tables, row, sql } = statement;
  const built = { name, tables, row, ...toText(sql) };
  requireStatementFits(name, built);
  return built;
}

/** Like `query`, for one that may read years of history. */
export function reportQuery<Row>(statement: Parameters<typeof query<Row>>[0]): Query<Row> {
  return { ...query(statement), isReport: true };
}

/** What a statement that changes rows is built from: the tables are those it reads or writes. */
export interface CommandParts {
  readonly name: string;
  readonly tables: readonly TableName[];
  readonly sql: Sql;
  /** See `Command`. */
  readonly evictsCache?: boolean;
}

/**
 * Builds a statement that changes rows. Use `inBatches` if its size depends on a number of rows.
 * @throws AppError `invalid_input` if it is too large for Snowflake
 */
export function command({ name, tables, sql, evictsCache }: CommandParts): Command {
  const built = { name, tables, evictsCache, ...toText(sql) };
  requireStatementFits(name, built);
  return built;
}

/** SQL as text with its binds. */
export function toText(sql: Sql): Pick<Command, 'sql' | 'binds'> {
  return { sql: sql.sql, binds: sql.values as Bind[] };
}

/** A column of a VALUES list: its name, its type on both engines, and how to get a row's value. */
export interface ValueColumn<Row> {
  readonly name: string;
  readonly type: 'VARCHAR' | 'BOOLEAN' | 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'DATE' | 'TIMESTAMP_NTZ';
  readonly value: (row: Row) => Bind;
}

/**
 * Builds a table expression from rows: `(SELECT CAST(a AS T) AS a, … FROM (VALUES (?, …), …) AS v
 * (a, …))`. The caller adds an alias. Types are cast outside of VALUES because a cast around every
 * `?` takes almost four times as long (5,000 × 15 values: 3.0 s instead of 0.8 s).
 * @throws Error if there are no rows: VALUES cannot be empty
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

/**
 * Parses rows by the query's schema. Each row has a lowercase property per column.
 * @throws AppError `unexpected`; its cause names the statement, row, and column
 */
export function parseRows<Row>(rows: readonly object[], query: Query<Row>): Row[] {
  return rows.map((row, index) => {
    const parsed = query.row.safeParse(row);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
    throw new AppError(
      'unexpected',
      'The warehouse returned data that this program cannot read. See the log for details.',
      { cause: new Error(`${query.name}, row ${index + 1}: ${problems}`, { cause: parsed.error }) },
    );
  });
}
