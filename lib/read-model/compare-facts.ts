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

/** CSMs, books, and medians, without books that earlier changes have emptied. */
function companyOf({ csms, books, medians }: Facts) {
  return { csms, books: new Map([...books].filter(([, book]) => book.accounts > 0)), medians };
}

/** Whether an account differs. Accounts come and go with their recommendations. */
function hasChangedAccount(before: Facts, after: Facts): boolean {
  return [...after.accounts].some(([id, account]) => {
    const earlier = before.accounts.get(id);
    return earlier !== undefined && !isDeepStrictEqual(earlier, account);
  });
}
