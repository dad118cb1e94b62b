import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm, makeReservation, NOON } from '@/test/engine/builders';
import {
  bindingExclusion,
  coolingEnd,
  findCsmExclusions,
  findExclusions,
  isWithinReach,
  placesFor,
} from './eligibility';
import { defaultRoutingPolicy as policy, type RoutingPolicy } from './policy';
import type { Csm, RoutableAccount } from './types';

const check = (
  csm: Partial<Csm>,
  account: Partial<RoutableAccount> = {},
  changed: Partial<RoutingPolicy> = {},
) => bindingExclusion(makeCsm(csm), makeAccount(account), { ...policy, ...changed }, NOON);

const ago = (hours: number) => NOON - hours * HOUR_MS;

describe('findExclusions', () => {
  test('returns nothing for an active CSM with free capacity and no recent assignments', () => {
    expect(check({})).toBeNull();
  });

  test('excludes an inactive CSM without an end', () => {
    expect(check({ active: false })).toMatchObject({ reason: 'not_active', until: null });
  });

  test('excludes a CSM on leave until the return', () => {
    expect(check({ awayUntil: NOON + DAY_MS })).toMatchObject({
      reason: 'away',
      until: NOON + DAY_MS,
    });
    expect(check({ awayUntil: NOON })).toBeNull();
  });

  test('excludes a CSM who has planned leave only while it lasts', () => {
    const leave = { awayFrom: NOON + DAY_MS, awayUntil: NOON + 3 * DAY_MS };
    const at = (time: number) => bindingExclusion(makeCsm(leave), makeAccount(), policy, time);
    expect(at(NOON)).toBeNull();
    expect(at(NOON + DAY_MS - 1)).toBeNull();
    expect(at(NOON + DAY_MS)).toMatchObject({ reason: 'away', until: leave.awayUntil });
    expect(at(NOON + 3 * DAY_MS)).toBeNull();
  });

  test('excludes a CSM of another segment or level; a CSM without either takes any', () => {
    expect(check({ segment: 'Commercial' })).toMatchObject({ reason: 'segment_mismatch' });
    expect(check({ level: 'Enterprise' })).toMatchObject({ reason: 'segment_mismatch' });
    expect(check({ segment: 'residential ', level: 'CORPORATE' })).toBeNull();
    expect(check({ segment: '' })).toBeNull();
    expect(check({ segment: 'Residential' }, { segment: null })).toMatchObject({
      reason: 'segment_mismatch',
    });
  });

  test('excludes a CSM for four hours after receiving an account', () => {
    expect(check({ lastReceivedAt: ago(3) })).toEqual({
      csm: 'Ana Diaz',
      reason: 'cooling',
      until: NOON + HOUR_MS,
    });
    expect(check({ lastReceivedAt: ago(4) })).toBeNull();
  });

  test('excludes a CSM with a new pending recommendation, unless the policy allows it', () => {
    const reservations = [makeReservation({ at: ago(1) }), makeReservation({ at: ago(30) })];
    expect(check({ reservations })).toMatchObject({ reason: 'cooling', until: ago(-3) });
    expect(check({ reservations }, {}, { pendingReserves: false })).toBeNull();
  });

  test('excludes a CSM rejected for the account until the rejection stops counting', () => {
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

test('coolingEnd is the policy’s hours, including fractions, after the last receipt or reservation', () => {
  const end = (csm: Partial<Csm>, changed: Partial<RoutingPolicy> = {}) =>
    coolingEnd(makeCsm(csm), { ...policy, ...changed }, NOON);
  expect(end({ lastReceivedAt: ago(1) }, { coolingHours: 1.5 })).toBe(ago(-0.5));
  const reserved = { lastReceivedAt: ago(3), reservations: [makeReservation({ at: ago(1) })] };
  expect(end(reserved)).toBe(ago(-3));
  expect(end(reserved, { pendingReserves: false })).toBe(ago(-1));
  expect(end({ lastReceivedAt: ago(4) })).toBeNull();
  expect(end({})).toBeNull();
});

test('findCsmExclusions omits reasons that depend on the account', () => {
  const full = { segment: 'Commercial', book: makeBook(100) };
  const reasons = (csm: Partial<Csm>) =>
    findCsmExclusions(makeCsm(csm), policy, NOON).map(({ reason }) => reason);
  expect(reasons(full)).toEqual([]);
  expect(reasons({ ...full, lastReceivedAt: ago(1), awayUntil: NOON + DAY_MS })).toEqual([
    'away',
    'cooling',
  ]);
  expect(reasons({ active: false })).toEqual(['not_active']);
});

describe('capacity', () => {
  test.each([
    ['Residential', 'Corporate', 100],
    ['Commercial', 'Corporate', 70],
    ['Commercial', 'Enterprise', 35],
    ['Residential', 'Enterprise', 40],
    ['Municipal', null, 85],
  ])('for class %s %s is %i accounts', (segment, level, limit) => {
    const account = { segment, level };
    expect(check({ book: makeBook(limit - 1) }, account)).toBeNull();
    expect(check({ book: makeBook(limit) }, account)).toMatchObject({
      reason: 'at_capacity',
      until: null,
    });
  });

  test('follows the CSM’s own limit if there is one', () => {
    expect(check({ capacity: 120, book: makeBook(110) })).toBeNull();
    expect(check({ capacity: 0, book: makeBook(0) })).toMatchObject({ reason: 'at_capacity' });
  });
});

describe('velocity', () => {
  const spread = (count: number) => Array.from({ length: count }, (_, i) => ago(10 + 12 * i));

  test('excludes a CSM with ten accounts in a week until the oldest leaves the week', () => {
    expect(check({ received: spread(9) })).toBeNull();
    const oldest = ago(10 + 12 * 9);
    expect(check({ received: spread(10) })).toMatchObject({
      reason: 'velocity',
      until: oldest + 7 * DAY_MS,
    });
  });

  test('above the limit, waits for several accounts to leave the window', () => {
    const thirdOldest = ago(10 + 12 * 9);
    expect(check({ received: spread(12) })?.until).toBe(thirdOldest + 7 * DAY_MS);
  });

  test('ignores accounts received a week ago', () => {
    expect(check({ received: Array(10).fill(NOON - 7 * DAY_MS) })).toBeNull();
  });

  test('allows a new CSM two accounts a day, and others more', () => {
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
  test('starts with reasons without an end, then the latest end', () => {
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

describe('a pending recommendation, however old,', () => {
  const old = (count: number, overrides = {}) =>
    Array.from({ length: count }, () => makeReservation({ at: ago(100), ...overrides }));

  test('takes a place in the book', () => {
    const book = makeBook(98);
    expect(check({ book, reservations: old(1) })).toBeNull();
    expect(check({ book, reservations: old(2) })).toMatchObject({ reason: 'at_capacity' });
    expect(check({ book, reservations: old(2) }, {}, { pendingReserves: false })).toBeNull();
  });

  test('counts in velocity as if it were accepted now', () => {
    const received = Array.from({ length: 7 }, (_, i) => ago(24 + i));
    expect(check({ received, reservations: old(2) })).toBeNull();
    expect(check({ received, reservations: old(3) })).toMatchObject({ reason: 'velocity' });
    expect(check({ tenureMonths: 2, reservations: old(2) })).toMatchObject({
      reason: 'velocity',
      until: NOON + DAY_MS,
    });
  });
});

describe('the ramp', () => {
  const limit = policy.ramp.highNeedPerWeek;
  const receivedNeedy = Array.from({ length: limit }, (_, i) => ago(30 + i));

  test('keeps further high-need accounts from a CSM, and no others', () => {
    const until = ago(30 + limit - 1) + 7 * DAY_MS;
    expect(check({ receivedNeedy }, { neediness: 8 })).toMatchObject({ reason: 'velocity', until });
    expect(check({ receivedNeedy }, { neediness: 7.9 })).toBeNull();
    expect(check({ receivedNeedy }, { neediness: null })).toBeNull();
  });

  test('counts pending high-need accounts', () => {
    const reservations = [makeReservation({ at: ago(30), needy: true })];
    const received = receivedNeedy.slice(1);
    expect(check({ receivedNeedy: received }, { neediness: 9 })).toBeNull();
    expect(check({ receivedNeedy: received, reservations }, { neediness: 9 })).toMatchObject({
      reason: 'velocity',
    });
  });
});

describe('isWithinReach', () => {
  const reach = (csm: Partial<Csm>, account: Partial<RoutableAccount> = {}) =>
    isWithinReach(
      makeCsm(csm),
      findExclusions(makeCsm(csm), makeAccount(account), policy, NOON),
      NOON + 24 * HOUR_MS,
    );

  test('includes CSMs who become eligible by the deadline', () => {
    expect(reach({})).toBe(true);
    expect(reach({ lastReceivedAt: ago(1) })).toBe(true);
    expect(reach({ awayUntil: NOON + DAY_MS })).toBe(true);
    expect(reach({ tenureMonths: 2, received: [ago(5), ago(6)] })).toBe(true);
    expect(
      reach({ lastReceivedAt: ago(1), awayFrom: NOON + 4 * HOUR_MS, awayUntil: NOON + 9 * DAY_MS }),
    ).toBe(true);
  });

  test('leaves out CSMs who become eligible later, or not by themselves', () => {
    expect(reach({ awayUntil: NOON + DAY_MS + 1 })).toBe(false);
    expect(reach({ lastReceivedAt: ago(1), awayUntil: NOON + 2 * DAY_MS })).toBe(false);
    expect(
      reach({ lastReceivedAt: ago(1), awayFrom: NOON + HOUR_MS, awayUntil: NOON + 2 * DAY_MS }),
    ).toBe(false);
    expect(reach({ book: makeBook(100) })).toBe(false);
    expect(reach({ segment: 'Commercial' })).toBe(false);
    expect(reach({ active: false })).toBe(false);
    const rejected = [{ csm: 'Ana Diaz', until: NOON + HOUR_MS }];
    expect(reach({}, { rejected })).toBe(false);
  });
});

test('placesFor is what the tightest rule leaves', () => {
  const places = (csm: Partial<Csm>, neediness = 5) =>
    placesFor(makeCsm(csm), makeAccount({ neediness }), { ...policy, maxPerRun: 8 }, NOON);
  expect(places({})).toBe(8);
  expect(places({ book: makeBook(95) })).toBe(5);
  expect(places({ received: Array.from({ length: 6 }, () => ago(50)) })).toBe(4);
  expect(places({ tenureMonths: 2, reservations: [makeReservation()] })).toBe(1);
  expect(places({}, 9)).toBe(policy.ramp.highNeedPerWeek);
  expect(places({ receivedNeedy: [ago(9)] }, 9)).toBe(policy.ramp.highNeedPerWeek - 1);
});
