import type { Csm } from '@/lib/routing/types';
import { csmOf } from '@/lib/runs/situation';
import type { StandingCsm } from '@/lib/warehouse/sql/standing-csms';

/** A CSM as the engine's rules of eligibility look at one; a book's totals do not matter to them. */
export function standingCsm(row: StandingCsm, now: Date): Csm {
  const book = { accounts: row.accounts, neediness: 0, revenue: 0, red: 0, green: 0 };
  return csmOf({ ...row, book }, now);
}
