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

describe('sentences of an explanation', () => {
  test('name the best fit, why it was not eligible, and until when', () => {
    const csms = [
      makeCsm({ name: 'Bo Chen' }),
      makeCsm({ name: 'Ana Diaz', book: makeBook(5), lastReceivedAt: until - 4 * HOUR_MS }),
    ];
    expect(describeBestFit(explained({ csms }))).toEqual({
      text: 'The best fit, Ana Diaz (score 100), is cooling until',
      until,
    });
    expect(describeBestFit(explained({}))).toBeNull();
  });

  test('end in "until" only for an exclusion with an end time', () => {
    for (const reason of exclusionReasons) {
      const timed = describeExclusion({ csm: 'Ana Diaz', reason, until });
      expect(timed.text).toMatch(/^Ana Diaz .* until$/);
      const open = describeExclusion({ csm: 'Ana Diaz', reason, until: null });
      expect(open.text).not.toContain('until');
      expect(exclusionLabels[reason]).not.toBe('');
    }
  });

  test('count the CSMs that the reason of a deferral excluded', () => {
    const counts = { cooling: 12, away: 1 };
    expect(describeDeferral({ reason: 'cooling', until, counts })).toEqual({
      text: 'Deferred: 12 of 13 active CSMs are cooling; no other CSM is eligible until',
      until,
    });
    expect(
      describeDeferral({
        reason: 'at_capacity',
        until: null,
        counts: { at_capacity: 2 },
      }).text,
    ).toBe('Deferred: all 2 active CSMs are at capacity');
    expect(
      describeDeferral({
        reason: 'max_per_run',
        until: null,
        counts: { max_per_run: 1 },
      }).text,
    ).toBe('Deferred: the only eligible CSM received another account in this run');
  });

  test('give the value that replaced a missing score', () => {
    expect(describeAssumed({ assumed: { neediness: 4.25 } }, 'en-US')).toEqual([
      'The account’s neediness is unknown, so a typical value (4.3) was used',
    ]);
  });
});

describe('describeChoice', () => {
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

  test('formats numbers in the given locale', () => {
    const [first] = describeChoice(choice, 'de-DE');
    expect(first?.sentence).toContain('46\u00a0%');
  });

  test('returns a sentence per factor, with shares that add up to 1', () => {
    const reasons = describeChoice(choice, 'en-US');
    expect(choice.chosen.csm).toBe('Ana Diaz');
    expect(reasons.map(({ sentence }) => sentence)).toEqual([
      'Ana Diaz would have 41 accounts (capacity 100); alternatives average 46% of capacity',
      'Neediness per unit of capacity would be 11% below the alternatives’ average',
      'Revenue per unit of capacity would be 11% below the alternatives’ average',
      'The book would have 1 red account; alternatives average 1',
      'A red account needs experience; Ana Diaz has 30 months (enough); 1 of 2 alternatives has too little',
      'Ana Diaz received no accounts recently; alternatives did',
    ]);
    const shares = reasons.map(({ share }) => share);
    expect(shares.reduce((sum, share) => sum + Math.abs(share), 0)).toBeCloseTo(1);
    expect(shares[4]).toBeGreaterThan(0);
  });

  test('omits comparisons when there are no alternatives', () => {
    const reasons = describeFactors(choice.chosen, [], choice, 'en-US');
    expect(reasons.map(({ share }) => share)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(reasons[0]?.sentence).toBe('Ana Diaz would have 41 accounts (capacity 100)');
  });
});
