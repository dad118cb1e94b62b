import { compareCodeUnits } from '@/lib/names';
import type { Facts } from './facts';

/** An owner of accounts who is not an active CSM. */
export interface OrphanedBook {
  /** The name to use for the owner. */
  readonly owner: string;
  readonly accounts: number;
  /**
   * Whether the owner is a former CSM: one with CSM details, or one who has received an account. Other
   * names may be of people who were never CSMs, or spelled wrong.
   */
  readonly wasCsm: boolean;
}

/**
 * The books of owners who are not on the active list, in any spelling: former CSMs first, then the most
 * accounts. An active CSM who is away keeps their book, and a placeholder is not an owner.
 */
export function orphanedBooks(
  facts: Pick<Facts, 'books' | 'csms' | 'receipts'>,
): readonly OrphanedBook[] {
  const received = facts.receipts.newest(Number.NEGATIVE_INFINITY);
  return [...facts.books]
    .filter(([owner]) => facts.csms.get(owner)?.active !== true)
    .map(([owner, parts]) => ({
      owner,
      accounts: parts.reduce((sum, { book }) => sum + book.accounts, 0),
      wasCsm: facts.csms.has(owner) || received.has(owner),
    }))
    .sort(
      (a, b) =>
        Number(b.wasCsm) - Number(a.wasCsm) ||
        b.accounts - a.accounts ||
        compareCodeUnits(a.owner, b.owner),
    );
}
