import fc from 'fast-check';
import highsLoader from 'highs';
import { beforeAll, describe, expect, test } from 'vitest';
import { PROOF_TOLERANCE } from '@/lib/runs/labels';
import { arbitraryProblem } from '@/test/engine/arbitrary-problem';
import { makeAccount, makeCsm, makeProblem, seededRandom } from '@/test/engine/builders';
import {
  daysWaited,
  type HighsSolver,
  referenceCost,
  referenceWaitingCost,
  solveWithHighs,
} from '@/test/engine/oracles';
import { bindingExclusion } from './eligibility';
import { capacityFor, type RoutingPolicy } from './policy';
import { routeAccounts } from './route-accounts';
import type { RoutingProblem } from './types';

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

describe('routeAccounts, for any input,', () => {
  let highs: HighsSolver;
  beforeAll(async () => {
    highs = await highsLoader();
  });

  test('finds the optimum that HiGHS finds for independently computed costs', () => {
    law((problem) => {
      const single = withPolicy(problem, { maxPerRun: 1 });
      const result = solve(single);
      if (result === null) return;
      const { accounts, policy, now } = single;
      const csms = single.csms.filter((csm) => csm.active);
      const costs = accounts.flatMap((account) =>
        csms.map((csm) =>
          bindingExclusion(csm, account, policy, now) === null
            ? referenceCost(single, account, csm)
            : Number.POSITIVE_INFINITY,
        ),
      );
      const optimum = solveWithHighs(highs, {
        rows: accounts.length,
        columns: csms.length,
        costs: Float64Array.from(costs),
        deferral: {
          level: Float64Array.from(accounts, (account) =>
            daysWaited(account, now) > policy.waiting.overdueDays ? 101 : 100,
          ),
          cost: Float64Array.from(accounts, (account) => referenceWaitingCost(single, account)),
        },
        ...(single.limit !== null && { limit: single.limit }),
      });
      expect(result.proof.placed).toBe(optimum.placed);
      const { primal, waiting } = result.proof;
      expect(Math.abs(primal + waiting - optimum.cost)).toBeLessThan(
        1e-4 + 1e-7 * Math.abs(optimum.cost),
      );
    });
  });

  test('proves its result: cost and bound equal the sum of the placements’ costs', () => {
    law((problem) => {
      const result = solve(withPolicy(problem, { maxPerRun: 1 }));
      if (result === null) return;
      const { primal, bound, placed, placedBound } = result.proof;
      expect(primal).toBe(bound);
      expect(placed).toBe(placedBound);
      const scale = Math.max(1, Math.abs(primal));
      const total = result.placements.reduce((sum, { cost }) => sum + cost, 0);
      expect(Math.abs(primal - total)).toBeLessThanOrEqual(PROOF_TOLERANCE * scale);
      expect(placed).toBe(result.placements.length);
    });
  });

  test('places or defers every account once, and never uses an ineligible CSM', () => {
    law((problem) => {
      const result = solve(problem);
      if (result === null) return;
      const seen = [...result.placements, ...result.deferrals].map(({ accountId }) => accountId);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length + result.left).toBe(problem.accounts.length);
      expect(result.deferred).toBe(result.deferrals.length);
      expect(result.placements.length).toBeLessThanOrEqual(problem.limit ?? 8);
      for (const { accountId, csm: name } of result.placements) {
        const account = problem.accounts.find(({ id }) => id === accountId);
        const csm = problem.csms.find((candidate) => candidate.name === name);
        if (!account || !csm) throw new Error('placed what was not given');
        expect(bindingExclusion(csm, account, problem.policy, problem.now)).toBeNull();
      }
    });
  });

  test('never exceeds a CSM’s capacity or maxPerRun', () => {
    law((problem) => {
      const result = solve(problem);
      if (result === null) return;
      const received = new Map<string, number>();
      for (const { csm, explanation } of result.placements) {
        received.set(csm, (received.get(csm) ?? 0) + 1);
        const { bookAfter, capacity } = explanation.chosen;
        expect(bookAfter.accounts).toBeLessThanOrEqual(capacity);
      }
      for (const count of received.values()) {
        expect(count).toBeLessThanOrEqual(problem.policy.maxPerRun);
      }
      for (const csm of problem.csms) {
        const most = Math.max(
          ...problem.accounts.map((account) => capacityFor(csm, account, problem.policy)),
        );
        const count = received.get(csm.name) ?? 0;
        const before = csm.book.accounts + csm.reservations.length;
        if (count > 0) expect(before + count).toBeLessThanOrEqual(most);
      }
    });
  });

  test('does not depend on the input order and does not change the input', () => {
    fc.assert(
      fc.property(arbitraryProblem, fc.integer(), (problem, seed) => {
        const copy = structuredClone(problem);
        const random = seededRandom(seed);
        const shuffle = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, key: random() }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const shuffled: RoutingProblem = {
          ...problem,
          accounts: shuffle(problem.accounts).map((account) => ({
            ...account,
            rejected: shuffle(account.rejected),
          })),
          csms: shuffle(problem.csms).map((csm) => ({
            ...csm,
            received: shuffle(csm.received),
            reservations: shuffle(csm.reservations),
          })),
        };
        expect(routeAccounts(shuffled)).toEqual(routeAccounts(problem));
        expect(problem).toEqual(copy);
      }),
      { numRuns: 300 },
    );
  });

  test('does not depend on the input order when all costs tie', () => {
    const seeds = fc.integer();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        seeds,
        (n, m, seed) => {
          const random = seededRandom(seed);
          const names = Array.from({ length: m }, (_, j) => `CSM ${j}`);
          const ids = Array.from({ length: n }, (_, i) => `A${i}`);
          const shuffled = <T>(items: T[]) => items.toSorted(() => random() - 0.5);
          const result = solve(
            makeProblem({
              accounts: shuffled(ids).map((id) => makeAccount({ id })),
              csms: shuffled(names).map((name) => makeCsm({ name })),
            }),
          );
          const expected = ids.slice(0, m).map((id, i) => [id, names[i]]);
          expect(result?.placements.map(({ accountId, csm }) => [accountId, csm])).toEqual(
            expected,
          );
        },
      ),
    );
  });

  test('scores 0 to 100, and 100 exactly if no CSM within reach costs less', () => {
    law((problem) => {
      const result = solve(problem);
      if (result === null) return;
      for (const { score, explanation } of result.placements) {
        const { chosen, alternatives, better: outOfReach } = explanation;
        for (const candidate of [chosen, ...alternatives]) {
          expect(candidate.score).toBeGreaterThanOrEqual(0);
          expect(candidate.score).toBeLessThanOrEqual(100);
          if (candidate.cost <= chosen.cost) continue;
          expect(candidate.score).toBeLessThanOrEqual(chosen.score);
        }
        const better = [
          ...alternatives.flatMap(({ cost, score }) => (cost < chosen.cost ? [score] : [])),
          ...outOfReach.map(({ score }) => score),
        ];
        for (const higher of better) expect(higher).toBeGreaterThanOrEqual(score);
        expect(better.includes(100)).toBe(score < 100);
      }
    });
  });

  test('gives every better alternative to another account of the run, unless the batch is full', () => {
    law((problem) => {
      const result = solve(withPolicy(problem, { maxPerRun: 1 }));
      const isFull = result?.placements.length === problem.limit;
      for (const { accountId, explanation } of result?.placements ?? []) {
        const { chosen, alternatives } = explanation;
        for (const { cost, csm, placedWith } of alternatives) {
          if (cost >= chosen.cost || (isFull && placedWith === null)) continue;
          expect(placedWith).not.toBe(accountId);
          const other = result?.placements.find((placement) => placement.accountId === placedWith);
          expect(other?.csm).toBe(csm);
        }
      }
    });
  });

  test('gives max_per_run as the reason exactly if a CSM was eligible before the run', () => {
    law((problem) => {
      const result = solve(problem);
      const isFull = result?.placements.length === problem.limit;
      for (const { accountId, reason, counts } of result?.deferrals ?? []) {
        const account = problem.accounts.find(({ id }) => id === accountId);
        if (!account) throw new Error('deferred what was not given');
        const eligible = problem.csms.filter(
          (csm) => bindingExclusion(csm, account, problem.policy, problem.now) === null,
        );
        expect(counts.max_per_run ?? 0).toBe(eligible.length);
        expect(reason === 'max_per_run').toBe(eligible.length > 0);
        // With a full batch, such an account is left for a later run.
        if (isFull) expect(eligible).toEqual([]);
      }
    });
  });
});
