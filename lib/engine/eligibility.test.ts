import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm, NOON } from '@/test/engine/builders';
import { bindingExclusion, findCsmExclusions, findExclusions } from './eligibility';
import { defaultRoutingPolicy as policy, type RoutingPolicy } from './policy';
import type { Csm, RoutableAccount } from './types';

const check = (
  csm: Partial<Csm>,
  account: Partial<RoutableAccount> = {},
  changed: Partial<RoutingPolicy> = {},
) => bindingExclusion(makeCsm(csm), makeAccount(account), { ...policy, ...changed }, NOON);

const ago = (hours: number) => NOON - hours * HOUR_MS;

describe('a CSM', () => {
  test('who is active, rested and has room is eligible', () => {
    expect(check({})).toBeNull();
  });

  test('who is not active is excluded for good', () => {
    expect(check({ active: false })).toMatchObject({ reason: 'not_active', until: null });
  });

  test('who is away waits until the return, and not after it', () => {
    expect(check({ awayUntil: NOON + DAY_MS })).toMatchObject({
      reason: 'away',
      until: NOON + DAY_MS,
    });
    expect(check({ awayUntil: NOON })).toBeNull();
  });

  test('of another segment or level is a mismatch; one without takes any', () => {
    expect(check({ segment: 'Commercial' })).toMatchObject({ reason: 'segment_mismatch' });
    expect(check({ level: 'Enterprise' })).toMatchObject({ reason: 'segment_mismatch' });
    expect(check({ segment: 'residential ', level: 'CORPORATE' })).toBeNull();
    expect(check({ segment: '' })).toBeNull();
    expect(check({ segment: 'Residential' }, { segment: null })).toMatchObject({
      reason: 'segment_mismatch',
    });
  });

  test('cools for four hours after receiving an account', () => {
    expect(check({ lastReceivedAt: ago(3) })).toEqual({
      csm: 'Ana Diaz',
      reason: 'cooling',
      until: NOON + HOUR_MS,
    });
    expect(check({ lastReceivedAt: ago(4) })).toBeNull();
  });

  test('is reserved by a pending recommendation, unless the policy says otherwise', () => {
    expect(check({ reservedAt: ago(1) })).toMatchObject({ reason: 'cooling', until: ago(-3) });
    expect(check({ reservedAt: ago(1) }, {}, { pendingReserves: false })).toBeNull();
  });

  test('whose recommendation for the account was rejected waits until that stops counting', () => {
    const rejected = [
      { csm: 'Ana Diaz', until: NOON + 2 * DAY_MS },
      { csm: 'Ana Diaz', until: NOON + 9 * DAY_MS },
      { csm: 'Bo Chen', until: NOON + 20 * DAY_MS },
    ];
    expect(check({}, { rejected })).toMatchObject({
      reason: 'rejected_before',
      until: NOON + 9 * DAY_MS,
    });
    expect(check({ name: 'Cy Dunn' }, { rejected })).toBeNull();
    expect(check({}, { rejected: [{ csm: 'Ana Diaz', until: NOON }] })).toBeNull();
  });
});

test('what stands against a CSM for any account leaves out what the account has to do with', () => {
  const full = { segment: 'Commercial', book: makeBook(100) };
  const standing = (csm: Partial<Csm>) =>
    findCsmExclusions(makeCsm(csm), policy, NOON).map(({ reason }) => reason);
  expect(standing(full)).toEqual([]);
  expect(standing({ ...full, lastReceivedAt: ago(1), awayUntil: NOON + DAY_MS })).toEqual([
    'away',
    'cooling',
  ]);
  expect(standing({ active: false })).toEqual(['not_active']);
});

describe('capacity', () => {
  test.each([
    ['Residential', 'Corporate', 100],
    ['Commercial', 'Corporate', 70],
    ['Commercial', 'Enterprise', 35],
    ['Residential', 'Enterprise', 40],
    ['Municipal', null, 85],
  ])('of %s %s is %i accounts', (segment, level, limit) => {
    const account = { segment, level };
    expect(check({ book: makeBook(limit - 1) }, account)).toBeNull();
    expect(check({ book: makeBook(limit) }, account)).toMatchObject({
      reason: 'at_capacity',
      until: null,
    });
  });

  test('of the CSM’s own wins, either way', () => {
    expect(check({ capacity: 120, book: makeBook(110) })).toBeNull();
    expect(check({ capacity: 0, book: makeBook(0) })).toMatchObject({ reason: 'at_capacity' });
  });
});

describe('velocity', () => {
  const spread = (count: number) => Array.from({ length: count }, (_, i) => ago(10 + 12 * i));

  test('lets nine a week pass and stops the tenth until the oldest leaves the week', () => {
    expect(check({ received: spread(9) })).toBeNull();
    const oldest = ago(10 + 12 * 9);
    expect(check({ received: spread(10) })).toMatchObject({
      reason: 'velocity',
      until: oldest + 7 * DAY_MS,
    });
  });

  test('waits for as many to leave as are too many', () => {
    const thirdOldest = ago(10 + 12 * 9);
    expect(check({ received: spread(12) })?.until).toBe(thirdOldest + 7 * DAY_MS);
  });

  test('forgets what is a week old', () => {
    expect(check({ received: Array(10).fill(NOON - 7 * DAY_MS) })).toBeNull();
  });

  test('gives a new CSM two a day, an experienced or unknown one more', () => {
    const received = [ago(23), ago(5)];
    expect(check({ tenureMonths: 5, received })).toMatchObject({
      reason: 'velocity',
      until: NOON + HOUR_MS,
    });
    expect(check({ tenureMonths: 6, received })).toBeNull();
    expect(check({ tenureMonths: null, received })).toBeNull();
    expect(check({ tenureMonths: 5, received: [ago(24), ago(5)] })).toBeNull();
  });
});

describe('the order of reasons', () => {
  test('puts what has no known end first, then what ends last', () => {
    const csm = makeCsm({
      active: false,
      segment: 'Commercial',
      capacity: 1,
      lastReceivedAt: ago(1),
      awayUntil: NOON + HOUR_MS,
    });
    const rejected = [{ csm: csm.name, until: NOON + DAY_MS }];
    const reasons = findExclusions(csm, makeAccount({ rejected }), policy, NOON).map(
      (e) => e.reason,
    );
    expect(reasons).toEqual([
      'not_active',
      'segment_mismatch',
      'at_capacity',
      'rejected_before',
      'cooling',
      'away',
    ]);
  });
});
