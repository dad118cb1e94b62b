import { findCsmExclusions } from '@/lib/engine/eligibility';
import { classifyHealth } from '@/lib/engine/prepare-input';
import type { Placement } from '@/lib/engine/types';
import type { LoadedProblem } from '@/lib/read-model/routing-problem';
import type { RunResult, UnavailableCsms, UnavailableReason } from '@/lib/read-model/run-schemas';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import type { RunSnapshot } from '@/lib/warehouse/sql/runs';
import type { RoutingSolution } from './solve';

/** What is kept of a run: the proposal with the figures its accounts had at the time. */
export function buildRunResult(
  { accounts, situation }: LoadedProblem,
  proposal: RoutingSolution,
  took: RunResult['took'],
): RunResult {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const ownColor = (account: AccountRow) =>
    situation.toRoutable(account).color ??
    (account.health === null ? null : classifyHealth(account.health, situation.routing.policy));
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

/**
 * How things stood for a run: its fairness, the active CSMs who could receive nothing, and the
 * accounts it deferred. Equal standings are equal text. A CSM is named under each reason that held.
 */
export function buildRunSummary(
  { situation }: LoadedProblem,
  { fairness, deferrals }: RoutingSolution,
): RunSnapshot {
  const { csms: all, policy, now } = situation.routing;
  const kept = all
    .filter(({ active }) => active)
    .map((csm) => ({
      name: csm.name,
      reasons: findCsmExclusions(csm, policy, now).map(({ reason }) => reason),
    }));
  const because = (wanted: UnavailableReason) =>
    kept.flatMap(({ name, reasons }) => (reasons.includes(wanted) ? [name] : [])).sort();
  const unavailable: UnavailableCsms = {
    away: because('away'),
    cooling: because('cooling'),
    velocity: because('velocity'),
  };
  return {
    fairness: JSON.stringify(fairness),
    unavailable: JSON.stringify(unavailable),
    deferredAccounts: JSON.stringify(deferrals.map(({ accountId }) => accountId)),
  };
}
