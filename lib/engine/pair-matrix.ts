import { createExclusionCheck } from './eligibility';
import {
  type CsmTerms,
  computeCsmTerms,
  costsByFactor,
  type Objective,
  totalCost,
} from './objective';
import type { AssessedAccount } from './prepare-input';
import type { Csm, Exclusion } from './types';

/** The cost and eligibility of every pair of an account and an active CSM. */
export interface PairMatrix {
  readonly objective: Objective;
  readonly accounts: readonly AssessedAccount[];
  /** Active CSMs with their current books. */
  readonly csms: readonly Csm[];
  readonly terms: readonly CsmTerms[];
  /** Row-major, accounts × csms. Ineligible pairs have a cost, too, which the score needs. */
  readonly costs: Float64Array;
  /** The binding exclusion of each pair, null if eligible; in the order of `costs`. */
  readonly exclusions: readonly (Exclusion | null)[];
  /** The lowest cost of each account over the active CSMs who take its class, eligible or not. */
  readonly minCosts: Float64Array;
}

/** Evaluates all pairs. `csms` must have the order of the objective's targets. */
export function buildPairMatrix(
  objective: Objective,
  csms: readonly Csm[],
  accounts: readonly AssessedAccount[],
): PairMatrix {
  const terms = csms.map((csm, j) => computeCsmTerms(objective, csm, j));
  const exclusionChecks = csms.map((csm) =>
    createExclusionCheck(csm, objective.policy, objective.now),
  );
  const costs = new Float64Array(accounts.length * csms.length);
  const exclusions = new Array<Exclusion | null>(costs.length).fill(null);
  const minCosts = new Float64Array(accounts.length);
  let pair = 0;
  accounts.forEach((account, i) => {
    terms.forEach((term, j) => {
      const cost = totalCost(costsByFactor(objective, term, account));
      costs[pair] = cost;
      exclusions[pair] = exclusionChecks[j]?.(account.account)[0] ?? null;
      pair += 1;
    });
    minCosts[i] = minCost(costs, exclusions, i * csms.length, csms.length);
  });
  return { objective, accounts, csms, terms, costs, exclusions, minCosts };
}

/**
 * The cost that scores 100: the lowest of the `count` pairs from `offset` whose CSM takes accounts
 * of this class, or of all of them if no CSM does.
 */
export function minCost(
  costs: Float64Array,
  exclusions: readonly (Exclusion | null)[],
  offset: number,
  count: number,
): number {
  let lowestOfClass = Number.POSITIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  for (let pair = offset; pair < offset + count; pair += 1) {
    const cost = costs[pair] as number;
    if (cost < lowest) lowest = cost;
    if (cost < lowestOfClass && exclusions[pair]?.reason !== 'segment_mismatch') {
      lowestOfClass = cost;
    }
  }
  return Number.isFinite(lowestOfClass) ? lowestOfClass : lowest;
}

/** The costs for the solver: ineligible pairs are forbidden (Infinity). */
export function assignmentCosts({ costs, exclusions }: PairMatrix): Float64Array {
  return costs.map((cost, pair) => (exclusions[pair] === null ? cost : Number.POSITIVE_INFINITY));
}
