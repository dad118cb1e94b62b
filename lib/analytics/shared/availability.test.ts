import { expect, it } from 'vitest';
import { defaultRoutingPolicy as policy } from '@/lib/engine/policy';
import { HOUR_MS } from '@/lib/time';
import { makeBook, makeCsm, makeReservation, NOON } from '@/test/engine/builders';
import { countWithoutEligibleCsm, csmAvailability, unavailableFor } from './availability';

const availability = (...csms: Parameters<typeof makeCsm>[0][]) =>
  csmAvailability(csms.map(makeCsm), policy, NOON);

it('csmAvailability is empty without CSMs', () => {
  expect(availability()).toMatchObject({
    active: 0,
    eligible: 0,
    excluded: [],
    notActive: [],
    next: null,
  });
});

it('csmAvailability lists each active CSM under each of their reasons, and who is available next', () => {
  const result = availability(
    { name: 'Free' },
    { name: 'Bo', awayUntil: NOON + 9 * HOUR_MS, lastReceivedAt: NOON - HOUR_MS },
    { name: 'Cy', lastReceivedAt: NOON - HOUR_MS },
    { name: 'Di', lastReceivedAt: NOON - 2 * HOUR_MS },
    { name: 'Ed', capacity: 50, book: makeBook(50), awayUntil: NOON + HOUR_MS },
    { name: 'Al', lastReceivedAt: NOON - 2 * HOUR_MS },
    { name: 'Gone', active: false, lastReceivedAt: NOON - HOUR_MS },
  );
  expect(result).toMatchObject({ active: 6, eligible: 1, notActive: ['Gone'] });
  const until = (hours: number) => NOON + hours * HOUR_MS;
  expect(result.excluded).toEqual([
    {
      reason: 'cooling',
      csms: [
        { name: 'Al', until: until(2), otherReasons: [] },
        { name: 'Bo', until: until(3), otherReasons: ['away'] },
        { name: 'Cy', until: until(3), otherReasons: [] },
        { name: 'Di', until: until(2), otherReasons: [] },
      ],
    },
    {
      reason: 'away',
      csms: [
        { name: 'Bo', until: until(9), otherReasons: ['cooling'] },
        { name: 'Ed', until: until(1), otherReasons: ['at_capacity'] },
      ],
    },
    {
      reason: 'at_capacity',
      csms: [{ name: 'Ed', until: null, otherReasons: ['away'] }],
    },
  ]);
  expect(result.next).toEqual({ csms: ['Al', 'Di'], at: until(2) });
});

it('csmAvailability checks capacity and class against the class that a CSM takes', () => {
  const enterprise = { segment: 'Commercial', level: 'Enterprise' };
  const result = availability(
    { name: 'Full', ...enterprise, book: makeBook(35) },
    { name: 'Over', ...enterprise, book: makeBook(37) },
    { name: 'Room', ...enterprise, book: makeBook(34) },
    { name: 'Own', ...enterprise, capacity: 40, book: makeBook(39) },
  );
  expect(result.eligible).toBe(2);
  expect(result.excluded).toMatchObject([
    { reason: 'at_capacity', csms: [{ name: 'Full' }, { name: 'Over' }] },
  ]);
  expect(result.overCapacity).toEqual([{ name: 'Over', accounts: 37, capacity: 35 }]);
});

it('csmAvailability tells a received account from a pending recommendation', () => {
  const reservations = [makeReservation({ at: NOON - HOUR_MS })];
  const csms = [
    { name: 'Ana', reservations },
    { name: 'Bo', reservations, lastReceivedAt: NOON - 2 * HOUR_MS },
  ];
  const result = availability(...csms);
  expect(result.onlyReserved).toBe(1);
  const names = (reason: Parameters<typeof unavailableFor>[1]) =>
    unavailableFor(result, reason).map(({ name }) => name);
  expect([names('cooling'), names('reserved')]).toEqual([['Bo'], ['Ana', 'Bo']]);
  const withoutReservations = { ...policy, pendingReserves: false };
  expect(csmAvailability(csms.map(makeCsm), withoutReservations, NOON)).toMatchObject({
    eligible: 1,
    excluded: [{ reason: 'cooling', csms: [{ name: 'Bo' }] }],
  });
});

it('countWithoutEligibleCsm counts the accounts of classes that no available CSM takes', () => {
  const classes = [
    { segment: 'residential', level: 'Corporate', accounts: 5 },
    { segment: 'Commercial', level: 'Corporate', accounts: 2 },
  ];
  const count = (...csms: Parameters<typeof makeCsm>[0][]) =>
    countWithoutEligibleCsm(classes, csms.map(makeCsm), policy, NOON);
  expect(count()).toBe(7);
  expect(count({ name: 'Ana', segment: 'Residential' })).toBe(2);
  expect(count({ name: 'Ana' })).toBe(0);
  expect(count({ name: 'Ana', lastReceivedAt: NOON - HOUR_MS })).toBe(7);
});

it('csmAvailability counts on a CSM only after a planned leave that starts while they are cooling', () => {
  const until = (hours: number) => NOON + hours * HOUR_MS;
  const cooling = { lastReceivedAt: NOON - HOUR_MS };
  const result = availability(
    { name: 'Leaves soon', ...cooling, awayFrom: until(2), awayUntil: until(100) },
    { name: 'Leaves later', ...cooling, awayFrom: until(4), awayUntil: until(100) },
  );
  expect(unavailableFor(result, 'away')).toEqual([]);
  expect(result.next).toEqual({ csms: ['Leaves later'], at: until(3) });
  expect(availability({ awayFrom: until(1), awayUntil: until(100) }).eligible).toBe(1);
});
