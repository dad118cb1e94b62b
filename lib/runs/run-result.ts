import { findCsmExclusions } from '@/lib/engine/eligibility';
import { classifyHealth } from '@/lib/engine/prepare-input';
import type { Placement } from '@/lib/engine/types';
import type { LoadedProblem } from '@/lib/read-model/routing-problem';
import type { RunResult, UnavailableCsms, UnavailableReason } from '@/lib/read-model/run-schemas';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import type { RunSnapshot } from '@/lib/warehouse/sql/runs';
import type { RoutingSolution } from './solve';

/** Builds the stored result of a run: the solution with the account data it was based on. */
export function buildRunResult(
  { accounts, context }: LoadedProblem,
  solution: RoutingSolution,
  took: RunResult['took'],
): RunResult {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const healthColor = (account: AccountRow) =>
    context.toRoutable(account).color ??
    (account.health === null ? null : classifyHealth(account.health, context.routing.policy));
  const accountFields = (accountId: string, placement?: Placement) => {
    const account = byId.get(accountId) as AccountRow;
    return {
      accountId,
      accountName: account.name ?? accountId,
      neediness: account.neediness,
      health: account.health,
      color: placement?.explanation.color ?? healthColor(account),
      revenue: account.revenue,
      segment: account.segment,
      level: account.level,
    };
  };
  const { proof, fairness, match } = solution;
  return {
    placements: solution.placements.map((placement) => ({
      ...accountFields(placement.accountId, placement),
      csm: placement.csm,
      cost: placement.cost,
      score: placement.score,
    })),
    deferrals: solution.deferrals.map(({ accountId, reason, until, counts }) => ({
      ...accountFields(accountId),
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
 * Builds what analytics read of a run: fairness, the active CSMs who were unavailable, and deferred
 * accounts. Equal snapshots have equal text. A CSM is listed under each reason that applied.
 */
export function buildRunSnapshot(
  { context }: LoadedProblem,
  { fairness, deferrals }: RoutingSolution,
): RunSnapshot {
  const { csms, policy, now } = context.routing;
  const exclusions = csms
    .filter(({ active }) => active)
    .map((csm) => ({
      name: csm.name,
      reasons: findCsmExclusions(csm, policy, now).map(({ reason }) => reason),
    }));
  const namesExcludedBy = (reason: UnavailableReason) =>
    exclusions.flatMap(({ name, reasons }) => (reasons.includes(reason) ? [name] : [])).sort();
  const unavailable: UnavailableCsms = {
    away: namesExcludedBy('away'),
    cooling: namesExcludedBy('cooling'),
    velocity: namesExcludedBy('velocity'),
  };
  return {
    fairness: JSON.stringify(fairness),
    unavailable: JSON.stringify(unavailable),
    deferredAccounts: JSON.stringify(deferrals.map(({ accountId }) => accountId)),
  };
}
