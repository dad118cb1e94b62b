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

export function addBooks(a: Book, b: Book): Book {
  return {
    accounts: a.accounts + b.accounts,
    neediness: a.neediness + b.neediness,
    revenue: a.revenue + b.revenue,
    red: a.red + b.red,
    green: a.green + b.green,
  };
}

/** The accounts that a CSM owns, by class. What `byClass` lacks counts as the CSM's own class. */
export function loadByClass({
  segment,
  level,
  book,
  byClass,
}: Pick<Csm, 'segment' | 'level' | 'book' | 'byClass'>): readonly ClassAmounts[] {
  const parts = byClass.map((part) => ({
    segment: part.segment,
    level: part.level,
    amounts: part.book,
  }));
  const rest = { ...book };
  for (const { amounts } of parts) {
    for (const dimension of dimensions) rest[dimension] -= amounts[dimension];
  }
  // Sums of decimals differ by rounding errors.
  const isKnown = parts.length > 0 && rest.accounts <= 0;
  return isKnown ? parts : [...parts, { segment, level, amounts: rest }];
}
