import { describe, expect, it } from 'vitest';
import type { BookFacts } from '@/lib/warehouse/sql/read-model';
import { booksByOwner, totalOf, withAmounts } from './books';
import { NameDirectory } from './name-directory';

const row: BookFacts = {
  owner: 'Ana',
  segment: 'Residential',
  level: 'Corporate',
  accounts: 1,
  red: 1,
  green: 0,
  neediness: 0.1,
  revenue: 0.1,
  medianNeediness: 0.1,
  medianHealth: null,
  medianRevenue: 0.1,
};

const noNames = new NameDirectory({ active: [], inactive: [], others: [] });

describe('booksByOwner', () => {
  it('sums an owner’s classes exactly, and skips accounts without an owner', () => {
    const other = { ...row, segment: null, accounts: 2, neediness: 0.2, revenue: 0.2, green: 2 };
    const rows = [row, { ...row, owner: null }, other, { ...row, owner: ' ' }];
    const books = booksByOwner(rows, noNames);
    expect([...books].map(([owner, book]) => [owner, totalOf(book)])).toEqual([
      ['Ana', { accounts: 3, neediness: 0.3, revenue: 0.3, red: 2, green: 2 }],
    ]);
  });
});

describe('withAmounts', () => {
  const part = (accounts: number, neediness: number) => ({
    segment: 'Residential',
    level: null,
    book: { accounts, neediness, revenue: 0.07, red: 0, green: 1 },
  });

  it('removes what it added', () => {
    const before = withAmounts([], part(1, 0.1));
    expect(withAmounts(withAmounts(before, part(1, 0.7)), part(1, 0.7), -1)).toEqual(before);
  });

  it('removes a class without accounts', () => {
    expect(withAmounts(withAmounts([], part(1, 0.1)), part(1, 0.1), -1)).toEqual([]);
  });
});
