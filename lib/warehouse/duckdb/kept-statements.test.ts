import sql, { raw } from 'sql-template-tag';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { query } from '../sql/statement';
import { temporaryWarehouse } from './temporary';

const row = z.object({ name: z.string() });

async function notes() {
  const { warehouse, path, dispose } = await temporaryWarehouse();
  onTestFinished(dispose);
  await warehouse.script('CREATE TABLE notes (id INTEGER, name VARCHAR)');
  const names = async (asked: ReturnType<typeof sql>) => {
    const rows = await warehouse.read(query('test.notes', asked, row));
    return rows.map(({ name }) => name);
  };
  return { warehouse, path, names };
}

const newest = sql`SELECT id, name FROM notes ORDER BY id DESC LIMIT 1`;
// The engine cannot tell what type the value has that stands alone, and plans when it knows.
const newestOf = (from: number) => sql`SELECT id, name, ${'x'} AS mark FROM notes
WHERE id >= ${from} ORDER BY id DESC LIMIT 1`;

describe('A statement that was asked before', () => {
  test('without values answers what the table holds now, though it was empty at first', async () => {
    const { warehouse, names } = await notes();
    expect(await names(newest)).toEqual([]);
    for (const name of ['a', 'A much longer name than was there before'.repeat(9), 'bc']) {
      await warehouse.script(`INSERT INTO notes SELECT COUNT(*), '${name}' FROM notes`);
      expect(await names(newest)).toEqual([name]);
    }
  });

  test('with values answers by the values and the rows of now', async () => {
    const { warehouse, names } = await notes();
    expect(await names(newestOf(0))).toEqual([]);
    for (const name of ['a', 'A much longer name than was there before'.repeat(9), 'bc']) {
      await warehouse.script(`INSERT INTO notes SELECT COUNT(*), '${name}' FROM notes`);
      expect(await names(newestOf(0))).toEqual([name]);
      expect(await names(newestOf(7))).toEqual([]);
    }
  });

  test('follows a table that was made anew with other columns', async () => {
    const { warehouse, names } = await notes();
    await warehouse.script("INSERT INTO notes VALUES (1, 'first')");
    expect(await names(newestOf(0))).toEqual(['first']);
    await warehouse.script("CREATE OR REPLACE TABLE notes AS SELECT 'second' AS name, 2.5 AS id");
    expect(await names(newestOf(0))).toEqual(['second']);
  });

  test('can fail and be asked again', async () => {
    const { warehouse, names } = await notes();
    await warehouse.script("INSERT INTO notes VALUES (1, 'three'), (2, '4')");
    const asked = (from: number) =>
      sql`SELECT CAST(CAST(name AS INTEGER) AS VARCHAR) AS name, ${'x'} AS mark FROM notes
WHERE id >= ${from}`;
    expect(await names(asked(2))).toEqual(['4']);
    await expect(names(asked(1))).rejects.toThrow();
    expect(await names(asked(2))).toEqual(['4']);
  });
});

test('More statements than are kept answer all the same, the first of them too', async () => {
  const { names } = await notes();
  for (const round of [1, 2]) {
    for (let index = 0; index < 120; index++) {
      const asked = sql`SELECT ${`${round}-${index}`} AS name, ${raw(String(index))} AS place`;
      expect(await names(asked)).toEqual([`${round}-${index}`]);
    }
  }
});
