import { type AccountClass, createClassCheck, groupByClass } from './account-class';
import { capacityFor, ownCapacity, type RoutingPolicy } from './policy';
import { type Csm, type Dimension, dimensions } from './types';

/** The fields that determine a CSM's shares. */
export type CapacityHolder = Pick<Csm, 'capacity' | 'segment' | 'level' | 'tenureMonths'>;

/** Amounts of accounts of one class. */
export interface ClassAmounts extends AccountClass {
  readonly amounts: Readonly<Record<Dimension, number>>;
}

/** The share (0–1) of each CSM in the accounts of one class, in the order of the CSMs. */
export interface ClassShares extends AccountClass {
  readonly accounts: readonly number[];
  /** Of red accounts. */
  readonly red: readonly number[];
}

/** Adds up the amounts of each class, in the given order. Sorted by class. */
export function sumByClass(parts: Iterable<ClassAmounts>): readonly ClassAmounts[] {
  return groupByClass(parts).map(({ segment, level, items }) => {
    const amounts = { accounts: 0, neediness: 0, revenue: 0, red: 0 };
    for (const item of items) {
      for (const dimension of dimensions) amounts[dimension] += item.amounts[dimension];
    }
    return { segment, level, amounts };
  });
}

/**
 * Computes each active CSM's share in each class of accounts: the CSM's part of the capacity of all
 * active CSMs who take the class. If there are none, all active CSMs share in it.
 * - A CSM who takes several classes shares in each. Their capacity is divided in proportion to the
 *   classes' numbers of accounts, so that they don't get a full share of every class.
 * - Red accounts are shared among the CSMs with the tenure desired for them, or of unknown tenure. If
 *   the class has none, all of its CSMs share them.
 * - Without any capacity, all shares are equal.
 *
 * Does not depend on the order of the CSMs.
 * @param classes distinct classes, as returned by `sumByClass`
 */
export function sharesByClass(
  activeCsms: readonly CapacityHolder[],
  classes: readonly ClassAmounts[],
  policy: RoutingPolicy,
): readonly ClassShares[] {
  const checks = activeCsms.map(createClassCheck);
  const takers = classes.map((each) => {
    const taking = checks.map((takes) => takes(each));
    return taking.includes(true) ? taking : taking.map(() => true);
  });
  const senior = activeCsms.map((csm) => isSenior(csm, policy));
  const taken = activeCsms.map((_, j) => classes.filter((_each, c) => takers[c]?.[j]));
  const takenAccounts = taken.map((own) => own.reduce((sum, each) => sum + accountsOf(each), 0));
  return classes.map((accountClass, c) => {
    const members = takers[c] as boolean[];
    const weights = activeCsms.map((csm, j) => {
      const total = takenAccounts[j] as number;
      const part =
        total > 0 ? accountsOf(accountClass) / total : 1 / (taken[j] as ClassAmounts[]).length;
      return members[j] ? capacityFor(csm, accountClass, policy) * part : 0;
    });
    const seniors = members.map((isMember, j) => isMember && (senior[j] as boolean));
    return {
      segment: accountClass.segment,
      level: accountClass.level,
      accounts: proportions(weights, members),
      red: proportions(weights, seniors.includes(true) ? seniors : members),
    };
  });
}

/**
 * Computes each active CSM's share in all accounts by capacity alone, whatever classes they take; of red
 * accounts, among the CSMs with the tenure desired for them, or of unknown tenure.
 */
export function sharesOfAll(
  activeCsms: readonly CapacityHolder[],
  policy: RoutingPolicy,
): Pick<ClassShares, 'accounts' | 'red'> {
  const weights = activeCsms.map((csm) => ownCapacity(csm, policy));
  const everyone = activeCsms.map(() => true);
  const seniors = activeCsms.map((csm) => isSenior(csm, policy));
  return {
    accounts: proportions(weights, everyone),
    red: proportions(weights, seniors.includes(true) ? seniors : everyone),
  };
}

/** Whether a CSM has the tenure desired for red accounts, or an unknown one. */
function isSenior({ tenureMonths }: CapacityHolder, { experience }: RoutingPolicy): boolean {
  return tenureMonths === null || tenureMonths >= experience.redMonths;
}

/**
 * Computes the target of each active CSM in each dimension: T_jd = Σ over the classes of
 * share × total of the class. The targets of a dimension add up to its total.
 * @param parts amounts of accounts by class, in any number of parts per class
 */
export function computeTargets(
  activeCsms: readonly CapacityHolder[],
  parts: Iterable<ClassAmounts>,
  policy: RoutingPolicy,
): readonly Readonly<Record<Dimension, number>>[] {
  const classes = sumByClass(parts);
  const shares = sharesByClass(activeCsms, classes, policy);
  return activeCsms.map((_, j) => {
    const target = { accounts: 0, neediness: 0, revenue: 0, red: 0 };
    classes.forEach(({ amounts }, c) => {
      const { accounts, red } = shares[c] as ClassShares;
      for (const dimension of dimensions) {
        const share = (dimension === 'red' ? red : accounts)[j] as number;
        target[dimension] += share * amounts[dimension];
      }
    });
    return target;
  });
}

const accountsOf = ({ amounts }: ClassAmounts) => amounts.accounts;

/** Each member's part of the members' total weight; 0 for the others. */
function proportions(weights: readonly number[], members: readonly boolean[]): readonly number[] {
  const included = weights.filter((_, j) => members[j]);
  // Added in ascending order, so the sum does not depend on the order of the CSMs.
  const total = included.toSorted((a, b) => a - b).reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, j) => {
    if (!members[j]) return 0;
    return total > 0 ? weight / total : 1 / included.length;
  });
}
