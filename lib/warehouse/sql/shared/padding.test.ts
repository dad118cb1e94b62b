import sql from 'sql-template-tag';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryWarehouse } from '@/test/support/test-warehouse';
import { inBatches } from './batches';
import { id } from './columns';
import { padded, paddedLength, paddedTable } from './padding';
import { query, type ValueColumn } from './statement';
import { MAX_STATEMENT_BYTES, statementBytes } from './statement-size';

interface Pupil {
  readonly id: string;
  readonly name: string | null;
}
const columns = [
  { name: 'id', type: 'BIGINT', value: (row) => row.id },
  { name: 'name', type: 'VARCHAR', value: (row) => row.name },
] as const satisfies ValueColumn<Pupil>[];

const pupils = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: String(n + 1), name: n === 0 ? null : `P${n}` }));

const select = (rows: readonly Pupil[]) =>
  query({
    name: 'pupils',
    tables: [],
    row: z.object({ id, name: z.string().nullable() }),
    sql: sql`SELECT id, name FROM ${paddedTable(rows, columns)} AS p ORDER BY id`,
  });

it('makes the same statement for five to eight rows, which returns only those', async () => {
  const temporary = await temporaryWarehouse();
  const statements = [5, 6, 7, 8].map((count) => select(pupils(count)));
  expect(new Set(statements.map(({ sql: text }) => text)).size).toBe(1);
  for (const [index, statement] of statements.entries()) {
    expect(await temporary.warehouse.read(statement)).toEqual(pupils(5 + index));
  }
  await temporary.dispose();
});

it('repeats the last value of a list for IN, and leaves long and empty lists as they are', () => {
  expect(padded(['a', 'b', 'c'], paddedLength(3))).toEqual(['a', 'b', 'c', 'c']);
  expect(padded([], 4)).toEqual([]);
  expect([0, 1, 2, 64, 65].map(paddedLength)).toEqual([0, 1, 2, 64, 65]);
});

it('fits into a statement when rows are split into batches', () => {
  const wide = Array.from({ length: 20 }, (_, n) => ({
    name: `c${n}`,
    type: 'VARCHAR' as const,
    value: (row: string) => row,
  }));
  const [first, ...others] = wide;
  if (!first) throw new Error('no column');
  const commands = inBatches(
    Array.from({ length: 100 }, () => 'x'.repeat(1_350)),
    (rows) => ({
      name: 'wide.insert',
      tables: [],
      sql: sql`INSERT INTO wide SELECT * FROM ${paddedTable(rows, [first, ...others])} AS v`,
    }),
  );
  expect(commands).toHaveLength(4);
  for (const each of commands)
    expect(statementBytes(each)).toBeLessThanOrEqual(MAX_STATEMENT_BYTES);
});
