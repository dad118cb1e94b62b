import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import type { FlaggedRecommendation } from '@/lib/warehouse/sql/flagged';

/** The account of a recommendation as it is now; by the recommendation's own figures when it is gone. */
export function accountOf(
  recommendation: FlaggedRecommendation,
  account: AccountRow | undefined,
): AccountRow {
  if (account) return account;
  const { accountId, accountName, neediness, health, color, revenue, segment, level, industry } =
    recommendation;
  return {
    id: accountId,
    name: accountName ?? accountId,
    currentCsm: null,
    neediness,
    health,
    color,
    revenue,
    segment,
    level,
    industry,
    needsCsm: false,
    needsCsmSince: null,
    hasPending: true,
    assignedSince: false,
  };
}
