import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateCandidates, explainPlacement } from './evaluate-candidates';
import { hour } from './hours';
import { problems } from './problems.testing';
import { routeAccounts } from './route-accounts';
import { accountLike, bookOf, csmLike, noon, problemLike } from './testing';

const situation = problemLike({
  csms: [
    csmLike({ name: 'Heavy', book: bookOf(70) }),
    csmLike({ name: 'Light', book: bookOf(40) }),
    csmLike({ name: 'Cooling', book: bookOf(20), lastReceivedAt: noon - hour }),
    csmLike({ name: 'Gone', active: false, book: bookOf(0) }),
  ],
});

describe('the candidates for an account', () => {
  test('are the active CSMs, eligible before ineligible, best first', () => {
    const candidates = evaluateCandidates(situation, accountLike());
    expect(candidates.map(({ csm }) => csm)).toEqual(['Light', 'Heavy', 'Cooling']);
    expect(candidates.map(({ exclusion }) => exclusion?.reason ?? null)).toEqual([
      null,
      null,
      'cooling',
    ]);
    expect(candidates[2]?.score).toBe(100);
    expect(candidates[0]?.bookAfter).toMatchObject({ accounts: 41, neediness: 205, green: 41 });
  });

  test('are none where no CSM is active', () => {
    expect(evaluateCandidates({ ...situation, csms: [] }, accountLike())).toEqual([]);
  });

  test('are headed by whom a run of this account alone would choose', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const account = problem.accounts[0];
        if (account === undefined) return;
        const result = routeAccounts({ ...problem, accounts: [account] });
        const best = evaluateCandidates(problem, account)[0];
        const placement = result.status === 'solved' ? result.placements[0] : undefined;
        const placed = placement?.explanation.chosen ?? null;
        const eligible = best?.exclusion === null ? best : null;
        expect(eligible).toEqual(placed);
      }),
    );
  });
});

describe('the explanation of a recommendation made elsewhere', () => {
  test('is the run’s own where the run would have said the same', () => {
    const result = routeAccounts({ ...situation, accounts: [accountLike()] });
    if (result.status !== 'solved') throw new Error(result.status);
    const explained = explainPlacement(situation, accountLike(), 'Light');
    expect(explained).toEqual(result.placements[0]?.explanation);
  });

  test('says when the CSM may not be, or is no longer active', () => {
    const cooling = explainPlacement(situation, accountLike(), 'Cooling');
    expect(cooling?.chosen).toMatchObject({ score: 100, exclusion: { reason: 'cooling' } });
    expect(cooling?.bestFit).toBeNull();
    const gone = explainPlacement(situation, accountLike(), 'Gone');
    expect(gone?.chosen.exclusion).toMatchObject({ reason: 'not_active' });
    expect(gone?.alternatives.map(({ csm }) => csm)).toEqual(['Light', 'Heavy']);
    expect(gone?.alternatives.map(({ score }) => score)).toEqual(
      evaluateCandidates(situation, accountLike())
        .slice(0, 2)
        .map(({ score }) => score),
    );
  });

  test('is none for a CSM who does not exist', () => {
    expect(explainPlacement(situation, accountLike(), 'Nobody')).toBeNull();
  });
});
