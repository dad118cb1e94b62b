import sql, { raw } from 'sql-template-tag';
import { fillWithDemo } from '@/demo/make-demo';
import { storedTables } from '@/demo/stored-tables';
import { inBatches, writeAll } from '@/lib/warehouse/sql/shared/batches';
import { type ValueColumn, valuesTable } from '@/lib/warehouse/sql/shared/statement';
import { allTables, tableNames } from '@/lib/warehouse/tables';
import type { Bind, Warehouse } from '@/lib/warehouse/types';
import { temporaryDuckDb } from './temporary-duckdb';
import { type Backend, type TemporaryWarehouse, temporaryWarehouse } from './test-warehouse';

/** Creates a temporary embedded warehouse with the demo company as of `now`. */
export async function demoOnDuckDb(now: Date): Promise<TemporaryWarehouse> {
  const temporary = await temporaryDuckDb(now);
  await fillWithDemo(temporary.warehouse, now);
  return temporary;
}

/** Creates a temporary warehouse on any backend with the rows of an embedded one. */
export async function copyDemo(
  from: Warehouse,
  now: Date,
  on: Backend,
): Promise<TemporaryWarehouse> {
  const temporary = await temporaryWarehouse(now, on);
  const tables = [...storedTables.map(({ name }) => name), tableNames.members];
  for (const name of tables) await copyTable(from, temporary.warehouse, name);
  return temporary;
}

type Row = readonly unknown[];

async function copyTable(from: Warehouse, to: Warehouse, name: string): Promise<void> {
  const described = await from.script(`DESCRIBE ${name}`);
  const columns = described.rows.map(
    ([column, type], i): ValueColumn<Row> => ({
      name: String(column),
      type: String(type).replace('TIMESTAMP', 'TIMESTAMP_NTZ') as ValueColumn<Row>['type'],
      value: (row) => bindOf(row[i]),
    }),
  );
  const list = raw(columns.map((column) => column.name).join(', '));
  const { rows } = await from.script(`SELECT * FROM ${name}`);
  const inserts = inBatches(rows, (batch) => ({
    name: 'test.copy',
    tables: allTables,
    sql: sql`INSERT INTO ${raw(name)} (${list}) SELECT * FROM ${valuesTable(batch, columns)} AS v`,
  }));
  await to.transaction('test.copy', (session) => writeAll(session, inserts));
}

function bindOf(value: unknown): Bind {
  return value instanceof Date ? value.toISOString() : (value as Bind);
}
