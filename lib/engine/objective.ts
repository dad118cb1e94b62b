import { DAY_MS, WEEK_MS } from '@/lib/time';
import { exp2 } from './exponential';
import { ownCapacity, type RoutingPolicy } from './policy';
import type { AssessedAccount } from './prepare-input';
import { type Csm, type Dimension, dimensions, type Factor } from './types';

/**
 * Costs are rounded to multiples of this power of two (about a millionth of an objective unit), so
 * their sums and differences are exact in doubles. Ties are then real ties, and the cost equals its
 * bound to the last bit. Exact while totals stay below 2^33 units.
 */
const COST_GRID = 2 ** -20;

/** What a run balances toward. Stays fixed while its rounds change the books. */
export interface Objective {
  readonly policy: RoutingPolicy;
  readonly now: number;
  /** Mean per account of each dimension, over the active books and the run's accounts. */
  readonly means: Readonly<Record<Dimension, number>>;
  /** The target of each active CSM, in means, in the order of the CSMs. */
  readonly targets: readonly Readonly<Record<Dimension, number>>[];
}

/** A CSM's part of every cost: the excess over the target by dimension, in means, and recency. */
export interface CsmTerms {
  readonly excess: Readonly<Record<Dimension, number>>;
  readonly tenureMonths: number | null;
  readonly recency: number;
}

/**
 * Computes the means and targets of a run. The target of CSM j in dimension d is
 * T_jd = share_jd × (total of the active books and the run's accounts).
 */
export function buildObjective(
  activeCsms: readonly Csm[],
  accounts: readonly AssessedAccount[],
  policy: RoutingPolicy,
  now: number,
): Objective {
  const totals = byDimension((dimension) => {
    let total = 0;
    for (const { book } of activeCsms) total += book[dimension];
    for (const { amounts } of accounts) total += amounts[dimension];
    return total;
  });
  const means = byDimension((dimension) =>
    totals.accounts > 0 ? totals[dimension] / totals.accounts : 0,
  );
  const shares = capacityShares(activeCsms, policy);
  const targets = activeCsms.map((_, j) =>
    byDimension((dimension) => {
      const share = shares[dimension][j] as number;
      return perMean(share * totals[dimension], means[dimension]);
    }),
  );
  return { policy, now, means, targets };
}

/** The terms of the j-th active CSM, with the current book. */
export function computeCsmTerms(objective: Objective, csm: Csm, j: number): CsmTerms {
  const target = objective.targets[j];
  return {
    excess: byDimension(
      (dimension) =>
        perMean(csm.book[dimension], objective.means[dimension]) - (target?.[dimension] ?? 0),
    ),
    tenureMonths: csm.tenureMonths,
    recency: recencyLoad(csm.received, objective.now),
  };
}

/**
 * The cost of giving the account to the CSM, by factor, rounded to the grid: w_d (2 z a + a²) per
 * dimension d, w · mismatch, and w · recency. The first is the increase of the imbalance
 * Σ_d w_d Σ_j z_jd² when amount a is added to a book whose excess over its target is z.
 */
export function costsByFactor(
  objective: Objective,
  terms: CsmTerms,
  account: AssessedAccount,
): Record<Factor, number> {
  const { weights } = objective.policy;
  const mismatch = experienceMismatch(terms.tenureMonths, account.desiredTenureMonths);
  return {
    accounts: balanceCost('accounts', objective, terms, account),
    neediness: balanceCost('neediness', objective, terms, account),
    revenue: balanceCost('revenue', objective, terms, account),
    red: balanceCost('red', objective, terms, account),
    experience: roundToGrid(weights.experience * mismatch),
    recency: roundToGrid(weights.recency * terms.recency),
  };
}

function balanceCost(
  dimension: Dimension,
  { policy, means }: Objective,
  { excess }: CsmTerms,
  { amounts }: AssessedAccount,
): number {
  const amount = perMean(amounts[dimension], means[dimension]);
  return roundToGrid(
    policy.weights[dimension] * (2 * excess[dimension] * amount + amount * amount),
  );
}

/** The sum of the costs by factor; exact, because they are on the grid. */
export function totalCost(costs: Readonly<Record<Factor, number>>): number {
  const { accounts, neediness, revenue, red, experience, recency } = costs;
  return accounts + neediness + revenue + red + experience + recency;
}

/** The missing tenure as a share of the desired tenure, 0–1; 0 if tenure is unknown. */
export function experienceMismatch(tenureMonths: number | null, desiredMonths: number): number {
  if (tenureMonths === null || desiredMonths <= 0) return 0;
  return Math.max(0, (desiredMonths - tenureMonths) / desiredMonths);
}

/** Σ 2^(−age / 24 h) over the accounts received in the last 7 days. */
export function recencyLoad(received: readonly number[], now: number): number {
  let sum = 0;
  for (const time of received) {
    const age = Math.max(0, now - time);
    if (age < WEEK_MS) sum += exp2(-age / DAY_MS);
  }
  return sum;
}

/** The fields that determine a CSM's share. */
export type CapacityHolder = Pick<Csm, 'capacity' | 'segment' | 'level' | 'tenureMonths'>;

/**
 * The share (0–1) of each active CSM in each dimension: the CSM's part of the total capacity. Red
 * accounts are shared only among CSMs with the desired tenure; unknown tenure counts as enough.
 */
export function capacityShares(
  activeCsms: readonly CapacityHolder[],
  policy: RoutingPolicy,
): Readonly<Record<Dimension, readonly number[]>> {
  const all = sharesAmong(activeCsms, policy, () => true);
  const senior = sharesAmong(
    activeCsms,
    policy,
    ({ tenureMonths }) => tenureMonths === null || tenureMonths >= policy.experience.redMonths,
  );
  return { accounts: all, neediness: all, revenue: all, red: senior };
}

function sharesAmong(
  csms: readonly CapacityHolder[],
  policy: RoutingPolicy,
  isIncluded: (csm: CapacityHolder) => boolean,
): number[] {
  const included = csms.map(isIncluded);
  const capacities = csms.map((csm, j) => (included[j] ? ownCapacity(csm, policy) : 0));
  const total = capacities.reduce((sum, capacity) => sum + capacity, 0);
  if (total > 0) return capacities.map((capacity) => capacity / total);
  // Without any capacity, all shares are equal.
  const count = included.filter(Boolean).length;
  return included.map((isPart) => (isPart ? 1 / count : 0));
}

function perMean(amount: number, mean: number): number {
  return mean > 0 ? amount / mean : 0;
}

// Adding 0 turns −0 into 0, so equal costs also serialize the same.
function roundToGrid(cost: number): number {
  return Math.round(cost / COST_GRID) * COST_GRID + 0;
}

function byDimension(value: (dimension: Dimension) => number): Record<Dimension, number> {
  const [accounts, neediness, revenue, red] = dimensions.map(value) as [
    number,
    number,
    number,
    number,
  ];
  return { accounts, neediness, revenue, red };
}
