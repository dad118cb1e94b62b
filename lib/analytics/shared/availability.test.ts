import { expect, it } from 'vitest';
import { defaultRoutingPolicy as policy } from '@/lib/engine/policy';
import { makeBook, makeCsm, NOON } from '@/test/engine/builders';
import { csmAvailability } from './availability';

const hour = 3_600_000;
const of = (...csms: Parameters<typeof makeCsm>[0][]) =>
  csmAvailability(csms.map(makeCsm), policy, NOON);

it('of nobody is nobody', () => {
  expect(of()).toMatchObject({ active: 0, eligible: 0, excluded: [], notActive: [], next: null });
});

it('names each active CSM once, under the reason that binds, with what else there is', () => {
  const found = of(
    { name: 'Free' },
    { name: 'Bo', awayUntil: NOON + 9 * hour, lastReceivedAt: NOON - hour },
    { name: 'Cy', lastReceivedAt: NOON - hour },
    { name: 'Di', lastReceivedAt: NOON - 2 * hour },
    { name: 'Ed', capacity: 50, book: makeBook(50), awayUntil: NOON + hour },
    { name: 'Gone', active: false },
  );
  expect(found).toMatchObject({ active: 5, eligible: 1, notActive: ['Gone'] });
  expect(found.excluded).toEqual([
    {
      reason: 'cooling',
      csms: [
        { name: 'Cy', until: NOON + 3 * hour, also: [], reserved: false },
        { name: 'Di', until: NOON + 2 * hour, also: [], reserved: false },
      ],
    },
    {
      reason: 'at_capacity',
      csms: [{ name: 'Ed', until: null, also: ['away'], reserved: false }],
    },
    {
      reason: 'away',
      csms: [{ name: 'Bo', until: NOON + 9 * hour, also: ['cooling'], reserved: false }],
    },
  ]);
  expect(found.next).toEqual({ name: 'Di', at: NOON + 2 * hour });
});

it('judges capacity by the class that a CSM takes, so that no class is held against anybody', () => {
  const enterprise = { segment: 'Commercial', level: 'Enterprise' };
  const found = of(
    { name: 'Full', ...enterprise, book: makeBook(35) },
    { name: 'Over', ...enterprise, book: makeBook(37) },
    { name: 'Room', ...enterprise, book: makeBook(34) },
    { name: 'Own', ...enterprise, capacity: 40, book: makeBook(39) },
  );
  expect(found.eligible).toBe(2);
  expect(found.excluded).toMatchObject([
    { reason: 'at_capacity', csms: [{ name: 'Full' }, { name: 'Over' }] },
  ]);
  expect(found.overCapacity).toEqual([{ name: 'Over', accounts: 37, capacity: 35 }]);
});

it('tells who waits only for a decision, which does not speak against that decision', () => {
  const found = of(
    { name: 'Ana', reservedAt: NOON - hour },
    { name: 'Bo', reservedAt: NOON - hour, lastReceivedAt: NOON - 2 * hour },
  );
  expect(found.reserved).toBe(1);
  expect(found.excluded[0]?.csms.map(({ name, reserved }) => [name, reserved])).toEqual([
    ['Ana', true],
    ['Bo', false],
  ]);
  expect(['Ana', 'Bo', 'Nobody'].map(found.mayNotBeGiven)).toEqual([false, true, true]);
});
