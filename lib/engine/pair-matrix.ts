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

/** Every account against every active CSM: what each pair costs and whether it may be. */
export interface PairMatrix {
  readonly objective: Objective;
  readonly accounts: readonly AssessedAccount[];
  /** Active CSMs with the books they have now. */
  readonly csms: readonly Csm[];
  readonly terms: readonly CsmTerms[];
  /** Row-major, accounts × csms; ineligible pairs have their cost too, for the score. */
  readonly costs: Float64Array;
  /** The binding exclusion of each pair, null when eligible; as `costs`. */
  readonly exclusions: readonly (Exclusion | null)[];
  /** The least cost of each account over the active CSMs who take its class, eligible or not. */
  readonly minCosts: Float64Array;
}

/** Evaluates all pairs; `csms` are those the objective's targets were made for, in that order. */
export function buildPairMatrix(
  objective: Objective,
  csms: readonly Csm[],
  accounts: readonly AssessedAccount[],
): PairMatrix {
  const terms = csms.map((csm, j) => computeCsmTerms(objective, csm, j));
  const screens = csms.map((csm) => createExclusionCheck(csm, objective.policy, objective.now));
  const costs = new Float64Array(accounts.length * csms.length);
  const exclusions = new Array<Exclusion | null>(costs.length).fill(null);
  const least = new Float64Array(accounts.length);
  let pair = 0;
  accounts.forEach((account, i) => {
    terms.forEach((term, j) => {
      const cost = totalCost(costsByFactor(objective, term, account));
      costs[pair] = cost;
      exclusions[pair] = screens[j]?.(account.account)[0] ?? null;
      pair += 1;
    });
    least[i] = minCost(costs, exclusions, i * csms.length, csms.length);
  });
  return { objective, accounts, csms, terms, costs, exclusions, minCosts: least };
}

/**
 * The cost that scores 100: the least over `count` pairs from `offset` whose CSM takes accounts of
 * this class, or over all of them where nobody does.
 */
export function minCost(
  costs: Float64Array,
  exclusions: readonly (Exclusion | null)[],
  offset: number,
  count: number,
): number {
  let fitting = Number.POSITIVE_INFINITY;
  let any = Number.POSITIVE_INFINITY;
  for (let pair = offset; pair < offset + count; pair += 1) {
    const cost = costs[pair] as number;
    if (cost < any) any = cost;
    if (cost < fitting && exclusions[pair]?.reason !== 'segment_mismatch') fitting = cost;
  }
  return Number.isFinite(fitting) ? fitting : any;
}

/** The costs to assign by: ineligible pairs are forbidden. */
export function assignmentCosts({ costs, exclusions }: PairMatrix): Float64Array {
  return costs.map((cost, pair) => (exclusions[pair] === null ? cost : Number.POSITIVE_INFINITY));
}
