import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountClass } from './account-class';
import { defaultRoutingPolicy as policy } from './policy';
import { type CapacityHolder, type ClassAmounts, computeTargets, sharesByClass } from './shares';
import { dimensions } from './types';

const corporate = { segment: 'Residential', level: 'Corporate' };
const enterprise = { segment: 'Commercial', level: 'Enterprise' };

function accountsOf(accountClass: AccountClass, accounts: number, red = 0): ClassAmounts {
  const { segment, level } = accountClass;
  return {
    segment,
    level,
    amounts: { accounts, neediness: 5 * accounts, revenue: 1_000 * accounts, red },
  };
}

function csm(takes: Partial<AccountClass>, details: Partial<CapacityHolder> = {}): CapacityHolder {
  return { segment: null, level: null, capacity: null, tenureMonths: 30, ...takes, ...details };
}

describe('the share of a class', () => {
  test('is the part of the capacity of the CSMs who take the class', () => {
    const csms = [csm(corporate), csm(corporate, { capacity: 50 }), csm(enterprise)];
    const [second, first] = sharesByClass(
      csms,
      [accountsOf(enterprise, 10), accountsOf(corporate, 60)],
      policy,
    );
    expect(first?.accounts).toEqual([100 / 150, 50 / 150, 0]);
    expect(second?.accounts).toEqual([0, 0, 1]);
  });

  test('uses a CSM’s capacity for the class of the accounts, not for the CSM’s own class', () => {
    // Everyone’s limit for Commercial Enterprise is 35, although a CSM of any class may own 85.
    const [shares] = sharesByClass(
      [csm({}), csm(enterprise)],
      [accountsOf(enterprise, 10)],
      policy,
    );
    expect(shares?.accounts).toEqual([0.5, 0.5]);
  });

  test('of a CSM who takes several is for a part of the capacity, by the number of accounts', () => {
    const csms = [csm(corporate), csm(enterprise, { capacity: 100 }), csm({}, { capacity: 100 })];
    const shares = sharesByClass(
      csms,
      [accountsOf(corporate, 75), accountsOf(enterprise, 25)],
      policy,
    );
    expect(shares.map(({ accounts }) => accounts)).toEqual([
      [100 / 175, 0, 75 / 175],
      [0, 100 / 125, 25 / 125],
    ]);
  });

  test('goes to all active CSMs if no active CSM takes the class', () => {
    const other = { segment: 'Industrial', level: null };
    const csms = [csm(corporate, { capacity: 30 }), csm(enterprise, { capacity: 10 })];
    const [shares] = sharesByClass(csms, [accountsOf(other, 4)], policy);
    expect(shares?.accounts).toEqual([0.75, 0.25]);
  });

  test('of unknown class goes to the CSMs who take any class', () => {
    const unknown = { segment: null, level: null };
    const [shares] = sharesByClass([csm(corporate), csm({})], [accountsOf(unknown, 4)], policy);
    expect(shares?.accounts).toEqual([0, 1]);
  });

  test('is equal for all of its CSMs if none has capacity', () => {
    const csms = [csm(corporate, { capacity: 0 }), csm({}, { capacity: 0 }), csm(enterprise)];
    const [shares] = sharesByClass(csms, [accountsOf(corporate, 4)], policy);
    expect(shares?.accounts).toEqual([0.5, 0.5, 0]);
  });

  test('in red accounts is among the CSMs with the desired tenure or of unknown tenure', () => {
    const csms = [
      csm(corporate, { tenureMonths: 12 }),
      csm(corporate, { tenureMonths: 11 }),
      csm(corporate, { tenureMonths: null }),
      csm(enterprise, { tenureMonths: 48 }),
    ];
    const [shares] = sharesByClass(csms, [accountsOf(corporate, 4, 2)], policy);
    expect(shares?.red).toEqual([0.5, 0, 0.5, 0]);
  });

  test('in red accounts is among all of the class if none of them has the desired tenure', () => {
    const csms = [
      csm(corporate, { tenureMonths: 5 }),
      csm(corporate, { tenureMonths: 3 }),
      csm(enterprise, { tenureMonths: 48 }),
    ];
    const [shares] = sharesByClass(csms, [accountsOf(corporate, 4, 2)], policy);
    expect(shares?.red).toEqual([0.5, 0.5, 0]);
  });
});

const segments = fc.constantFrom('Residential', 'Commercial', 'residential ', null);
const levels = fc.constantFrom('Corporate', 'Enterprise', null);
const arbitraryCsm: fc.Arbitrary<CapacityHolder> = fc.record({
  segment: segments,
  level: levels,
  capacity: fc.option(fc.integer({ min: 0, max: 120 })),
  tenureMonths: fc.option(fc.integer({ min: 0, max: 60 })),
});
const arbitraryAmounts: fc.Arbitrary<ClassAmounts> = fc.record({
  segment: segments,
  level: levels,
  amounts: fc.record({
    accounts: fc.integer({ min: 0, max: 500 }),
    neediness: fc.integer({ min: 0, max: 5_000 }),
    revenue: fc.integer({ min: 0, max: 5_000_000 }),
    red: fc.integer({ min: 0, max: 100 }),
  }),
});
const someCsms = fc.array(arbitraryCsm, { minLength: 1, maxLength: 8 });
const someParts = fc.array(arbitraryAmounts, { maxLength: 8 });

describe('targets', () => {
  test('add up to the total of each dimension', () => {
    fc.assert(
      fc.property(someCsms, someParts, (csms, parts) => {
        const targets = computeTargets(csms, parts, policy);
        for (const dimension of dimensions) {
          const total = parts.reduce((sum, { amounts }) => sum + amounts[dimension], 0);
          const distributed = targets.reduce((sum, target) => sum + target[dimension], 0);
          expect(Math.abs(distributed - total)).toBeLessThanOrEqual(1e-9 * total);
        }
      }),
    );
  });

  test('are by capacity alone if everyone takes the only class', () => {
    const capacities = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(capacities, fc.integer({ min: 0, max: 900 }), (limits, accounts) => {
        const csms = limits.map((capacity, j) => csm(j % 2 ? corporate : {}, { capacity }));
        const total = limits.reduce((sum, limit) => sum + limit, 0);
        const targets = computeTargets(csms, [accountsOf(corporate, accounts)], policy);
        expect(targets.map((target) => target.accounts)).toEqual(
          limits.map((limit) => (limit / total) * accounts),
        );
      }),
    );
  });

  test('fill everyone equally if every class has accounts in proportion to its specialists', () => {
    const groups = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(groups, fc.integer({ min: 0, max: 5 }), (specialists, generalists) => {
        const classes = specialists.map((_, c) => ({ segment: `Segment ${c}`, level: null }));
        const csms = [
          ...classes.flatMap((own, c) =>
            Array.from({ length: specialists[c] as number }, () => csm(own, { capacity: 50 })),
          ),
          ...Array.from({ length: generalists }, () => csm({}, { capacity: 50 })),
        ];
        const parts = classes.map((own, c) => accountsOf(own, 20 * (specialists[c] as number)));
        const total = 20 * specialists.reduce((sum, count) => sum + count, 0);
        for (const target of computeTargets(csms, parts, policy)) {
          expect(target.accounts).toBeCloseTo(total / csms.length, 9);
          expect(target.neediness).toBeCloseTo((5 * total) / csms.length, 9);
        }
      }),
    );
  });

  test('don’t depend on the order of the CSMs', () => {
    const shuffled = someCsms.chain((csms) =>
      fc.tuple(
        fc.constant(csms),
        fc.shuffledSubarray(
          csms.map((_, j) => j),
          { minLength: csms.length },
        ),
      ),
    );
    fc.assert(
      fc.property(shuffled, someParts, ([csms, order], parts) => {
        const targets = computeTargets(csms, parts, policy);
        const reordered = order.map((j) => csms[j] as CapacityHolder);
        expect(computeTargets(reordered, parts, policy)).toEqual(order.map((j) => targets[j]));
      }),
    );
  });
});
