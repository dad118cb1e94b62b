import { DAY_MS } from '@/lib/time';
import { routeAccounts } from './route-accounts';
import type { Fairness, MatchQuality, RoutingProblem, RoutingResult } from './types';

/** What a batch does under one policy, in short. */
export interface BatchOutcome {
  readonly status: 'solved';
  /** The CSM of each account that is placed. */
  readonly csms: Readonly<Record<string, string>>;
  readonly medianScore: number | null;
  /** The accounts that are left to wait, and how long the longest has waited, in days. */
  readonly left: number;
  readonly longestLeftDays: number | null;
  readonly fairness: Fairness;
  readonly match: MatchQuality;
}

/** Solves a problem and keeps what two policies are compared by. */
export function outlineBatch(
  problem: RoutingProblem,
): BatchOutcome | Exclude<RoutingResult, { status: 'solved' }> {
  const result = routeAccounts(problem);
  if (result.status !== 'solved') return result;
  const { accounts, now } = problem;
  const csms = new Map(result.placements.map(({ accountId, csm }) => [accountId, csm]));
  const left = accounts.filter(({ id }) => !csms.has(id));
  const waits = left.map(({ waitingSince }) => (now - Math.min(waitingSince ?? now, now)) / DAY_MS);
  const scores = result.placements.map(({ score }) => score).sort((a, b) => a - b);
  return {
    status: 'solved',
    csms: Object.fromEntries(csms),
    medianScore: scores[Math.floor((scores.length - 1) / 2)] ?? null,
    left: left.length,
    longestLeftDays: left.length > 0 ? Math.max(...waits) : null,
    fairness: result.fairness.after,
    match: result.match,
  };
}
