import { expect, it } from 'vitest';
import { defaultRoutingPolicy as policy } from '@/lib/engine/policy';
import { HOUR_MS } from '@/lib/time';
import { makeBook, makeCsm, makeReservation, NOON } from '@/test/engine/builders';
import { csmAvailability } from './availability';

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

it('csmAvailability lists each active CSM once under the binding reason, with the other reasons', () => {
  const result = availability(
    { name: 'Free' },
    { name: 'Bo', awayUntil: NOON + 9 * HOUR_MS, lastReceivedAt: NOON - HOUR_MS },
    { name: 'Cy', lastReceivedAt: NOON - HOUR_MS },
    { name: 'Di', lastReceivedAt: NOON - 2 * HOUR_MS },
    { name: 'Ed', capacity: 50, book: makeBook(50), awayUntil: NOON + HOUR_MS },
    { name: 'Gone', active: false },
  );
  expect(result).toMatchObject({ active: 5, eligible: 1, notActive: ['Gone'] });
  expect(result.excluded).toEqual([
    {
      reason: 'cooling',
      csms: [
        { name: 'Cy', until: NOON + 3 * HOUR_MS, otherReasons: [], onlyReserved: false },
        { name: 'Di', until: NOON + 2 * HOUR_MS, otherReasons: [], onlyReserved: false },
      ],
    },
    {
      reason: 'at_capacity',
      csms: [{ name: 'Ed', until: null, otherReasons: ['away'], onlyReserved: false }],
    },
    {
      reason: 'away',
      csms: [
        { name: 'Bo', until: NOON + 9 * HOUR_MS, otherReasons: ['cooling'], onlyReserved: false },
      ],
    },
  ]);
  expect(result.next).toEqual({ name: 'Di', at: NOON + 2 * HOUR_MS });
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

it('csmAvailability marks CSMs excluded only by a reservation', () => {
  const reservations = [makeReservation({ at: NOON - HOUR_MS })];
  const result = availability(
    { name: 'Ana', reservations },
    { name: 'Bo', reservations, lastReceivedAt: NOON - 2 * HOUR_MS },
  );
  expect(result.onlyReserved).toBe(1);
  expect(result.excluded[0]?.csms.map(({ name, onlyReserved }) => [name, onlyReserved])).toEqual([
    ['Ana', true],
    ['Bo', false],
  ]);
});
