import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '@/lib/time';
import { arbitraryProblem } from '@/test/engine/arbitrary-problem';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';
import { bindingExclusion } from './eligibility';
import { routeAccounts } from './route-accounts';
import { NEW_CSM, type Pair, type Scenario, type ScenarioComparison } from './scenario-types';
import type { RoutingProblem } from './types';
import { compareScenario } from './what-if';

function compare(
  problem: RoutingProblem,
  scenario: Scenario,
  keep: Pair | null = null,
): ScenarioComparison {
  const result = compareScenario(problem, scenario, keep);
  if (result.status !== 'compared') throw new Error(result.status);
  return result;
}

const withMaxPerRun = (problem: RoutingProblem, maxPerRun: number): RoutingProblem => ({
  ...problem,
  policy: { ...problem.policy, maxPerRun },
});

/** All pairs of a problem with an active CSM, and whether the rules allow them. */
function pairsOf({ accounts, csms, policy, now }: RoutingProblem) {
  return accounts.flatMap((account) =>
    csms
      .filter(({ active }) => active)
      .map((csm) => ({
        account,
        csm,
        isAllowed: bindingExclusion(csm, account, policy, now) === null,
      })),
  );
}

function expectNoGain({ current, changed, gain }: ScenarioComparison): void {
  expect(changed.placed).toBeLessThanOrEqual(current.placed);
  if (changed.placed < current.placed) return;
  expect(changed.overdue).toBeGreaterThanOrEqual(current.overdue);
  if (changed.overdue === current.overdue) expect(gain).toBeLessThanOrEqual(0);
}

describe('compareScenario, for any problem,', () => {
  test('never gains by forcing a pair that the rules allow, or by sending a CSM away', () => {
    fc.assert(
      fc.property(arbitraryProblem, (given) => {
        const problem = withMaxPerRun({ ...given, limit: given.limit || null }, 1);
        for (const { account, csm, isAllowed } of pairsOf(problem)) {
          if (isAllowed) {
            const pair = { accountId: account.id, csm: csm.name };
            expectNoGain(compare(problem, { kind: 'pair', ...pair }));
          }
          const until = NOON + DAY_MS;
          if (csm.awayUntil === null) {
            expectNoGain(compare(problem, { kind: 'away', csm: csm.name, until }));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('loses as much as a run in which only the forced CSM is left for the account', () => {
    fc.assert(
      fc.property(arbitraryProblem, (given) => {
        const problem = withMaxPerRun(given, 1);
        const free = routeAccounts(problem);
        if (free.status !== 'solved') return;
        for (const { account, csm, isAllowed } of pairsOf(problem)) {
          const rejected = problem.csms
            .filter(({ name }) => name !== csm.name)
            .map(({ name }) => ({ csm: name, until: NOON + DAY_MS }));
          const restricted = routeAccounts({
            ...problem,
            accounts: problem.accounts.map((each) =>
              each.id === account.id ? { ...each, rejected } : each,
            ),
          });
          if (!isAllowed || restricted.status !== 'solved') continue;
          if (restricted.placements.every(({ accountId }) => accountId !== account.id)) continue;
          const { gain } = compare(problem, {
            kind: 'pair',
            accountId: account.id,
            csm: csm.name,
          });
          const total = ({ proof: { primal, waiting } }: typeof free) => primal + waiting;
          expect(gain).toBe(total(free) - total(restricted));
        }
      }),
      { numRuns: 150 },
    );
  });

  test('places a forced pair, allowed or not, also if CSMs receive several accounts', () => {
    fc.assert(
      fc.property(arbitraryProblem, (problem) => {
        for (const { account, csm, isAllowed } of pairsOf(problem)) {
          const scenario = { kind: 'pair', accountId: account.id, csm: csm.name } as const;
          const { moves, pair } = compare(problem, scenario);
          const isKept = pair?.instead?.csm === csm.name;
          const to = moves.find(({ accountId }) => accountId === account.id)?.to;
          expect(isKept ? csm.name : to).toBe(csm.name);
          expect(pair?.forced.exclusion === null).toBe(isAllowed);
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** Ana fits both accounts better than Bo. */
const twoCsms = makeProblem({
  accounts: [
    makeAccount({ id: 'A1', name: 'Acme' }),
    makeAccount({ id: 'A2', name: 'Birch', neediness: 9 }),
  ],
  csms: [
    makeCsm({ name: 'Ana', book: makeBook(40) }),
    makeCsm({ name: 'Bo', book: makeBook(48), tenureMonths: 3 }),
  ],
});
const acmeToAna = { kind: 'pair', accountId: 'A1', csm: 'Ana' } as const;

describe('compareScenario', () => {
  test('says who moves when a pair is forced, the forced account first', () => {
    const { moves, gain, gainPercent, pair } = compare(twoCsms, acmeToAna);
    expect(moves).toEqual([
      expect.objectContaining({ accountName: 'Acme', from: 'Bo', to: 'Ana' }),
      expect.objectContaining({ accountName: 'Birch', from: 'Ana', to: 'Bo' }),
    ]);
    expect(moves[0]?.costIncrease).toBeLessThan(0);
    expect(moves[1]?.costIncrease).toBeGreaterThan(0);
    expect(gain).toBe(-(moves[0]?.costIncrease ?? 0) - (moves[1]?.costIncrease ?? 0));
    expect(gainPercent).toBeLessThan(0);
    expect(pair?.instead?.csm).toBe('Bo');
  });

  test('compares with a recommendation that was made, although a new run would not make it', () => {
    const { moves, gain } = compare(
      twoCsms,
      { kind: 'pair', accountId: 'A1', csm: 'Bo' },
      { accountId: 'A1', csm: 'Ana' },
    );
    expect(moves[0]).toMatchObject({ accountId: 'A1', from: 'Ana', to: 'Bo' });
    expect(gain).toBeGreaterThan(0);
  });

  test('reports the rule that forbids a forced pair', () => {
    const until = NOON + DAY_MS;
    const [ana, bo] = twoCsms.csms as [(typeof twoCsms.csms)[0], (typeof twoCsms.csms)[0]];
    const problem = { ...twoCsms, csms: [{ ...ana, awayUntil: until }, bo] };
    const { pair, changed, current } = compare(problem, acmeToAna);
    expect(pair?.forced.exclusion).toEqual({ csm: 'Ana', reason: 'away', until });
    expect([current.placed, changed.placed]).toEqual([1, 2]);
  });

  test('places fewer accounts while a CSM is away', () => {
    const { current, changed, moves } = compare(twoCsms, {
      kind: 'away',
      csm: 'Bo',
      until: NOON + DAY_MS,
    });
    expect([current.placed, changed.placed, changed.unplaced]).toEqual([2, 1, 1]);
    expect(moves.map(({ to }) => to)).toEqual([null]);
  });

  test('gives accounts to one more CSM who takes their class', () => {
    const hire = { kind: 'hire', segment: 'Residential', level: null, tenureMonths: 24 } as const;
    const { moves, gain, changed } = compare(twoCsms, hire);
    expect(moves.map(({ to }) => to)).toContain(NEW_CSM);
    expect(gain).toBeGreaterThan(0);
    expect(changed.placed).toBe(2);
    expect(compare(twoCsms, { ...hire, segment: 'Commercial' }).moves).toEqual([]);
  });

  test('frees a full CSM with another capacity', () => {
    const [ana, bo] = twoCsms.csms as [(typeof twoCsms.csms)[0], (typeof twoCsms.csms)[0]];
    const problem = { ...twoCsms, csms: [ana, { ...bo, capacity: 48 }] };
    const { current, changed } = compare(problem, { kind: 'capacity', csm: 'Bo', capacity: 49 });
    expect([current.placed, changed.placed]).toEqual([1, 2]);
  });

  test('measures another weight by that weight', () => {
    const [ana, bo] = twoCsms.csms as [(typeof twoCsms.csms)[0], (typeof twoCsms.csms)[0]];
    const problem = { ...twoCsms, csms: [ana, { ...bo, book: makeBook(32) }] };
    const { moves, gain } = compare(problem, { kind: 'weight', weight: 'experience', value: 0 });
    expect(moves.find(({ accountName }) => accountName === 'Birch')).toMatchObject({ to: 'Bo' });
    expect(gain).toBeGreaterThan(0);
  });

  test('knows only the accounts and active CSMs of the problem', () => {
    expect(compareScenario(twoCsms, { ...acmeToAna, accountId: 'A9' }).status).toBe(
      'unknown_account',
    );
    expect(compareScenario(twoCsms, { ...acmeToAna, csm: 'Cy' }).status).toBe('unknown_csm');
    expect(compareScenario({ ...twoCsms, csms: [] }, acmeToAna).status).toBe('no_active_csm');
  });
});
