import { describe, expect, it } from 'vitest';
import type { BookFacts } from '@/lib/warehouse/sql/read-model';
import { addToBook, booksByOwner, EMPTY_BOOK } from './books';

const row: BookFacts = {
  ...{ owner: 'Ana', segment: 'Residential', level: 'Corporate', accounts: 1, red: 1, green: 0 },
  ...{ neediness: 0.1, revenue: 0.1 },
  ...{ medianNeediness: 0.1, medianHealth: null, medianRevenue: 0.1 },
};

describe('booksByOwner', () => {
  it('sums an owner’s classes exactly, and skips accounts without an owner', () => {
    const other = { ...row, segment: null, accounts: 2, neediness: 0.2, revenue: 0.2, green: 2 };
    const books = booksByOwner([row, { ...row, owner: null }, other, { ...row, owner: ' ' }]);
    expect([...books]).toEqual([
      ['Ana', { accounts: 3, neediness: 0.3, revenue: 0.3, red: 2, green: 2 }],
      [' ', { accounts: 1, neediness: 0.1, revenue: 0.1, red: 1, green: 0 }],
    ]);
  });
});

describe('addToBook', () => {
  it('removes what it added', () => {
    const amounts = { accounts: 1, neediness: 0.7, revenue: 0.07, red: 0, green: 1 };
    const book = addToBook({ ...EMPTY_BOOK, neediness: 0.1, revenue: 0.01 }, amounts);
    expect(addToBook(book, amounts, -1)).toEqual({ ...EMPTY_BOOK, neediness: 0.1, revenue: 0.01 });
  });
});
