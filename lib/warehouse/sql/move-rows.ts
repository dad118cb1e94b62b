import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { comparableName } from '@/lib/warehouse/sql/shared/comparable-name';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import type { MovedKind, MovedTable } from './moved-tables';
import { inBatches } from './shared/batches';
import { amount, rawRow, text, toDataTimeZone } from './shared/columns';
import { microsecondsOf, timestampOf } from './shared/microseconds';
import { rowLimit } from './shared/row-limit';
import { command, query, type ValueColumn, valuesTable } from './shared/statement';

/** A value of a row that moves. Times are microseconds since 1970 as digits, and dates are days. */
export type MovedValue = string | number | boolean | null;
/** The values of a row, in the order of the table's columns. */
export type MovedRow = readonly MovedValue[];

/** Some rows of a table, in the order of their keys. */
export interface KeyRange {
  /** The key before the first row; null for the first rows. */
  readonly after: MovedRow | null;
  /** The key of the last row; null for any. */
  readonly through: MovedRow | null;
  readonly limit: number;
}

const epochDay = sql`CAST('1970-01-01' AS DATE)`;

/** The values of a table's rows in a range of keys, in their order. */
export function movedRows(table: MovedTable, { after, through, limit }: KeyRange): Query<MovedRow> {
  const columns = Object.entries(table.columns);
  const values = columns.map(([name, kind], index) => {
    return sql`${readValue(raw(`r.${name}`), kind)} AS ${raw(`c${index}`)}`;
  });
  const conditions = [
    after === null ? null : isBeyond(table, '>', after),
    through === null ? null : isBeyond(table, '<', through, true),
  ].filter((condition) => condition !== null);
  return query({
    name: 'move.rows',
    tables: [table.name],
    row: rawRow.transform((row) =>
      columns.map(([, kind], index) => toValue(row[`c${index}`], kind)),
    ),
    sql: sql`SELECT ${join(values)}
FROM ${t[table.name]} AS r
${conditions.length === 0 ? empty : sql`WHERE ${join(conditions, ' AND ')}`}
ORDER BY ${raw(table.key.map((name) => `r.${name}`).join(', '))}
LIMIT ${rowLimit(limit)}`,
  });
}

/** The number of keys that several rows have, or that lack a part. */
export function unusableKeys({ name, key }: MovedTable): Query<{ readonly found: number }> {
  const columns = raw(key.join(', '));
  const isMissing = raw(key.map((column) => `g.${column} IS NULL`).join(' OR '));
  return query({
    name: 'move.unusable-keys',
    tables: [name],
    row: z.object({ found: amount }),
    sql: sql`SELECT COUNT(*) AS found
FROM (SELECT ${columns}, COUNT(*) AS rows_counted FROM ${t[name]} GROUP BY ${columns}) AS g
WHERE g.rows_counted > 1 OR ${isMissing}`,
  });
}

/** Condition: the key is before or after another one. A comparison of rows is not portable. */
function isBeyond(
  { key, columns }: MovedTable,
  direction: '<' | '>',
  other: MovedRow,
  isInclusive = false,
): Sql {
  const column = (index: number) => raw(`r.${key[index]}`);
  const value = (index: number) =>
    bindKey(other[index] ?? null, columns[key[index] ?? ''] ?? 'text');
  const alternatives = key.map((_, last) => {
    const isLast = last === key.length - 1;
    const operator = raw(direction + (isInclusive && isLast ? '=' : ''));
    const parts = Array.from({ length: last }, (_, i) => sql`${column(i)} = ${value(i)}`);
    return sql`(${join([...parts, sql`${column(last)} ${operator} ${value(last)}`], ' AND ')})`;
  });
  return sql`(${join(alternatives, ' OR ')})`;
}

function bindKey(value: MovedValue, kind: MovedKind): Sql {
  if (kind === 'text') return sql`${value}`;
  const number = sql`CAST(${value} AS BIGINT)`;
  return kind === 'time' ? timestampOf(number) : number;
}

function readValue(column: Sql, kind: MovedKind): Sql {
  if (kind === 'time') return microsecondsOf(column);
  if (kind === 'date') return sql`DATEDIFF('day', ${epochDay}, ${column})`;
  return column;
}

function toValue(value: unknown, kind: MovedKind): MovedValue {
  if (value === null || value === undefined) return null;
  if (kind === 'flag') return Boolean(value);
  return kind === 'text' || kind === 'time' || kind === 'id' ? String(value) : Number(value);
}

const valueTypes: Readonly<Record<MovedKind, ValueColumn<MovedRow>['type']>> = {
  text: 'VARCHAR',
  flag: 'BOOLEAN',
  number: 'DOUBLE',
  score: 'DOUBLE',
  time: 'BIGINT',
  date: 'BIGINT',
  id: 'BIGINT',
};

/** Inserts the rows whose keys the table does not have yet, so that a retry inserts nothing twice. */
export function insertMovedRows(table: MovedTable, rows: readonly MovedRow[]): readonly Command[] {
  return inBatches(rows, (batch) => {
    const columns = Object.entries(table.columns);
    const names = columns.map(([name]) => name);
    const values = valuesTable(
      batch,
      columns.map(([name, kind], index) => ({
        name,
        type: valueTypes[kind],
        value: (row) => row[index] ?? null,
      })),
    );
    const converted = columns.map(
      ([name, kind]) => sql`${writeValue(raw(`v.${name}`), kind)} AS ${raw(name)}`,
    );
    const stored = columns.map(([name, kind]) =>
      table.isDataTeams && kind === 'time' ? toDataTimeZone(raw(`m.${name}`)) : raw(`m.${name}`),
    );
    const sameKey = table.key.map((name) => raw(`x.${name} = m.${name}`));
    return {
      name: 'move.insert',
      tables: [table.name],
      sql: sql`INSERT INTO ${t[table.name]} (${raw(names.join(', '))})
SELECT ${join(stored)}
FROM (SELECT ${join(converted)} FROM ${values} AS v) AS m
WHERE NOT EXISTS (SELECT 1 FROM ${t[table.name]} AS x WHERE ${join(sameKey, ' AND ')})`,
    };
  });
}

function writeValue(value: Sql, kind: MovedKind): Sql {
  if (kind === 'time') return timestampOf(value);
  return kind === 'date' ? sql`DATEADD('day', ${value}, ${epochDay})` : value;
}

/** Sets the head of a moved audit trail. Affects no row if the head was set before. */
export function setMovedHead(head: {
  readonly entry: number;
  readonly previousHash: string;
  readonly hash: string;
}): Command {
  return command({
    name: 'move.audit-head',
    tables: ['auditHead'],
    sql: sql`UPDATE ${t.auditHead}
SET entry_number = ${head.entry}, previous_hash = ${head.previousHash}, entry_hash = ${head.hash}
WHERE entry_number = 0`,
  });
}

const unknownRow = z.object({ subject: text, total: amount });

/** The accounts of recommendations that the accounts view does not have: the first, and how many. */
export function unknownAccounts(limit: number): Query<z.infer<typeof unknownRow>> {
  return query({
    name: 'move.unknown-accounts',
    tables: ['recommendations', 'accounts'],
    row: unknownRow,
    sql: sql`SELECT r.account_id AS subject, COUNT(*) OVER () AS total
FROM (SELECT DISTINCT account_id FROM ${t.recommendations} WHERE account_id IS NOT NULL) AS r
LEFT JOIN ${t.accounts} AS a ON a.account_id = r.account_id
WHERE a.account_id IS NULL
ORDER BY subject
LIMIT ${rowLimit(limit)}`,
  });
}

/** The CSMs of recommendations who are not active: the first, and how many. */
export function inactiveCsms(limit: number): Query<z.infer<typeof unknownRow>> {
  return query({
    name: 'move.inactive-csms',
    tables: ['recommendations', 'csms'],
    row: unknownRow,
    sql: sql`SELECT r.name AS subject, COUNT(*) OVER () AS total
FROM (
  SELECT name, ${raw(comparableName('name'))} AS name_key
  FROM (
    SELECT recommended_csm AS name FROM ${t.recommendations}
    UNION
    SELECT actual_assigned_csm AS name FROM ${t.recommendations}
  ) AS n
  WHERE name IS NOT NULL
) AS r
LEFT JOIN (
  SELECT ${raw(comparableName('csm_name'))} AS name_key FROM ${t.csms} WHERE is_active
) AS c ON c.name_key = r.name_key
WHERE c.name_key IS NULL
ORDER BY subject
LIMIT ${rowLimit(limit)}`,
  });
}
