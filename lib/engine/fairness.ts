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

/** The part of a capacity from which a CSM counts as near it. */
const NEAR_CAPACITY_SHARE = 0.9;

/**
 * How evenly the books of these CSMs lie, over all active ones and over the `eligible` names among
 * them. `nearCapacity` counts those at 90 % of their capacity or more, over it included.
 */
export function measureFairness(
  csms: readonly Csm[],
  eligible: ReadonlySet<string>,
  policy: RoutingPolicy,
): Fairness {
  const active = csms.filter((csm) => csm.active);
  const count = (holds: (accounts: number, capacity: number) => boolean) =>
    active.filter((csm) => holds(csm.book.accounts, ownCapacity(csm, policy))).length;
  return {
    active: evennessByDimension(active),
    eligible: evennessByDimension(active.filter((csm) => eligible.has(csm.name))),
    overCapacity: count((accounts, capacity) => accounts > capacity),
    nearCapacity: count((accounts, capacity) => accounts >= NEAR_CAPACITY_SHARE * capacity),
  };
}

/**
 * Coefficient of variation (population, per cent), Gini (0–1) and largest over mean. Nobody, or
 * nothing at all, is perfectly even: 0, 0 and 1.
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

/** A placed account and who received it, as far as the quality of the match needs. */
export interface MatchedAccount {
  readonly tenureMonths: number | null;
  readonly color: HealthColor;
  readonly needy: boolean;
}

/** How well placed accounts match; a CSM of unknown tenure counts neither for nor against. */
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

function percentOf<Item>(items: readonly Item[], holds: (item: Item) => boolean): number | null {
  return items.length === 0 ? null : (100 * items.filter(holds).length) / items.length;
}

function evennessByDimension(csms: readonly Csm[]): Record<Dimension, Evenness> {
  const [accounts, neediness, revenue, red] = dimensions.map((dimension) =>
    measureEvenness(csms.map(({ book }) => book[dimension])),
  ) as [Evenness, Evenness, Evenness, Evenness];
  return { accounts, neediness, revenue, red };
}
