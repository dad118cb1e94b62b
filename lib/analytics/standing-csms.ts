import type { Csm } from '@/lib/routing/types';
import { csmOf } from '@/lib/runs/situation';
import type { StandingCsm } from '@/lib/warehouse/sql/standing-csms';

/**
 * CSMs as the engine's rules of eligibility look at them; a book's totals do not matter to those.
 * @param owned how many accounts each CSM owns, those who own none left out
 */
export function standingCsmsOf(
  rows: readonly StandingCsm[],
  owned: readonly { readonly csm: string; readonly accounts: number }[],
  now: Date,
): readonly Csm[] {
  const accounts = new Map(owned.map((each) => [each.csm, each.accounts]));
  const nothing = { accounts: 0, neediness: 0, revenue: 0, red: 0, green: 0 };
  return rows.map((row) =>
    csmOf({ ...row, book: { ...nothing, accounts: accounts.get(row.name) ?? 0 } }, now),
  );
}
