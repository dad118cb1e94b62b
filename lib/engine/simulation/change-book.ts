import { classKey } from '@/lib/engine/account-class';
import { bookOfAccount } from '@/lib/engine/explain';
import { addBooks, EMPTY_BOOK } from '@/lib/engine/load';
import type { AssessedAccount } from '@/lib/engine/prepare-input';
import type { Book, Csm } from '@/lib/engine/types';

/** The accounts that a CSM owns, in total and by class. */
export type OwnedBooks = Pick<Csm, 'book' | 'byClass'>;

export function addAccount(books: OwnedBooks, account: AssessedAccount): OwnedBooks {
  return changeBooks(books, account, bookOfAccount(account));
}

export function removeAccount(books: OwnedBooks, account: AssessedAccount): OwnedBooks {
  const { accounts, neediness, revenue, red, green } = bookOfAccount(account);
  const negative = {
    accounts: -accounts,
    neediness: -neediness,
    revenue: -revenue,
    red: -red,
    green: -green,
  };
  return changeBooks(books, account, negative);
}

function changeBooks(
  { book, byClass }: OwnedBooks,
  { account: { segment, level } }: AssessedAccount,
  change: Book,
): OwnedBooks {
  const key = classKey({ segment, level });
  const known = byClass.find((each) => classKey(each) === key);
  const others = byClass.filter((each) => each !== known);
  return {
    book: addBooks(book, change),
    byClass: [...others, { segment, level, book: addBooks(known?.book ?? EMPTY_BOOK, change) }],
  };
}
