import { describe, expect, test } from 'vitest';
import { defaultRoutingPolicy as policy } from './default-policy';
import { exclusionOf, exclusionsOf, standingExclusionsOf } from './eligibility';
import { day, hour } from './hours';
import { accountLike, bookOf, csmLike, noon } from './testing';
import type { Csm, RoutableAccount, RoutingPolicy } from './types';

const check = (
  csm: Partial<Csm>,
  account: Partial<RoutableAccount> = {},
  changed: Partial<RoutingPolicy> = {},
) => exclusionOf(csmLike(csm), accountLike(account), { ...policy, ...changed }, noon);

const ago = (hours: number) => noon - hours * hour;

describe('a CSM', () => {
  test('who is active, rested and has room is eligible', () => {
    expect(check({})).toBeNull();
  });

  test('who is not active is excluded for good', () => {
    expect(check({ active: false })).toMatchObject({ reason: 'not_active', until: null });
  });

  test('who is away waits until the return, and not after it', () => {
    expect(check({ awayUntil: noon + day })).toMatchObject({ reason: 'away', until: noon + day });
    expect(check({ awayUntil: noon })).toBeNull();
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
      until: noon + hour,
    });
    expect(check({ lastReceivedAt: ago(4) })).toBeNull();
  });

  test('is reserved by a pending recommendation, unless the policy says otherwise', () => {
    expect(check({ reservedAt: ago(1) })).toMatchObject({ reason: 'cooling', until: ago(-3) });
    expect(check({ reservedAt: ago(1) }, {}, { pendingReserves: false })).toBeNull();
  });

  test('whose recommendation for the account was rejected waits until that stops counting', () => {
    const rejected = [
      { csm: 'Ana Diaz', until: noon + 2 * day },
      { csm: 'Ana Diaz', until: noon + 9 * day },
      { csm: 'Bo Chen', until: noon + 20 * day },
    ];
    expect(check({}, { rejected })).toMatchObject({
      reason: 'rejected_before',
      until: noon + 9 * day,
    });
    expect(check({ name: 'Cy Dunn' }, { rejected })).toBeNull();
    expect(check({}, { rejected: [{ csm: 'Ana Diaz', until: noon }] })).toBeNull();
  });
});

test('what stands against a CSM for any account leaves out what the account has to do with', () => {
  const full = { segment: 'Commercial', book: bookOf(100) };
  const standing = (csm: Partial<Csm>) =>
    standingExclusionsOf(csmLike(csm), policy, noon).map(({ reason }) => reason);
  expect(standing(full)).toEqual([]);
  expect(standing({ ...full, lastReceivedAt: ago(1), awayUntil: noon + day })).toEqual([
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
    expect(check({ book: bookOf(limit - 1) }, account)).toBeNull();
    expect(check({ book: bookOf(limit) }, account)).toMatchObject({
      reason: 'at_capacity',
      until: null,
    });
  });

  test('of the CSM’s own wins, either way', () => {
    expect(check({ capacity: 120, book: bookOf(110) })).toBeNull();
    expect(check({ capacity: 0, book: bookOf(0) })).toMatchObject({ reason: 'at_capacity' });
  });
});

describe('velocity', () => {
  const spread = (count: number) => Array.from({ length: count }, (_, i) => ago(10 + 12 * i));

  test('lets nine a week pass and stops the tenth until the oldest leaves the week', () => {
    expect(check({ received: spread(9) })).toBeNull();
    const oldest = ago(10 + 12 * 9);
    expect(check({ received: spread(10) })).toMatchObject({
      reason: 'velocity',
      until: oldest + 7 * day,
    });
  });

  test('waits for as many to leave as are too many', () => {
    const thirdOldest = ago(10 + 12 * 9);
    expect(check({ received: spread(12) })?.until).toBe(thirdOldest + 7 * day);
  });

  test('forgets what is a week old', () => {
    expect(check({ received: Array(10).fill(noon - 7 * day) })).toBeNull();
  });

  test('gives a new CSM two a day, an experienced or unknown one more', () => {
    const received = [ago(23), ago(5)];
    expect(check({ tenureMonths: 5, received })).toMatchObject({
      reason: 'velocity',
      until: noon + hour,
    });
    expect(check({ tenureMonths: 6, received })).toBeNull();
    expect(check({ tenureMonths: null, received })).toBeNull();
    expect(check({ tenureMonths: 5, received: [ago(24), ago(5)] })).toBeNull();
  });
});

describe('the order of reasons', () => {
  test('puts what has no known end first, then what ends last', () => {
    const csm = csmLike({
      active: false,
      segment: 'Commercial',
      capacity: 1,
      lastReceivedAt: ago(1),
      awayUntil: noon + hour,
    });
    const rejected = [{ csm: csm.name, until: noon + day }];
    const reasons = exclusionsOf(csm, accountLike({ rejected }), policy, noon).map((e) => e.reason);
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
