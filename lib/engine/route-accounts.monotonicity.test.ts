import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { arbitraryProblem } from '@/test/engine/arbitrary-problem';
import { makeAccount, makeBook, makeCsm, makeProblem } from '@/test/engine/builders';
import type { RoutingPolicy } from './policy';
import { routeAccounts } from './route-accounts';
import type { Dimension, RoutableAccount, RoutingProblem } from './types';

function solve(problem: RoutingProblem) {
  const result = routeAccounts(problem);
  return result.status === 'solved' ? result : null;
}

const withPolicy = (problem: RoutingProblem, policy: Partial<RoutingPolicy>): RoutingProblem => ({
  ...problem,
  policy: { ...problem.policy, ...policy },
});

function law(holds: (problem: RoutingProblem) => void, numRuns = 300) {
  fc.assert(fc.property(arbitraryProblem, holds), { numRuns });
}

describe('waiting', () => {
  test('never hurts: an account that is placed is also placed if it has waited longer', () => {
    const moreHours = fc.integer({ min: 1, max: 2_000 });
    fc.assert(
      fc.property(arbitraryProblem, fc.nat(), moreHours, (problem, which, hours) => {
        const single = withPolicy(problem, { maxPerRun: 1 });
        const index = which % problem.accounts.length;
        const account = problem.accounts[index] as RoutableAccount;
        const isPlaced = (of: RoutingProblem) =>
          solve(of)?.placements.some(({ accountId }) => accountId === account.id) ?? false;
        if (!isPlaced(single)) return;
        const since = Math.min(account.waitingSince ?? single.now, single.now);
        const waitingSince = since - hours * HOUR_MS;
        const accounts = single.accounts.with(index, { ...account, waitingSince });
        expect(isPlaced({ ...single, accounts })).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('accounts that nobody can take never use up the places of a batch', () => {
    law((problem) => {
      const blocked = problem.accounts.map((account) => ({
        ...account,
        id: `blocked ${account.id}`,
        segment: 'Unheard of',
        waitingSince: 0,
      }));
      // Those who take any class would take these, too.
      const csms = problem.csms.map((csm) => ({ ...csm, segment: csm.segment ?? 'Residential' }));
      const placedIds = (accounts: RoutingProblem['accounts']) =>
        solve({ ...withPolicy(problem, { maxPerRun: 1 }), csms, accounts })?.placements.length;
      expect(placedIds([...problem.accounts, ...blocked])).toBe(placedIds(problem.accounts));
    });
  });
});

describe('monotonicity', () => {
  test('a larger experience weight never gives CSMs without experience more demanding accounts', () => {
    const mismatchAt = (problem: RoutingProblem, experience: number) => {
      const weights = { ...problem.policy.weights, experience };
      const result = solve(withPolicy(problem, { maxPerRun: 1, weights }));
      const unit = (result?.placements ?? []).map(
        ({ explanation }) => explanation.chosen.costs.experience / experience,
      );
      return unit.reduce((sum, mismatch) => sum + mismatch, 0);
    };
    const weight = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(arbitraryProblem, weight, weight, (problem, weaker, more) => {
        const lighter = mismatchAt(problem, weaker);
        expect(mismatchAt(problem, weaker + more)).toBeLessThanOrEqual(lighter + 1e-3);
      }),
      { numRuns: 300 },
    );
  });

  test('a fuller book never attracts an account that went to another CSM', () => {
    const totals = fc.constantFrom<Dimension>('neediness', 'revenue', 'red');
    const amount = fc.integer({ min: 0, max: 300 });
    const books = fc.array(amount, { minLength: 2, maxLength: 6 });
    const weights = {
      accounts: 0,
      neediness: 0,
      revenue: 0,
      red: 0,
      experience: 0,
      recency: 0,
      waiting: 0,
    };
    const account = makeAccount({ health: 10, neediness: 7, revenue: 50 });
    fc.assert(
      fc.property(books, totals, amount, (given, dimension, more) => {
        const chosen = (loads: readonly number[]) =>
          solve(
            withPolicy(
              makeProblem({
                accounts: [account],
                csms: loads.map((load, j) =>
                  makeCsm({ name: `CSM ${j}`, book: makeBook(40, { [dimension]: load }) }),
                ),
              }),
              { weights: { ...weights, [dimension]: 1 } },
            ),
          )?.placements[0]?.csm;
        given.forEach((load, j) => {
          if (chosen(given) === `CSM ${j}`) return;
          const heavier = given.with(j, load + more);
          expect(chosen(heavier)).not.toBe(`CSM ${j}`);
        });
      }),
    );
  });
});
