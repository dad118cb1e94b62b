import type { Book } from '@/lib/engine/types';
import type { BookFacts } from '@/lib/warehouse/sql/read-model';

export const EMPTY_BOOK: Book = { accounts: 0, neediness: 0, revenue: 0, red: 0, green: 0 };

/**
 * Adds amounts to a book, or removes them with a sign of −1. Sums are rounded to the decimals of the
 * warehouse's sums, so that they don't depend on the order of changes.
 */
export function addToBook(book: Book, amounts: Book, sign: 1 | -1 = 1): Book {
  return {
    accounts: book.accounts + sign * amounts.accounts,
    neediness: round(book.neediness + sign * amounts.neediness, 6),
    revenue: round(book.revenue + sign * amounts.revenue, 2),
    red: book.red + sign * amounts.red,
    green: book.green + sign * amounts.green,
  };
}

function round(value: number, decimals: number): number {
  const unit = 10 ** decimals;
  return Math.round(value * unit) / unit;
}

/** The totals of each owner's accounts, by name, from rows per owner and class. */
export function booksByOwner(rows: readonly BookFacts[]): Map<string, Book> {
  const books = new Map<string, Book>();
  for (const row of rows) {
    if (row.owner === null) continue;
    books.set(row.owner, addToBook(books.get(row.owner) ?? EMPTY_BOOK, row));
  }
  return books;
}
