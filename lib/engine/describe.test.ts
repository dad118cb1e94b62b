import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';
import {
  describeAssumed,
  describeBestFit,
  describeChoice,
  describeDeferral,
  describeExclusion,
  describeFactors,
  exclusionLabels,
} from './describe';
import { routeAccounts } from './route-accounts';
import { exclusionReasons, type RoutingProblem } from './types';

function explained(problem: Partial<RoutingProblem>) {
  const result = routeAccounts(makeProblem(problem));
  if (result.status !== 'solved' || !result.placements[0]) throw new Error(result.status);
  return result.placements[0].explanation;
}

const until = NOON + HOUR_MS;

describe('in words,', () => {
  test('the best fit is named with what keeps it and until when', () => {
    const csms = [
      makeCsm({ name: 'Bo Chen' }),
      makeCsm({ name: 'Ana Diaz', book: makeBook(5), lastReceivedAt: until - 4 * HOUR_MS }),
    ];
    expect(describeBestFit(explained({ csms }))).toEqual({
      text: 'The best fit, Ana Diaz, who would score 100, is cooling until',
      until,
    });
    expect(describeBestFit(explained({}))).toBeNull();
  });

  test('every exclusion ends in until exactly where there is a time', () => {
    for (const reason of exclusionReasons) {
      const timed = describeExclusion({ csm: 'Ana Diaz', reason, until });
      expect(timed.text).toMatch(/^Ana Diaz .* until$/);
      const open = describeExclusion({ csm: 'Ana Diaz', reason, until: null });
      expect(open.text).not.toContain('until');
      expect(exclusionLabels[reason]).not.toBe('');
    }
  });

  test('a deferral says how many are kept, and from when not', () => {
    const counts = { cooling: 12, away: 1 };
    expect(describeDeferral({ accountId: 'A', reason: 'cooling', until, counts })).toEqual({
      text: 'Deferred, since 12 of 13 active CSMs are cooling; no other is eligible until',
      until,
    });
    expect(
      describeDeferral({
        accountId: 'A',
        reason: 'at_capacity',
        until: null,
        counts: { at_capacity: 2 },
      }).text,
    ).toBe(
      'Deferred, since 2 of 2 active CSMs own as many accounts as they may; nobody is eligible',
    );
    expect(
      describeDeferral({
        accountId: 'A',
        reason: 'max_per_run',
        until: null,
        counts: { max_per_run: 1 },
      }).text,
    ).toBe('Deferred, since the only eligible CSM received another account in this run');
  });

  test('what was assumed is said with its number', () => {
    expect(describeAssumed({ assumed: { neediness: 4.25 } })).toEqual([
      'The account’s neediness is not known; 4.3, usual for the pool, was used',
    ]);
  });
});

describe('the factors of a choice', () => {
  const csms = [
    makeCsm({ name: 'Ana Diaz', tenureMonths: 30, book: makeBook(40) }),
    makeCsm({
      name: 'Bo Chen',
      tenureMonths: 2,
      book: makeBook(30),
      received: [NOON - 30 * HOUR_MS],
    }),
    makeCsm({ name: 'Cy Dunn', tenureMonths: 40, book: makeBook(60) }),
  ];
  const choice = explained({ csms, accounts: [makeAccount({ health: 10 })] });

  test('each have a sentence, and shares that add up to one', () => {
    const reasons = describeChoice(choice);
    expect(choice.chosen.csm).toBe('Ana Diaz');
    expect(reasons.map(({ sentence }) => sentence)).toEqual([
      'Ana Diaz would own 41 of at most 100 accounts; the alternatives are 46% full on average',
      'For their capacity, the neediness on their book would be 11% below the alternatives’ average',
      'For their capacity, the revenue on their book would be 11% below the alternatives’ average',
      'They would have 1 red account; the alternatives 1 on average',
      'A red account wants experience; Ana Diaz has 30 months, enough under this policy; 1 of 2 alternatives have too little',
      'Nothing received lately counts against Ana Diaz; it does against alternatives',
    ]);
    const shares = reasons.map(({ share }) => share);
    expect(shares.reduce((sum, share) => sum + Math.abs(share), 0)).toBeCloseTo(1);
    expect(shares[4]).toBeGreaterThan(0);
  });

  test('compare with nobody where there is nobody', () => {
    const reasons = describeFactors(choice.chosen, [], choice);
    expect(reasons.map(({ share }) => share)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(reasons[0]?.sentence).toBe('Ana Diaz would own 41 of at most 100 accounts');
  });
});
