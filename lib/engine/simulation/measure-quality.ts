import {
  measureEvenness,
  measureFairness,
  measureMatchQuality,
  quantile,
} from '@/lib/engine/fairness';
import { committedBook, committedByClass } from '@/lib/engine/load';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { computeTargets } from '@/lib/engine/shares';
import type { Csm } from '@/lib/engine/types';
import { DAY_MS, HOUR_MS, WEEK_MS } from '@/lib/time';
import type { SimulatedAccount, Simulation } from './simulate';

/** What a simulation achieved. Evenness and match quality are percentages; waits are in days. */
export interface QualityFigures {
  /** Coefficient of variation of how full the active CSMs are at the end, within their classes, with
   * pending recommendations. */
  readonly cvAccounts: number;
  readonly cvNeediness: number;
  readonly cvRevenue: number;
  /** The same for red accounts, over the CSMs who share them: those with the desired tenure. */
  readonly cvRedOfSeniors: number;
  /** Of the high-need and red accounts placed; null if there were none. */
  readonly needyWithExperienced: number | null;
  readonly redWithSenior: number | null;
  /** Accounts received sooner after the CSM's previous one than the cooling period. */
  readonly receivedWhileCooling: number;
  /** Weeks of a CSM at some time of which they had received more than the limit in 7 days. */
  readonly csmWeeksOverLimit: number;
  readonly waiting: WaitFigures;
  /** Lower quartile, median, and upper quartile of the scores; null if there are none. */
  readonly scores: readonly [number, number, number] | null;
}

/** How long accounts of the intake waited for a recommendation, or until they left or the end. */
export interface WaitFigures {
  readonly longest: number;
  /** 95th percentile of red and high-need accounts, and of the others. */
  readonly p95Urgent: number;
  readonly p95Other: number;
  /** Accounts without a recommendation at the end. */
  readonly unplaced: number;
}

/**
 * Measures a simulation. To compare policies, measure both with the same one.
 * @param policy says who is red, high-need, and a senior, and what the limits are
 */
export function measureQuality(simulation: Simulation, policy: RoutingPolicy): QualityFigures {
  const { fullness } = measureFairness(simulation.csms, policy);
  const placed = simulation.accounts.flatMap(({ assessed, recommendation }) =>
    recommendation === null
      ? []
      : [{ ...recommendation, color: assessed.color, needy: assessed.needy }],
  );
  const { needyWithExperienced, redWithSenior } = measureMatchQuality(placed, policy);
  const receipts = receiptsByCsm(simulation);
  return {
    cvAccounts: fullness.accounts?.cv ?? 0,
    cvNeediness: fullness.neediness?.cv ?? 0,
    cvRevenue: fullness.revenue?.cv ?? 0,
    cvRedOfSeniors: redCv(simulation.csms, policy),
    needyWithExperienced,
    redWithSenior,
    receivedWhileCooling: countWhileCooling(receipts, policy),
    csmWeeksOverLimit: countWeeksOverLimit(receipts, simulation.start, policy),
    waiting: measureWaits(simulation),
    scores: scoreQuartiles(placed.map(({ score }) => score)),
  };
}

function redCv(csms: readonly Csm[], policy: RoutingPolicy): number {
  const active = csms.filter((csm) => csm.active);
  const parts = active.flatMap((csm) => committedByClass(csm, policy));
  const targets = computeTargets(active, parts, policy);
  const fullness = active.flatMap((csm, j) => {
    const target = targets[j]?.red ?? 0;
    return target > 0 ? [committedBook(csm, policy).red / target] : [];
  });
  return measureEvenness(fullness)?.cv ?? 0;
}

/** When each CSM received accounts of the intake, ascending. */
function receiptsByCsm({ accounts }: Simulation): readonly (readonly number[])[] {
  const receipts = new Map<string, number[]>();
  for (const { recommendation, receivedAt } of accounts) {
    if (recommendation === null || receivedAt === null) continue;
    const times = receipts.get(recommendation.csm) ?? [];
    receipts.set(recommendation.csm, times);
    times.push(receivedAt);
  }
  return [...receipts.values()].map((times) => times.sort((a, b) => a - b));
}

function countWhileCooling(
  receipts: readonly (readonly number[])[],
  { coolingHours }: RoutingPolicy,
): number {
  const isCooling = (time: number, i: number, times: readonly number[]) =>
    i > 0 && time - (times[i - 1] as number) < coolingHours * HOUR_MS;
  return receipts.flatMap((times) => times.filter(isCooling)).length;
}

function countWeeksOverLimit(
  receipts: readonly (readonly number[])[],
  start: number,
  { velocity }: RoutingPolicy,
): number {
  const isOver = (time: number, i: number, times: readonly number[]) => {
    const first = times[i - velocity.perWeek];
    return first !== undefined && first > time - WEEK_MS;
  };
  return receipts.flatMap((times) => [
    ...new Set(times.filter(isOver).map((time) => Math.floor((time - start) / WEEK_MS))),
  ]).length;
}

function measureWaits({ accounts, end }: Simulation): WaitFigures {
  const waitDays = ({ account, arrivedAt, recommendation, leftAt }: SimulatedAccount) =>
    ((recommendation?.at ?? leftAt ?? end) - (account.waitingSince ?? arrivedAt)) / DAY_MS;
  const isUrgent = ({ assessed }: SimulatedAccount) => assessed.urgent;
  const waits = (which: readonly SimulatedAccount[]) => which.map(waitDays).sort((a, b) => a - b);
  return {
    longest: waits(accounts).at(-1) ?? 0,
    p95Urgent: quantile(waits(accounts.filter(isUrgent)), 0.95) ?? 0,
    p95Other: quantile(waits(accounts.filter((account) => !isUrgent(account))), 0.95) ?? 0,
    unplaced: accounts.filter(({ recommendation, leftAt }) => !recommendation && leftAt === null)
      .length,
  };
}

function scoreQuartiles(all: readonly (number | null)[]): QualityFigures['scores'] {
  const scores = all.filter((score) => score !== null).sort((a, b) => a - b);
  const at = (share: number) => quantile(scores, share) as number;
  return scores.length === 0 ? null : [at(0.25), at(0.5), at(0.75)];
}
