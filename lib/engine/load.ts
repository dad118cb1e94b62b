import type { RoutingPolicy } from './policy';
import type { ClassAmounts } from './shares';
import { type Book, type Csm, dimensions } from './types';

/** A book without accounts. */
export const EMPTY_BOOK: Book = { accounts: 0, neediness: 0, revenue: 0, red: 0, green: 0 };

type ReservationPolicy = Pick<RoutingPolicy, 'pendingReserves'>;

/** The pending recommendations that count against a CSM under the policy. */
export function reservationsOf<Pending>(
  { reservations }: { readonly reservations: readonly Pending[] },
  { pendingReserves }: ReservationPolicy,
): readonly Pending[] {
  return pendingReserves ? reservations : [];
}

/** The CSM's book with every reservation in it. */
export function committedBook(
  csm: Pick<Csm, 'book' | 'reservations'>,
  policy: ReservationPolicy,
): Book {
  return reservationsOf(csm, policy).reduce((sum, { book }) => addBooks(sum, book), csm.book);
}

/**
 * The amounts of `committedBook` by class, in any number of parts per class. Accounts that `byClass` lacks
 * count as the CSM's own class.
 */
export function committedByClass(
  csm: Pick<Csm, 'segment' | 'level' | 'book' | 'byClass' | 'reservations'>,
  policy: ReservationPolicy,
): readonly ClassAmounts[] {
  const { segment, level, book, byClass } = csm;
  const parts = [...byClass, ...reservationsOf(csm, policy)].map((part) => ({
    segment: part.segment,
    level: part.level,
    amounts: part.book,
  }));
  const rest = { accounts: 0, neediness: 0, revenue: 0, red: 0 };
  for (const dimension of dimensions) {
    rest[dimension] = byClass.reduce((left, part) => left - part.book[dimension], book[dimension]);
  }
  // Without such accounts, the rest of a decimal total is a rounding error.
  if (rest.accounts <= 0 && byClass.length > 0) return parts;
  return [...parts, { segment, level, amounts: rest }];
}

export function addBooks(a: Book, b: Book): Book {
  return {
    accounts: a.accounts + b.accounts,
    neediness: a.neediness + b.neediness,
    revenue: a.revenue + b.revenue,
    red: a.red + b.red,
    green: a.green + b.green,
  };
}
