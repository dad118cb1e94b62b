import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { arbitraryProblem } from '@/test/engine/arbitrary-problem';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';
import { describeChoice } from './describe-factors';
import { buildObjective, computeCsmTerms } from './objective';
import { createAssessor } from './prepare-input';
import { routeAccounts } from './route-accounts';
import { type Candidate, type Dimension, dimensions, type RoutingProblem } from './types';

function placementsOf(problem: RoutingProblem) {
  const result = routeAccounts(problem);
  return result.status === 'solved' ? result.placements : [];
}

function explained(problem: Partial<RoutingProblem>) {
  const [placement] = placementsOf(makeProblem(problem));
  if (!placement) throw new Error('not placed');
  return placement.explanation;
}

const csms = [
  makeCsm({ name: 'Ana Diaz', tenureMonths: 30, book: makeBook(40, { red: 4 }) }),
  makeCsm({
    name: 'Bo Chen',
    tenureMonths: 2,
    book: makeBook(30, { red: 3 }),
    received: [NOON - 30 * HOUR_MS],
  }),
  makeCsm({ name: 'Cy Dunn', tenureMonths: 40, book: makeBook(60, { red: 8 }) }),
];
const choice = explained({ csms, accounts: [makeAccount({ health: 10 })] });

describe('describeChoice', () => {
  test('gives a sentence per factor, the most important first, with shares that add up to 1', () => {
    const reasons = describeChoice(choice, 'en-US');
    expect(choice.chosen.csm).toBe('Ana Diaz');
    expect(reasons.map(({ sentence }) => sentence)).toEqual([
      'Enough experience for a red account: 30 months',
      'Fewer red accounts relative to target: 5',
      'Less neediness relative to target',
      'Fewer accounts relative to target: 41 of 100',
      'Revenue makes no difference',
      'Recent accounts make no difference',
    ]);
    const shares = reasons.map(({ share }) => Math.abs(share));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 1);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  });

  test('formats numbers in the given locale', () => {
    const book = { ...choice.chosen.bookAfter, accounts: 1_234 };
    const large = { ...choice, chosen: { ...choice.chosen, bookAfter: book } };
    const sentences = describeChoice(large, 'de-DE').map(({ sentence }) => sentence);
    expect(sentences).toContain('Fewer accounts relative to target: 1.234 of 100');
  });

  test('finds no difference without alternatives', () => {
    const reasons = describeChoice({ ...choice, alternatives: [] }, 'en-US');
    expect(reasons.map(({ share }) => share)).toEqual([0, 0, 0, 0, 0, 0]);
    for (const { sentence } of reasons) expect(sentence).toContain('no difference');
  });

  test('says that an account without special needs has no experience requirement', () => {
    const plain = explained({ csms, accounts: [makeAccount({ health: 90, neediness: 2 })] });
    const experience = describeChoice(plain, 'en-US').find(({ factor }) => factor === 'experience');
    expect(experience).toMatchObject({ sentence: 'No experience requirement', share: 0 });
  });

  test('says what is true of the books: the sign of every bar follows from the targets', () => {
    fc.assert(
      fc.property(arbitraryProblem, (given) => {
        const problem = { ...given, policy: { ...given.policy, maxPerRun: 1 } };
        for (const { explanation } of placementsOf(problem)) {
          const { chosen, alternatives } = explanation;
          const excess = excessOverTargets(problem);
          for (const { factor, sentence, share } of describeChoice(explanation, 'en-US')) {
            const claim = claimOf(sentence);
            expect([sentence, claim]).toEqual([sentence, Math.sign(share)]);
            const average = (value: (candidate: Candidate) => number) =>
              alternatives.reduce((sum, other) => sum + value(other), 0) / alternatives.length;
            if (claim === 0) continue;
            if (isDimension(factor)) {
              const difference =
                average(({ csm }) => excess(csm, factor)) - excess(chosen.csm, factor);
              expect(Math.sign(difference)).toBe(claim);
            } else {
              const difference = average(({ costs }) => costs[factor]) - chosen.costs[factor];
              expect(Math.sign(difference)).toBe(claim);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Whether a sentence speaks for the CSM (1), against them (−1), or says that nothing differs (0). */
function claimOf(sentence: string): number {
  const isFor =
    /^(Fewer|Less (neediness|revenue)|Enough|Closer|Tenure unknown|Received (no|fewer))/;
  if (isFor.test(sentence)) return 1;
  if (/^(More|Less experience|Received more)/.test(sentence)) return -1;
  expect(sentence).toMatch(/no difference$|^No experience requirement$/);
  return 0;
}

function isDimension(factor: string): factor is Dimension {
  return dimensions.some((dimension) => dimension === factor);
}

/** By how much each CSM's book exceeds its target, in means. */
function excessOverTargets(problem: RoutingProblem) {
  const active = problem.csms.filter((csm) => csm.active);
  const assessed = problem.accounts.map(createAssessor(problem, active));
  const objective = buildObjective(active, assessed, problem.policy, problem.now);
  return (name: string, dimension: Dimension): number => {
    const j = active.findIndex((csm) => csm.name === name);
    const csm = active[j];
    if (!csm) throw new Error(`${name} is not active`);
    return computeCsmTerms(objective, csm, j).excess[dimension];
  };
}
