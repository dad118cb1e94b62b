import { accountInClass } from '@/lib/analytics/shared/availability';
import { type AccountClass, classKey } from '@/lib/engine/account-class';
import { createExclusionCheck } from '@/lib/engine/eligibility';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Csm } from '@/lib/engine/types';

/** Why no CSM can take an account until something changes. */
export type BlockedReason = 'segment_mismatch' | 'at_capacity';

/**
 * The accounts that no active CSM can take, even later: none takes their class, or all who do are at
 * capacity. Reasons that end by themselves, such as cooling, don't block an account.
 * @param now epoch milliseconds
 */
export function findBlockedAccounts<Account extends AccountClass>(
  accounts: readonly Account[],
  csms: readonly Csm[],
  policy: RoutingPolicy,
  now: number,
): readonly { readonly account: Account; readonly reason: BlockedReason }[] {
  const checks = csms
    .filter(({ active }) => active)
    .map((csm) => createExclusionCheck(csm, policy, now));
  const reasonOf = (account: Account): BlockedReason | null => {
    const found = checks.map((exclusionsFor) =>
      exclusionsFor(accountInClass(account)).map(({ reason }) => reason),
    );
    if (found.every((reasons) => reasons.includes('segment_mismatch'))) return 'segment_mismatch';
    const takers = found.filter((reasons) => !reasons.includes('segment_mismatch'));
    return takers.every((reasons) => reasons.includes('at_capacity')) ? 'at_capacity' : null;
  };
  const reasons = new Map<string, BlockedReason | null>();
  return accounts.flatMap((account) => {
    const key = classKey(account);
    const reason = reasons.get(key) ?? (reasons.has(key) ? null : reasonOf(account));
    reasons.set(key, reason);
    return reason === null ? [] : [{ account, reason }];
  });
}
