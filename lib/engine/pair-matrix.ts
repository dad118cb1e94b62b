import { HOUR_MS } from '@/lib/time';
import { classKey } from './account-class';
import {
  capacityLeft,
  createExclusionCheck,
  type EligibilityAccount,
  isHighNeed,
  isWithinReach,
  placesFor,
} from './eligibility';
import { type CsmTerms, computeCsmTerms, createTotalCost, type Objective } from './objective';
import type { RoutingPolicy } from './policy';
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
  /** The kind of each account. Accounts of a kind are equal to the rules. */
  readonly kindOf: Int32Array;
  readonly kinds: readonly AccountKind[];
  /** The cost of each account that scores 100: the lowest among the CSMs within reach. */
  readonly minCosts: Float64Array;
}

/** What the rules say about each active CSM for accounts of a kind. */
export interface AccountKind {
  /** The binding exclusion, null if eligible. */
  readonly exclusions: readonly (Exclusion | null)[];
  /** Whether the CSM is within reach. */
  readonly reachable: readonly boolean[];
  /** How many accounts the CSM could receive before a rule prevents another; 0 if not eligible. */
  readonly places: readonly number[];
  /** Whether any active CSM takes accounts of this class. */
  readonly isTaken: boolean;
}

/** Evaluates all pairs. `csms` must have the order of the objective's targets. */
export function buildPairMatrix(
  objective: Objective,
  csms: readonly Csm[],
  accounts: readonly AssessedAccount[],
): PairMatrix {
  return evaluatePairs(objective, csms, accounts, groupByKind(objective, csms, accounts));
}

/** Evaluates all pairs, given what the rules say about them. */
export function evaluatePairs(
  objective: Objective,
  csms: readonly Csm[],
  accounts: readonly AssessedAccount[],
  { kindOf, kinds }: Pick<PairMatrix, 'kindOf' | 'kinds'>,
): PairMatrix {
  const terms = csms.map((csm, j) => computeCsmTerms(objective, csm, j));
  const costs = new Float64Array(accounts.length * csms.length);
  const minCosts = new Float64Array(accounts.length);
  let pair = 0;
  accounts.forEach((account, i) => {
    const { reachable } = kindAt({ kindOf, kinds }, i);
    let lowest = Number.POSITIVE_INFINITY;
    const costOf = createTotalCost(objective, account);
    terms.forEach((term, j) => {
      const cost = costOf(term);
      costs[pair] = cost;
      pair += 1;
      if (reachable[j] && cost < lowest) lowest = cost;
    });
    minCosts[i] = lowest;
  });
  return { objective, accounts, csms, terms, costs, kindOf, kinds, minCosts };
}

/** Evaluates the rules once for all accounts that are equal to them. */
function groupByKind(
  objective: Objective,
  csms: readonly Csm[],
  accounts: readonly AssessedAccount[],
): Pick<PairMatrix, 'kindOf' | 'kinds'> {
  const { policy, now } = objective;
  const checks = csms.map((csm) => createExclusionCheck(csm, policy, now));
  const kindOf = new Int32Array(accounts.length);
  const kinds: AccountKind[] = [];
  const samples: EligibilityAccount[] = [];
  const indexes = new Map<string, number>();
  accounts.forEach(({ account }, i) => {
    const isNeedy = isHighNeed(account.neediness, policy.neediness.needyFrom);
    const key = JSON.stringify([classKey(account), isNeedy, account.rejected]);
    let index = indexes.get(key);
    if (index === undefined) {
      index = kinds.length;
      indexes.set(key, index);
      kinds.push(evaluateKind(account, objective, csms, checks));
      samples.push(account);
    }
    kindOf[i] = index;
  });
  if (policy.maxPerRun === 1) return { kindOf, kinds };
  return { kindOf, kinds: withinTightestLimits(kinds, samples, csms, policy) };
}

/**
 * A CSM who takes several classes has a limit for each, and every account counts toward all of them.
 * So in one run the CSM receives at most as many accounts as the tightest of these limits allows.
 */
function withinTightestLimits(
  kinds: readonly AccountKind[],
  samples: readonly EligibilityAccount[],
  csms: readonly Csm[],
  policy: RoutingPolicy,
): readonly AccountKind[] {
  const most = csms.map((csm, j) =>
    kinds.reduce(
      (least, { places }, k) =>
        places[j] === 0
          ? least
          : Math.min(least, capacityLeft(csm, samples[k] as EligibilityAccount, policy)),
      Number.POSITIVE_INFINITY,
    ),
  );
  return kinds.map((kind) => ({
    ...kind,
    places: kind.places.map((count, j) => Math.min(count, most[j] as number)),
  }));
}

function evaluateKind(
  account: EligibilityAccount,
  { policy, now }: Objective,
  csms: readonly Csm[],
  checks: readonly ReturnType<typeof createExclusionCheck>[],
): AccountKind {
  const found = checks.map((check) => check(account));
  const takes = found.map((exclusions) =>
    exclusions.every(({ reason }) => reason !== 'segment_mismatch' && reason !== 'not_active'),
  );
  return {
    exclusions: found.map(([binding = null]) => binding),
    reachable: reachableCsms(),
    places: csms.map((csm, j) => (found[j]?.length ? 0 : placesFor(csm, account, policy, now))),
    isTaken: takes.includes(true),
  };

  // If no CSM is within reach, the score compares with all who take the class, or with everyone.
  function reachableCsms(): readonly boolean[] {
    const { scoreWithinHours } = policy;
    if (scoreWithinHours !== null) {
      const deadline = now + scoreWithinHours * HOUR_MS;
      const within = found.map((exclusions, j) =>
        isWithinReach(csms[j] as Csm, exclusions, deadline),
      );
      if (within.includes(true)) return within;
    }
    return takes.includes(true) ? takes : csms.map(() => true);
  }
}

/** The kind of the i-th account. */
export function kindAt({ kindOf, kinds }: Pick<PairMatrix, 'kindOf' | 'kinds'>, i: number) {
  return kinds[kindOf[i] as number] as AccountKind;
}

/** The costs for the solver: ineligible pairs are forbidden (Infinity). */
export function assignmentCosts(pairs: PairMatrix): Float64Array {
  const columns = pairs.csms.length;
  const costs = pairs.costs.slice();
  pairs.accounts.forEach((_, i) => {
    const { places } = kindAt(pairs, i);
    for (let j = 0; j < columns; j += 1) {
      if (places[j] === 0) costs[i * columns + j] = Number.POSITIVE_INFINITY;
    }
  });
  return costs;
}
