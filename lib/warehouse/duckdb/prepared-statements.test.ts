import sql, { raw, type Sql } from 'sql-template-tag';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';

const row = z.object({ name: z.string() });

async function notes() {
  const { warehouse, dispose } = await temporaryDuckDb();
  onTestFinished(dispose);
  await warehouse.script('CREATE TABLE notes (id INTEGER, name VARCHAR)');
  const names = async (statement: Sql) => {
    const rows = await warehouse.read(
      query({ name: 'test.notes', tables: [], row, sql: statement }),
    );
    return rows.map(({ name }) => name);
  };
  return { warehouse, names };
}

const newest = (condition: Sql) => sql`SELECT id, name FROM notes WHERE ${condition}
ORDER BY id DESC LIMIT 1`;
// The engine infers no type for a bare value, so it plans the statement when the value is bound.
const newestFrom = (id: number) => newest(sql`id >= ${id} AND ${'x'} IS NOT NULL`);

/** Conditions without a bind, and with a bind of each type that the engine infers. */
const conditions = {
  'without binds': () => raw('TRUE'),
  'with a number': (from) => sql`id >= ${from}`,
  'with text': (from) => sql`name <> ${`none of ${from}`} AND id >= ${raw(String(from))}`,
  'with a date': (from) =>
    sql`id >= EXTRACT('year' FROM CAST(${`${2000 + from}-01-01`} AS DATE)) - 2000`,
  'with a bind of any type': (from) => sql`id >= ${from} AND ${'x'} IS NOT NULL`,
  'with a NULL bind': (from) => sql`id >= ${from} AND ${null} IS NULL`,
} satisfies Record<string, (from: number) => Sql>;

describe('a prepared statement', () => {
  test.each(Object.entries(conditions))(
    '%s returns current rows even if the table was empty when it was prepared',
    async (_, condition) => {
      const { warehouse, names } = await notes();
      expect(await names(newest(condition(0)))).toEqual([]);
      for (const name of ['a', 'a much longer name than before'.repeat(9), 'bc']) {
        await warehouse.script(`INSERT INTO notes SELECT COUNT(*), '${name}' FROM notes`);
        expect(await names(newest(condition(0)))).toEqual([name]);
      }
    },
  );

  test('uses the current binds', async () => {
    const { warehouse, names } = await notes();
    await warehouse.script("INSERT INTO notes VALUES (1, 'first'), (2, 'second')");
    for (const _ of ['first run', 'second run']) {
      expect(await names(newestFrom(1))).toEqual(['second']);
      expect(await names(newestFrom(3))).toEqual([]);
    }
  });

  test('works after the table is recreated with other columns', async () => {
    const { warehouse, names } = await notes();
    await warehouse.script("INSERT INTO notes VALUES (1, 'first')");
    expect(await names(newestFrom(0))).toEqual(['first']);
    await warehouse.script("CREATE OR REPLACE TABLE notes AS SELECT 'second' AS name, 2.5 AS id");
    expect(await names(newestFrom(0))).toEqual(['second']);
  });

  test('can run again after a failure', async () => {
    const { warehouse, names } = await notes();
    await warehouse.script("INSERT INTO notes VALUES (1, 'three'), (2, '4')");
    const castNames = (from: number) =>
      sql`SELECT CAST(CAST(name AS INTEGER) AS VARCHAR) AS name, ${'x'} AS mark FROM notes
WHERE id >= ${from}`;
    expect(await names(castNames(2))).toEqual(['4']);
    await expect(names(castNames(1))).rejects.toThrow();
    expect(await names(castNames(2))).toEqual(['4']);
  });
});

test('runs more statements than the limit, including evicted ones', async () => {
  const { names } = await notes();
  for (const round of [1, 2]) {
    for (let index = 0; index < 120; index++) {
      const statement = sql`SELECT ${`${round}-${index}`} AS name, ${raw(String(index))} AS id`;
      expect(await names(statement)).toEqual([`${round}-${index}`]);
    }
  }
});
