import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TemporaryWarehouse, temporaryWarehouse } from '@/test/support/test-warehouse';
import { query, type ValueColumn, valuesTable } from './statement';

interface Pupil {
  readonly name: string | null;
  readonly mark: number | null;
  readonly seen: Date | null;
}

const columns: readonly ValueColumn<Pupil>[] = [
  { name: 'name', type: 'VARCHAR', value: (row) => row.name },
  { name: 'mark', type: 'DOUBLE', value: (row) => row.mark },
  { name: 'seen', type: 'TIMESTAMP_NTZ', value: (row) => row.seen?.toISOString() ?? null },
];

const row = z.object({
  name: z.string().nullable(),
  mark: z.number().nullable(),
  seen: z.date().nullable(),
});

let temporary: TemporaryWarehouse;
beforeAll(async () => {
  temporary = await temporaryWarehouse();
});
afterAll(() => temporary.dispose());

const readBack = (pupils: readonly Pupil[]) =>
  temporary.warehouse.read(
    query({
      name: 'pupils',
      tables: [],
      row,
      sql: sql`SELECT name, mark, seen FROM ${valuesTable(pupils, columns)} AS p`,
    }),
  );

describe('valuesTable', () => {
  it('returns the rows, with NULLs, quotes, emoji, and times', async () => {
    const pupils = [
      { name: null, mark: null, seen: null },
      { name: `O'Neil "the" 🦊 \\ %_;--`, mark: 1.5, seen: new Date('2026-03-04T05:06:07.089Z') },
      { name: 'C', mark: 2, seen: null },
    ];
    expect(await readBack(pupils)).toEqual(pupils);
  });

  it('accepts a single row of NULLs', async () => {
    const pupils = [{ name: null, mark: null, seen: null }];
    expect(await readBack(pupils)).toEqual(pupils);
  });

  it('accepts 5,000 rows in one statement', async () => {
    const pupils = Array.from({ length: 5_000 }, (_, index) => ({
      name: `pupil ${index}`,
      mark: index / 2,
      seen: null,
    }));
    const rows = await readBack(pupils);
    expect(rows).toHaveLength(5_000);
    expect(rows.reduce((sum, { mark }) => sum + (mark ?? 0), 0)).toBe((4_999 * 5_000) / 4);
  });

  it('rejects an empty list, because VALUES cannot be empty', () => {
    expect(() => valuesTable([], columns)).toThrow('needs a row');
  });
});
