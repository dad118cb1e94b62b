import { createClassCheck } from './account-class';
import { committedByClass } from './load';
import { ownCapacity, type RoutingPolicy } from './policy';
import type { AssessedAccount } from './prepare-input';
import { type ClassAmounts, computeTargets, sumByClass } from './shares';
import {
  type ClassFairness,
  type Csm,
  type Dimension,
  dimensions,
  type Evenness,
  type Fairness,
  type FullnessDimension,
  fullnessDimensions,
  type HealthColor,
  type MatchQuality,
  type RunMatchQuality,
} from './types';

/** From this share of capacity, a CSM counts as near capacity. */
export const NEAR_CAPACITY_SHARE = 0.9;

/** An active CSM's load, with pending recommendations, and what would be their share of all loads. */
export interface CsmLoad {
  readonly csm: Csm;
  readonly amounts: Readonly<Record<Dimension, number>>;
  /** See `computeTargets`. */
  readonly target: Readonly<Record<Dimension, number>>;
  /** Whether another active CSM takes accounts of the same class. Otherwise, the load is the target. */
  readonly hasPeers: boolean;
}

/** The loads of all active CSMs, in their order. */
export function measureLoads(csms: readonly Csm[], policy: RoutingPolicy): readonly CsmLoad[] {
  const active = csms.filter((csm) => csm.active);
  const loads = active.map((csm) => committedByClass(csm, policy));
  const parts = loads.flat();
  const targets = computeTargets(active, parts, policy);
  const checks = active.map(createClassCheck);
  const shared = sumByClass(parts).filter(
    (each) => each.amounts.accounts > 0 && checks.filter((takes) => takes(each)).length > 1,
  );
  return active.map((csm, j) => ({
    csm,
    amounts: totalAmounts(loads[j] as readonly ClassAmounts[]),
    target: targets[j] as CsmLoad['target'],
    hasPeers: shared.some(checks[j] as (typeof checks)[number]),
  }));
}

/**
 * Measures how evenly the active CSMs are filled within their classes. A CSM's fullness in a dimension
 * is load ÷ target (`measureLoads`). Among CSMs who take only one class, it is in proportion to the
 * load per unit of capacity. A CSM who takes several classes is compared with their mix. CSMs whose
 * target is 0, and those without peers, are left out: there is nothing to compare them with.
 * `nearCapacity` counts CSMs at 90% of capacity or more, including those over capacity.
 * @param among the CSMs to measure; the targets always come from all active CSMs
 */
export function measureFairness(
  csms: readonly Csm[],
  policy: RoutingPolicy,
  among: { readonly has: (name: string) => boolean } = { has: () => true },
): Fairness {
  const loads = measureLoads(csms, policy);
  const measured = loads.filter(({ csm }) => among.has(csm.name));
  const classes = sumByClass(loads.flatMap(({ csm }) => committedByClass(csm, policy)));
  const count = (matches: (accounts: number, capacity: number) => boolean) =>
    measured.filter(({ csm, amounts }) => matches(amounts.accounts, ownCapacity(csm, policy)))
      .length;
  return {
    csms: measured.length,
    fullness: fullnessEvenness(measured.filter(({ hasPeers }) => hasPeers)),
    byClass: fairnessByClass(measured, classes),
    amounts: recordOf(dimensions, (dimension) =>
      measureEvenness(measured.map(({ amounts }) => amounts[dimension])),
    ),
    overCapacity: count((accounts, capacity) => accounts > capacity),
    nearCapacity: count((accounts, capacity) => accounts >= NEAR_CAPACITY_SHARE * capacity),
  };
}

function fairnessByClass(
  measured: readonly CsmLoad[],
  classes: readonly ClassAmounts[],
): ClassFairness[] {
  const checks = measured.map(({ csm }) => createClassCheck(csm));
  const groups = new Map<string, { classes: ClassFairness['classes']; csms: CsmLoad[] }>();
  for (const accountClass of classes) {
    const { segment, level, amounts } = accountClass;
    const takes = checks.map((check) => check(accountClass));
    if (amounts.accounts === 0 || !takes.includes(true)) continue;
    const key = takes.join();
    const earlier = groups.get(key)?.classes ?? [];
    groups.set(key, {
      classes: [...earlier, { segment, level }],
      csms: measured.filter((_, j) => takes[j]),
    });
  }
  return [...groups.values()].map(({ classes: taken, csms }) => ({
    classes: taken,
    csms: csms.length,
    fullness: fullnessEvenness(csms),
  }));
}

function fullnessEvenness(
  csms: readonly CsmLoad[],
): Readonly<Record<FullnessDimension, Evenness | null>> {
  return recordOf(fullnessDimensions, (dimension) =>
    measureEvenness(
      csms.flatMap(({ amounts, target }) =>
        target[dimension] > 0 ? [amounts[dimension] / target[dimension]] : [],
      ),
    ),
  );
}

function totalAmounts(load: readonly ClassAmounts[]): Record<Dimension, number> {
  return recordOf(dimensions, (dimension) =>
    load.reduce((sum, { amounts }) => sum + amounts[dimension], 0),
  );
}

function recordOf<Key extends string, Value>(
  keys: readonly Key[],
  value: (key: Key) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, Value>;
}

/**
 * Returns the coefficient of variation (population, in percent), the Gini coefficient (0–1), and
 * max ÷ mean. Null if there is nothing to compare: fewer than two values, or a total of 0.
 */
export function measureEvenness(values: readonly number[]): Evenness | null {
  const total = values.reduce((sum, value) => sum + value, 0);
  const n = values.length;
  if (n < 2 || total <= 0) return null;
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

/** The longest wait and the one that 95% of the accounts do not exceed, in days. */
export function measureWaits(
  accounts: readonly Pick<AssessedAccount, 'account' | 'waitingDays'>[],
): RunMatchQuality['waits'] {
  const waits = accounts
    .flatMap(({ account, waitingDays }) => (account.waitingSince === null ? [] : [waitingDays]))
    .sort((a, b) => a - b);
  const longest = waits.at(-1);
  return longest === undefined ? null : { longest, p95: quantile(waits, 0.95) as number };
}

/** The value that this share (0–1) of the sorted values do not exceed; undefined if empty. */
export function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function percentOf<Item>(items: readonly Item[], matches: (item: Item) => boolean): number | null {
  return items.length === 0 ? null : (100 * items.filter(matches).length) / items.length;
}
