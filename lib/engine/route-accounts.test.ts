import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import {
  makeAccount,
  makeBook,
  makeCsm,
  makeProblem,
  NOON,
  randomProblem,
} from '@/test/engine/builders';
import { defaultRoutingPolicy, type RoutingPolicy } from './policy';
import { routeAccounts } from './route-accounts';
import type { RoutingProblem } from './types';

function solved(problem: Partial<RoutingProblem>, policy: Partial<RoutingPolicy> = {}) {
  const result = routeAccounts(
    makeProblem({ ...problem, policy: { ...defaultRoutingPolicy, ...policy } }),
  );
  if (result.status !== 'solved') throw new Error(result.status);
  return result;
}

const ana = makeCsm({ name: 'Ana Diaz' });
const bo = makeCsm({ name: 'Bo Chen' });
const given = (result: ReturnType<typeof solved>) =>
  Object.fromEntries(result.placements.map(({ accountId, csm }) => [accountId, csm]));

describe('routeAccounts', () => {
  test('returns no_accounts or no_active_csm when there is nothing to assign', () => {
    expect(routeAccounts(makeProblem({ accounts: [] }))).toEqual({ status: 'no_accounts' });
    const csms = [makeCsm({ active: false })];
    expect(routeAccounts(makeProblem({ csms }))).toEqual({ status: 'no_active_csm' });
    expect(routeAccounts(makeProblem({ csms: [] }))).toEqual({ status: 'no_active_csm' });
  });

  test('gives the account to the CSM with the lighter book', () => {
    const csms = [ana, { ...bo, book: makeBook(30) }];
    const { placements } = solved({ csms });
    expect(placements[0]).toMatchObject({ csm: 'Bo Chen', score: 100 });
  });

  test('gives a red account to a senior CSM and a high-need account to an experienced one', () => {
    const csms = [
      makeCsm({ name: 'New', tenureMonths: 2, book: makeBook(20) }),
      makeCsm({ name: 'Settled', tenureMonths: 7, book: makeBook(35) }),
      makeCsm({ name: 'Senior', tenureMonths: 40, book: makeBook(50) }),
    ];
    const accounts = [
      makeAccount({ id: 'green' }),
      makeAccount({ id: 'needy', neediness: 9 }),
      makeAccount({ id: 'red', health: 30 }),
    ];
    const result = solved({ csms, accounts });
    expect(given(result)).toEqual({ green: 'New', needy: 'Settled', red: 'Senior' });
    expect(result.match).toMatchObject({
      needyWithExperienced: 100,
      redWithSenior: 100,
      newCsmGreen: 100,
    });
  });

  test('breaks ties by account id and CSM name', () => {
    const csms = [makeCsm({ name: 'b' }), makeCsm({ name: 'a' }), makeCsm({ name: 'B' })];
    const accounts = [makeAccount({ id: '2' }), makeAccount({ id: '10' })];
    expect(given(solved({ csms, accounts }))).toEqual({ '10': 'B', '2': 'a' });
  });

  test('places a duplicate account once, whichever copy comes first', () => {
    const copies = [makeAccount({ neediness: 9 }), makeAccount({ neediness: 2 })];
    const result = solved({ accounts: copies, csms: [ana, bo] });
    expect(result.placements).toHaveLength(1);
    expect(solved({ accounts: copies.toReversed(), csms: [bo, ana] })).toEqual(result);
  });

  test('skips a better CSM who is cooling, and reports their score and the end time', () => {
    const cooling = { ...bo, book: makeBook(10), lastReceivedAt: NOON - HOUR_MS };
    const { placements } = solved({ csms: [ana, cooling] });
    const { csm, score, explanation } = placements[0] as (typeof placements)[number];
    expect(csm).toBe('Ana Diaz');
    expect(score).toBeLessThan(50);
    expect(explanation.better).toEqual([
      { csm: 'Bo Chen', reason: 'cooling', until: NOON + 3 * HOUR_MS, score: 100 },
    ]);
    expect(explanation.excluded).toEqual([]);
    expect(explanation.alternatives).toEqual([]);
  });

  test('explains a placement with the five best alternatives, their placements, and the books', () => {
    const csms = Array.from({ length: 9 }, (_, j) =>
      makeCsm({ name: `C${j}`, book: makeBook(40 + j) }),
    );
    const accounts = [makeAccount({ id: 'X' }), makeAccount({ id: 'Y', neediness: null })];
    const { placements } = solved({ csms, accounts });
    const [x, y] = placements.map(({ explanation }) => explanation);
    expect(x?.chosen).toMatchObject({ placedWith: null, exclusion: null, capacity: 100 });
    expect(x?.chosen.bookAfter.accounts).toBe((x?.chosen.bookBefore.accounts ?? 0) + 1);
    expect(x?.alternatives).toHaveLength(5);
    expect(x?.alternatives.find(({ csm }) => csm === y?.chosen.csm)?.placedWith).toBe('Y');
    const costs = x?.alternatives.map(({ cost }) => cost) ?? [];
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    expect(y?.assumed).toEqual({ neediness: 5 });
  });
});

describe('a deferred account', () => {
  test('has the reason max_per_run when the eligible CSMs received other accounts', () => {
    const accounts = [makeAccount({ id: 'X' }), makeAccount({ id: 'Y' })];
    const { deferrals, placements } = solved({ accounts, csms: [ana] });
    expect(placements.map(({ accountId }) => accountId)).toEqual(['X']);
    expect(deferrals).toEqual([
      {
        accountId: 'Y',
        reason: 'max_per_run',
        until: NOON + 4 * HOUR_MS,
        counts: { max_per_run: 1 },
      },
    ]);
  });

  test('has the reason that excludes the most CSMs, and the earliest end time', () => {
    const csms = [
      makeCsm({ name: 'A', lastReceivedAt: NOON - HOUR_MS }),
      makeCsm({ name: 'B', lastReceivedAt: NOON - 2 * HOUR_MS }),
      makeCsm({ name: 'C', awayUntil: NOON + HOUR_MS }),
      makeCsm({ name: 'D', active: false }),
    ];
    expect(solved({ csms }).deferrals).toEqual([
      {
        accountId: 'A1',
        reason: 'cooling',
        until: NOON + HOUR_MS,
        counts: { cooling: 2, away: 1 },
      },
    ]);
  });

  test('has the first reason of the closed list when two exclude equally many CSMs', () => {
    const csms = [
      makeCsm({ name: 'A', capacity: 1 }),
      makeCsm({ name: 'B', awayUntil: NOON + DAY_MS }),
    ];
    expect(solved({ csms }).deferrals[0]).toMatchObject({ reason: 'away', until: NOON + DAY_MS });
  });

  test('does not prevent other accounts from being placed', () => {
    const accounts = [
      makeAccount({ id: 'corporate' }),
      makeAccount({ id: 'enterprise', level: 'Enterprise' }),
    ];
    const csms = [
      makeCsm({ name: 'A', level: 'Corporate' }),
      makeCsm({ name: 'B', level: 'Corporate' }),
    ];
    const result = solved({ accounts, csms });
    expect(given(result)).toEqual({ corporate: 'A' });
    expect(result.deferrals[0]).toMatchObject({ reason: 'segment_mismatch', until: null });
  });
});

describe('a batch', () => {
  const waiting = (id: string, days: number, overrides = {}) =>
    makeAccount({ id, waitingSince: NOON - days * DAY_MS, ...overrides });

  test('takes the accounts that have waited longest, and urgent ones before others', () => {
    const accounts = [waiting('new', 0), waiting('old', 3), waiting('red', 2, { health: 10 })];
    const result = solved({ accounts, csms: [ana, bo], limit: 1 });
    expect(given(result)).toEqual({ red: 'Ana Diaz' });
    expect(result).toMatchObject({ deferrals: [], deferred: 0, left: 2 });
    expect(result.proof.waiting).toBe(3 * defaultRoutingPolicy.weights.waiting);
  });

  test('takes overdue accounts before all others', () => {
    const { overdueDays } = defaultRoutingPolicy.waiting;
    const accounts = [
      waiting('overdue', overdueDays + 0.1),
      waiting('red', overdueDays - 0.1, { health: 10 }),
    ];
    expect(Object.keys(given(solved({ accounts, csms: [ana] })))).toEqual(['overdue']);
  });

  test('is not used up by old accounts that nobody may take', () => {
    const blocked = { segment: 'Commercial', level: 'Enterprise' };
    const accounts = [waiting('x', 30, blocked), waiting('y', 20, blocked), waiting('new', 0)];
    const csms = [ana, bo].map((csm) => ({ ...csm, segment: 'Residential' }));
    const result = solved({ accounts, csms, limit: 2 });
    expect(Object.keys(given(result))).toEqual(['new']);
    expect(result.untaken).toEqual([{ ...blocked, accounts: 2, waitingSince: NOON - 30 * DAY_MS }]);
  });
});

describe('several accounts per CSM', () => {
  const accounts = ['1', '2', '3', '4', '5'].map((id) => makeAccount({ id }));

  test('are placed as one problem, and explained with the others of the run in the books', () => {
    const csms = [ana, { ...bo, book: makeBook(45) }];
    const result = solved({ accounts, csms }, { maxPerRun: 2 });
    expect(result.proof).toMatchObject({ method: 'drain', placed: 4, placedBound: 4 });
    expect(result.proof.bound).toBeLessThanOrEqual(result.proof.primal);
    expect(result.deferrals).toMatchObject([{ accountId: '5', reason: 'max_per_run' }]);
    const after = result.placements.map(({ explanation }) => explanation.chosen.bookAfter.accounts);
    expect(after.toSorted()).toEqual([47, 47, 52, 52]);
  });

  test('respect capacity and velocity limits', () => {
    const full = solved({ accounts, csms: [{ ...ana, capacity: 52 }] }, { maxPerRun: 5 });
    expect(full.placements).toHaveLength(2);
    const fresh = solved({ accounts, csms: [{ ...ana, tenureMonths: 1 }] }, { maxPerRun: 5 });
    expect(fresh.placements).toHaveLength(2);
  });

  test('keep a CSM within the limit of every class the CSM receives', () => {
    const mixed = [
      makeAccount({ id: '1', segment: 'Residential', level: 'Enterprise' }),
      makeAccount({ id: '2', segment: 'Residential', level: 'Corporate' }),
    ];
    const bookOf = (accounts: number) => [{ ...ana, book: makeBook(accounts) }];
    const drained = (before: number) =>
      solved({ accounts: mixed, csms: bookOf(before) }, { maxPerRun: 2 }).placements.length;
    expect([38, 39, 40].map(drained)).toEqual([2, 1, 1]);
  });

  test('are not placed when the policy’s maxPerRun is 0', () => {
    expect(solved({ accounts }, { maxPerRun: 0 })).toMatchObject({
      placements: [],
      proof: { placed: 0, placedBound: 0, primal: 0, bound: 0 },
    });
  });
});

test('a run of a whole company is proved optimal and improves fairness', () => {
  const result = routeAccounts(randomProblem(25, 40, 7));
  if (result.status !== 'solved') throw new Error(result.status);
  expect(result.deferrals).toEqual([]);
  expect(result.proof.primal).toBe(result.proof.bound);
  const { before, after } = result.fairness;
  expect(after.fullness.neediness?.cv).toBeLessThan(before.fullness.neediness?.cv ?? Number.NaN);
  expect(after.fullness.revenue?.cv).toBeLessThan(before.fullness.revenue?.cv ?? Number.NaN);
});
