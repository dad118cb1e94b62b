import { DAY_MS, WEEK_MS } from '@/lib/time';
import { ownCapacity, type RoutingPolicy } from './policy';
import type { AssessedAccount } from './prepare-input';
import { type Csm, type Dimension, dimensions, type Factor } from './types';

/**
 * Costs are rounded to this grid (a power of two, about a millionth of an objective unit), so that
 * sums and differences of them are exact in doubles: ties are true ties, and the proof's two sides
 * are equal to the last bit. Exact as long as totals stay below 2^33 units.
 */
const COST_GRID = 2 ** -20;

/** What a run balances towards, fixed while its rounds change the books. */
export interface Objective {
  readonly policy: RoutingPolicy;
  readonly now: number;
  /** Mean per account of each dimension over the active books and the run's accounts. */
  readonly means: Readonly<Record<Dimension, number>>;
  /** Each active CSM's target, in means, in the order of the CSMs given. */
  readonly targets: readonly Readonly<Record<Dimension, number>>[];
}

/** A CSM's part of every cost: the distance from target per dimension, in means, and recency. */
export interface CsmTerms {
  readonly excess: Readonly<Record<Dimension, number>>;
  readonly tenureMonths: number | null;
  readonly recency: number;
}

/** The means and targets of a run over these active CSMs and all of its accounts. */
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

/** Where the j-th active CSM stands, with the book they have now. */
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
 * What giving the account to the CSM costs, by factor, on the grid:
 * w_d (2 z a + a²) per dimension, w · mismatch and w · recency.
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

/** The sum of the costs by factor; exact on the grid. */
export function totalCost(costs: Readonly<Record<Factor, number>>): number {
  const { accounts, neediness, revenue, red, experience, recency } = costs;
  return accounts + neediness + revenue + red + experience + recency;
}

/** The tenure lacking, as a share of what is wanted, 0–1; 0 where tenure is unknown. */
export function experienceMismatch(tenureMonths: number | null, wantedMonths: number): number {
  if (tenureMonths === null || wantedMonths <= 0) return 0;
  return Math.max(0, (wantedMonths - tenureMonths) / wantedMonths);
}

/** Σ 2^(−age / 24 h) over what was received in the last seven days. */
export function recencyLoad(received: readonly number[], now: number): number {
  let sum = 0;
  for (const time of received) {
    const age = Math.max(0, now - time);
    if (age < WEEK_MS) sum += 2 ** (-age / DAY_MS);
  }
  return sum;
}

/** What a CSM's share is worked out from. */
export type CapacityHolder = Pick<Csm, 'capacity' | 'segment' | 'level' | 'tenureMonths'>;

/**
 * The share of each active CSM in each dimension, 0–1, in the order given: theirs of all capacity.
 * Red accounts are shared among those they may well go to, where unknown tenure counts as enough.
 */
export function capacityShares(
  activeCsms: readonly CapacityHolder[],
  policy: RoutingPolicy,
): Readonly<Record<Dimension, readonly number[]>> {
  const everyone = sharesAmong(activeCsms, policy, () => true);
  const senior = sharesAmong(
    activeCsms,
    policy,
    ({ tenureMonths }) => tenureMonths === null || tenureMonths >= policy.experience.redMonths,
  );
  return { accounts: everyone, neediness: everyone, revenue: everyone, red: senior };
}

function sharesAmong(
  csms: readonly CapacityHolder[],
  policy: RoutingPolicy,
  takesPart: (csm: CapacityHolder) => boolean,
): number[] {
  const part = csms.map(takesPart);
  const capacities = csms.map((csm, j) => (part[j] ? ownCapacity(csm, policy) : 0));
  const whole = capacities.reduce((sum, capacity) => sum + capacity, 0);
  if (whole > 0) return capacities.map((capacity) => capacity / whole);
  // Nobody may own anything: no one's share is larger than another's.
  const count = part.filter(Boolean).length;
  return part.map((takes) => (takes ? 1 / count : 0));
}

function perMean(amount: number, mean: number): number {
  return mean > 0 ? amount / mean : 0;
}

// Adding 0 turns −0 into 0, so that equal costs are also written the same.
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
