import { colorOf } from '@/lib/routing/assess-account';
import type { Placement } from '@/lib/routing/types';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import type { Proposal } from './propose';
import type { RunResult } from './result';
import type { Reading } from './situation';

/** What is kept of a run: the proposal with the figures its accounts had at the time. */
export function resultOf(
  { accounts, situation }: Reading,
  proposal: Proposal,
  took: RunResult['took'],
): RunResult {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const ownColor = (account: AccountRow) =>
    situation.toRoutable(account).color ??
    (account.health === null ? null : colorOf(account.health, situation.routing.policy));
  const figures = (accountId: string, placement?: Placement) => {
    const account = byId.get(accountId) as AccountRow;
    return {
      accountId,
      accountName: account.name,
      neediness: account.neediness,
      health: account.health,
      color: placement?.explanation.color ?? ownColor(account),
      revenue: account.revenue,
      segment: account.segment,
      level: account.level,
    };
  };
  const { proof, fairness, match } = proposal;
  return {
    placements: proposal.placements.map((placement) => ({
      ...figures(placement.accountId, placement),
      csm: placement.csm,
      cost: placement.cost,
      score: placement.score,
    })),
    deferrals: proposal.deferrals.map(({ accountId, reason, until, counts }) => ({
      ...figures(accountId),
      reason,
      until,
      counts,
    })),
    proof,
    fairness,
    match,
    took,
  };
}
