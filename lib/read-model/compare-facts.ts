import { isDeepStrictEqual } from 'node:util';
import type { Topic } from './change-feed';
import type { Facts } from './facts';

/** What pages may show differently after the facts were loaded again. */
export function topicsOfDifference(before: Facts, after: Facts): readonly Topic[] {
  if (!isDeepStrictEqual(companyOf(before), companyOf(after)) || hasChangedAccount(before, after)) {
    return ['queue', 'company'];
  }
  return isDeepStrictEqual(before.recommendations, after.recommendations) ? [] : ['queue'];
}

/** CSMs, books, and medians. The order of a book's classes does not matter. */
function companyOf({ csms, books, medians }: Facts) {
  const owned = [...books].filter(([, book]) => book.length > 0);
  return { csms, books: new Map(owned.map(([owner, book]) => [owner, new Set(book)])), medians };
}

/** Whether an account differs. Accounts come and go with their recommendations. */
function hasChangedAccount(before: Facts, after: Facts): boolean {
  return [...after.accounts].some(([id, account]) => {
    const earlier = before.accounts.get(id);
    return earlier !== undefined && !isDeepStrictEqual(earlier, account);
  });
}
