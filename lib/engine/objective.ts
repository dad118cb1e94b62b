import { DAY_MS, WEEK_MS } from '@/lib/time';
import { exp2 } from './exponential';
import { committedBook, committedByClass } from './load';
import type { RoutingPolicy } from './policy';
import type { AssessedAccount } from './prepare-input';
import { computeTargets } from './shares';
import { type Csm, type Dimension, dimensions, type Factor } from './types';

/**
 * Costs are rounded to multiples of this power of two (about a millionth of an objective unit), so
 * their sums and differences are exact in doubles. Ties are then real ties, and the cost equals its
 * bound to the last bit. Exact while totals stay below 2^33 units.
 */
const COST_GRID = 2 ** -20;

/** What a run balances toward. */
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
 * Computes the means and targets of a run. The total of each class of accounts, after the run, is
 * shared among the active CSMs who take it (`computeTargets`). A CSM's target is the sum of these shares.
 */
export function buildObjective(
  activeCsms: readonly Csm[],
  accounts: readonly AssessedAccount[],
  policy: RoutingPolicy,
  now: number,
): Objective {
  const totals = totalsAfterRun(activeCsms, accounts, policy);
  const means = byDimension((dimension) =>
    totals.accounts > 0 ? totals[dimension] / totals.accounts : 0,
  );
  const parts = [
    ...activeCsms.flatMap((csm) => committedByClass(csm, policy)),
    ...accounts.map(({ account: { segment, level }, amounts }) => ({ segment, level, amounts })),
  ];
  const targets = computeTargets(activeCsms, parts, policy).map((target) =>
    byDimension((dimension) => perMean(target[dimension], means[dimension])),
  );
  return { policy, now, means, targets };
}

function totalsAfterRun(
  csms: readonly Csm[],
  accounts: readonly AssessedAccount[],
  policy: RoutingPolicy,
): Record<Dimension, number> {
  const books = csms.map((csm) => committedBook(csm, policy));
  return byDimension((dimension) => {
    let total = 0;
    for (const book of books) total += book[dimension];
    for (const { amounts } of accounts) total += amounts[dimension];
    return total;
  });
}

/** The terms of the j-th active CSM, with the current book. */
export function computeCsmTerms(objective: Objective, csm: Csm, j: number): CsmTerms {
  const target = objective.targets[j];
  const book = committedBook(csm, objective.policy);
  return {
    excess: byDimension(
      (dimension) =>
        perMean(book[dimension], objective.means[dimension]) - (target?.[dimension] ?? 0),
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
  return imbalance(policy.weights[dimension], excess[dimension], amount);
}

/** The increase of w · z² when `amount` is added to z. */
function imbalance(weight: number, excess: number, amount: number): number {
  return roundToGrid(weight * (2 * excess * amount + amount * amount));
}

/**
 * Factors s_d by which amounts become s_d a_d, so that two accounts a and b on the same CSM add
 * 2 Σ_d s_d a_d s_d b_d to the imbalance: √w_d / mean.
 */
export function dimensionScales({ policy, means }: Objective): Record<Dimension, number> {
  return byDimension((dimension) =>
    perMean(Math.sqrt(policy.weights[dimension]), means[dimension]),
  );
}

/**
 * The sum of `costsByFactor` for any CSM, without building the parts, because a run needs it for every
 * pair. The sum is exact, because the parts are on the grid.
 */
export function createTotalCost(
  { policy: { weights }, means }: Objective,
  { amounts, desiredTenureMonths }: AssessedAccount,
): (terms: CsmTerms) => number {
  const accounts = perMean(amounts.accounts, means.accounts);
  const neediness = perMean(amounts.neediness, means.neediness);
  const revenue = perMean(amounts.revenue, means.revenue);
  const red = perMean(amounts.red, means.red);
  return ({ excess, tenureMonths, recency }) =>
    imbalance(weights.accounts, excess.accounts, accounts) +
    imbalance(weights.neediness, excess.neediness, neediness) +
    imbalance(weights.revenue, excess.revenue, revenue) +
    imbalance(weights.red, excess.red, red) +
    roundToGrid(weights.experience * experienceMismatch(tenureMonths, desiredTenureMonths)) +
    roundToGrid(weights.recency * recency);
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

/**
 * What it costs to leave the account unplaced, on the grid: w_waiting · days waited · urgency. It
 * decides which accounts are left out, never which CSM an account gets.
 */
export function waitingCost(
  { waitingDays, urgent }: Pick<AssessedAccount, 'waitingDays' | 'urgent'>,
  { weights, waiting }: Pick<RoutingPolicy, 'weights' | 'waiting'>,
): number {
  return roundToGrid(weights.waiting * waitingDays * (urgent ? waiting.urgentFactor : 1));
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
