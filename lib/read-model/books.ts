import type { AccountClass } from '@/lib/engine/account-class';
import { EMPTY_BOOK } from '@/lib/engine/load';
import type { Book } from '@/lib/engine/types';
import type { BookFacts } from '@/lib/warehouse/sql/read-model';
import type { NameDirectory } from './name-directory';

/** The totals of an owner's accounts of one class. */
export interface ClassBook extends AccountClass {
  readonly book: Book;
}

/** The totals of an owner's accounts, by class. Each class has one entry, and at least one account. */
export type OwnedBook = readonly ClassBook[];

/**
 * Adds amounts to a class of a book, or removes them with a sign of −1. Sums are rounded to the
 * decimals of the warehouse's sums, so that they don't depend on the order of changes.
 */
export function withAmounts(book: OwnedBook, part: ClassBook, sign: 1 | -1 = 1): OwnedBook {
  const isSame = ({ segment, level }: AccountClass) =>
    segment === part.segment && level === part.level;
  const before = book.find(isSame)?.book ?? EMPTY_BOOK;
  const after = addRounded(before, part.book, sign);
  const others = book.filter((each) => !isSame(each));
  if (after.accounts === 0) return others;
  return [...others, { segment: part.segment, level: part.level, book: after }];
}

/** The totals of all classes. */
export function totalOf(book: OwnedBook): Book {
  return book.reduce((sum, part) => addRounded(sum, part.book, 1), EMPTY_BOOK);
}

function addRounded(book: Book, amounts: Book, sign: 1 | -1): Book {
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

/** The totals of each owner's accounts, by name, from rows per spelling of the owner and class. */
export function booksByOwner(
  rows: readonly BookFacts[],
  names: Pick<NameDirectory, 'nameOf' | 'classOf'>,
): Map<string, OwnedBook> {
  const books = new Map<string, OwnedBook>();
  for (const { owner: spelling, segment, level, ...book } of rows) {
    const owner = names.nameOf(spelling);
    if (owner === null) continue;
    const { accounts, neediness, revenue, red, green } = book;
    const part = {
      segment: names.classOf(segment),
      level: names.classOf(level),
      book: { accounts, neediness, revenue, red, green },
    };
    books.set(owner, withAmounts(books.get(owner) ?? [], part));
  }
  return books;
}
