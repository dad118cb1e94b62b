import { ownCapacity, type RoutingPolicy } from './policy';
import {
  type Csm,
  type Dimension,
  dimensions,
  type Evenness,
  type Fairness,
  type HealthColor,
  type MatchQuality,
} from './types';

/** From this share of capacity, a CSM counts as near capacity. */
const NEAR_CAPACITY_SHARE = 0.9;

/**
 * Measures how evenly the books are filled, over all active CSMs and over those in `eligible`.
 * `nearCapacity` counts CSMs at 90% of capacity or more, including those over capacity.
 */
export function measureFairness(
  csms: readonly Csm[],
  eligible: ReadonlySet<string>,
  policy: RoutingPolicy,
): Fairness {
  const active = csms.filter((csm) => csm.active);
  const count = (matches: (accounts: number, capacity: number) => boolean) =>
    active.filter((csm) => matches(csm.book.accounts, ownCapacity(csm, policy))).length;
  return {
    active: evennessByDimension(active),
    eligible: evennessByDimension(active.filter((csm) => eligible.has(csm.name))),
    overCapacity: count((accounts, capacity) => accounts > capacity),
    nearCapacity: count((accounts, capacity) => accounts >= NEAR_CAPACITY_SHARE * capacity),
  };
}

/**
 * Returns the coefficient of variation (population, in percent), the Gini coefficient (0–1), and
 * max ÷ mean. No values, or a total of 0, count as perfectly even: 0, 0, and 1.
 */
export function measureEvenness(values: readonly number[]): Evenness {
  const total = values.reduce((sum, value) => sum + value, 0);
  const n = values.length;
  if (n === 0 || total <= 0) return { cv: 0, gini: 0, maxOverMean: 1 };
  const mean = total / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const ranked = values
    .toSorted((a, b) => a - b)
    .reduce((sum, value, i) => sum + (2 * (i + 1) - n - 1) * value, 0);
  return {
    cv: (100 * Math.sqrt(variance)) / mean,
    gini: Math.max(0, ranked / (n * total)),
    maxOverMean: Math.max(...values) / mean,
  };
}

/** The fields of a placement that match quality depends on. */
export interface MatchedAccount {
  readonly tenureMonths: number | null;
  readonly color: HealthColor;
  readonly needy: boolean;
}

/** Measures how well placements match tenure. Placements with unknown tenure do not count. */
export function measureMatchQuality(
  matches: readonly MatchedAccount[],
  { experience, velocity }: RoutingPolicy,
): MatchQuality {
  const known = matches.filter(
    (match): match is MatchedAccount & { tenureMonths: number } => match.tenureMonths !== null,
  );
  return {
    needyWithExperienced: percentOf(
      known.filter(({ needy }) => needy),
      ({ tenureMonths }) => tenureMonths >= experience.needyMonths,
    ),
    redWithSenior: percentOf(
      known.filter(({ color }) => color === 'red'),
      ({ tenureMonths }) => tenureMonths >= experience.redMonths,
    ),
    newCsmGreen: percentOf(
      known.filter(({ tenureMonths }) => tenureMonths < velocity.newCsmTenureMonths),
      ({ color }) => color === 'green',
    ),
  };
}

function percentOf<Item>(items: readonly Item[], matches: (item: Item) => boolean): number | null {
  return items.length === 0 ? null : (100 * items.filter(matches).length) / items.length;
}

function evennessByDimension(csms: readonly Csm[]): Record<Dimension, Evenness> {
  const [accounts, neediness, revenue, red] = dimensions.map((dimension) =>
    measureEvenness(csms.map(({ book }) => book[dimension])),
  ) as [Evenness, Evenness, Evenness, Evenness];
  return { accounts, neediness, revenue, red };
}
