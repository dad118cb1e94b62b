import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { arbitraryProblem } from '@/test/engine/arbitrary-problem';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';
import { createExplainer, evaluateCandidates } from './explain';
import { routeAccounts } from './route-accounts';

const problem = makeProblem({
  csms: [
    makeCsm({ name: 'Heavy', book: makeBook(70) }),
    makeCsm({ name: 'Light', book: makeBook(40) }),
    makeCsm({ name: 'Cooling', book: makeBook(20), lastReceivedAt: NOON - HOUR_MS }),
    makeCsm({ name: 'Gone', active: false, book: makeBook(0) }),
  ],
});

describe('evaluateCandidates', () => {
  test('returns active CSMs, eligible first, then lowest cost first', () => {
    const candidates = evaluateCandidates(problem, makeAccount());
    expect(candidates.map(({ csm }) => csm)).toEqual(['Light', 'Heavy', 'Cooling']);
    expect(candidates.map(({ exclusion }) => exclusion?.reason ?? null)).toEqual([
      null,
      null,
      'cooling',
    ]);
    expect(candidates[2]?.score).toBe(100);
    expect(candidates[0]?.bookAfter).toMatchObject({ accounts: 41, neediness: 205, green: 41 });
  });

  test('returns nothing when no CSM is active', () => {
    expect(evaluateCandidates({ ...problem, csms: [] }, makeAccount())).toEqual([]);
  });

  test('starts with the CSM that a run of only this account would choose', () => {
    fc.assert(
      fc.property(arbitraryProblem, (problem) => {
        const account = problem.accounts[0];
        if (account === undefined) return;
        const result = routeAccounts({ ...problem, limit: null, accounts: [account] });
        const best = evaluateCandidates(problem, account)[0];
        const placement = result.status === 'solved' ? result.placements[0] : undefined;
        const placed = placement?.explanation.chosen ?? null;
        const eligible = best?.exclusion === null ? best : null;
        expect(eligible).toEqual(placed);
      }),
    );
  });
});

describe('createExplainer', () => {
  test('equals the run’s own explanation of the same placement', () => {
    const result = routeAccounts({ ...problem, accounts: [makeAccount()] });
    if (result.status !== 'solved') throw new Error(result.status);
    const explained = createExplainer(problem)(makeAccount(), 'Light');
    expect(explained).toEqual(result.placements[0]?.explanation);
  });

  test('includes the exclusion of an ineligible or inactive CSM', () => {
    const cooling = createExplainer(problem)(makeAccount(), 'Cooling');
    expect(cooling?.chosen).toMatchObject({ score: 100, exclusion: { reason: 'cooling' } });
    expect(cooling?.excluded).toMatchObject([{ csms: ['Cooling'], reason: 'cooling' }]);
    const gone = createExplainer(problem)(makeAccount(), 'Gone');
    expect(gone?.chosen.exclusion).toMatchObject({ reason: 'not_active' });
    expect(gone?.alternatives.map(({ csm }) => csm)).toEqual(['Light', 'Heavy']);
    expect(gone?.alternatives.map(({ score }) => score)).toEqual(
      evaluateCandidates(problem, makeAccount())
        .slice(0, 2)
        .map(({ score }) => score),
    );
  });

  test('returns null for an unknown CSM', () => {
    expect(createExplainer(problem)(makeAccount(), 'Nobody')).toBeNull();
  });
});
