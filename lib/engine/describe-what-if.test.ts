import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';
import { describeComparison, describeForcedFactors } from './describe-what-if';
import type { Scenario } from './scenario-types';
import type { RoutingProblem } from './types';
import { compareScenario } from './what-if';

const problem = makeProblem({
  accounts: [
    makeAccount({ id: 'A1', name: 'Acme' }),
    makeAccount({ id: 'A2', name: 'Birch', neediness: 9 }),
  ],
  csms: [
    makeCsm({ name: 'Ana', book: makeBook(40) }),
    makeCsm({ name: 'Bo', book: makeBook(48), tenureMonths: 3 }),
  ],
});

function compare(scenario: Scenario, given: RoutingProblem = problem) {
  const comparison = compareScenario(given, scenario);
  if (comparison.status !== 'compared') throw new Error(comparison.status);
  return comparison;
}
const sentence = (scenario: Scenario, given?: RoutingProblem) =>
  describeComparison(scenario, compare(scenario, given), 'en-US');

const force = (accountId: string, csm: string) => ({ kind: 'pair', accountId, csm }) as const;

describe('describeComparison', () => {
  it('says that a CSM fits better, but the team loses, and who moves', () => {
    expect(sentence(force('A1', 'Ana'))).toMatch(
      /^Ana fits this account better than Bo, but the team would lose [\d.]+: Birch would move to Bo, who fits it worse\.$/,
    );
  });

  it('says that a CSM fits worse, and the team loses', () => {
    expect(sentence(force('A2', 'Bo'))).toMatch(
      /^Bo fits this account worse than Ana, and the team would lose .*: Acme would move to Ana, who fits it better\.$/,
    );
  });

  it('says that the run already chooses the CSM', () => {
    expect(sentence(force('A1', 'Bo'))).toBe('The run itself chooses Bo. Nothing changes.');
  });

  it('relates the loss to what the run gains, unless it is larger', () => {
    const full = makeCsm({ name: 'Cy', book: makeBook(120) });
    const even = {
      ...problem,
      csms: [...problem.csms, full].map((csm) => ({ ...csm, tenureMonths: 30 })),
    };
    expect(sentence(force('A1', 'Ana'), even)).toMatch(
      /lose [\d.]+ \(\d+% of what the run gains\)/,
    );
  });

  it('counts placements before cost', () => {
    const until = NOON + DAY_MS;
    expect(sentence({ kind: 'away', csm: 'Bo', until })).toBe(
      'While Bo is away, 1 fewer account would be placed: Acme would not be placed.',
    );
  });

  it('calls a CSM who does not exist yet the new CSM', () => {
    expect(sentence({ kind: 'hire', segment: null, level: null, tenureMonths: 24 })).toMatch(
      /^With one more CSM, the team would gain .*: Birch would move to the new CSM, who fits it better, and one other account would move\.$/,
    );
  });

  it('says that nothing changes', () => {
    expect(sentence({ kind: 'capacity', csm: 'Ana', capacity: 100 })).toBe(
      'With a capacity of 100 for Ana, every account would keep its CSM.',
    );
  });
});

describe('describeForcedFactors', () => {
  it('compares the forced CSM with the other by factor, in the words of an explanation', () => {
    const { pair } = compare(force('A2', 'Bo'));
    const [first] = (pair && describeForcedFactors(pair, 'en-US')) ?? [];
    expect(first).toMatchObject({
      factor: 'experience',
      sentence: 'Less experience than a high-need account needs: 3 months',
    });
    expect(first?.share).toBeLessThan(0);
  });

  it('compares nothing with itself', () => {
    const { pair } = compare(force('A1', 'Bo'));
    expect(pair && describeForcedFactors(pair, 'en-US')).toBeNull();
  });
});
