import { describe, expect, it } from 'vitest';
import { readInBatches, readPage } from './paging';

describe('readInBatches', () => {
  const all = Array.from({ length: 7 }, (_, n) => n);
  const after = (last: number | null) => all.filter((n) => last === null || n > last);

  it.each([1, 3, 7, 10])('reads each row once, %i at a time', async (size) => {
    const batches: (readonly number[])[] = [];
    const read = readInBatches<number>(
      async ({ limit, last }) => after(last).slice(0, limit),
      size,
    );
    for await (const batch of read) batches.push(batch);
    expect(batches.flat()).toEqual(all);
    expect(Math.max(...batches.map(({ length }) => length))).toBe(Math.min(size, 7));
  });

  it('reads no further than it is asked to', async () => {
    const reads: unknown[] = [];
    const read = readInBatches<number>(async ({ last }) => {
      reads.push(last);
      return [1];
    }, 1);
    await read.next();
    await read.return(undefined);
    expect(reads).toEqual([null]);
  });
});

describe('readPage', () => {
  const rows = Array.from({ length: 5 }, (_, n) => ({ n, total: 5 }));
  const read = async ({ limit, offset }: { readonly limit: number; readonly offset: number }) =>
    rows.slice(offset, offset + limit);

  it('returns the last page if the page does not exist', async () => {
    expect(await readPage(2, 2, read)).toMatchObject({
      page: 2,
      total: 5,
      rows: [{ n: 2 }, { n: 3 }],
    });
    expect(await readPage(9, 2, read)).toMatchObject({ page: 3, total: 5, rows: [{ n: 4 }] });
    expect(await readPage(9, 2, async () => [])).toEqual({ page: 1, total: 0, rows: [] });
  });
});
