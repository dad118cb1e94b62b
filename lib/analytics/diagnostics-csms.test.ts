import { expect, it } from 'vitest';
import { defaultRoutingPolicy as policy } from '@/lib/routing/default-policy';
import { bookOf, csmLike, noon } from '@/lib/routing/testing';
import { availabilityOf } from './diagnostics-csms';

const hour = 3_600_000;
const of = (...csms: Parameters<typeof csmLike>[0][]) =>
  availabilityOf(csms.map(csmLike), policy, noon);

it('of nobody is nobody', () => {
  expect(of()).toMatchObject({ active: 0, eligible: 0, excluded: [], notActive: [], next: null });
});

it('names each active CSM once, under the reason that binds, with what else there is', () => {
  const found = of(
    { name: 'Free' },
    { name: 'Bo', awayUntil: noon + 9 * hour, lastReceivedAt: noon - hour },
    { name: 'Cy', lastReceivedAt: noon - hour },
    { name: 'Di', lastReceivedAt: noon - 2 * hour },
    { name: 'Ed', capacity: 50, book: bookOf(50), awayUntil: noon + hour },
    { name: 'Gone', active: false },
  );
  expect(found).toMatchObject({ active: 5, eligible: 1, notActive: ['Gone'] });
  expect(found.excluded).toEqual([
    {
      reason: 'cooling',
      csms: [
        { name: 'Cy', until: noon + 3 * hour, also: [], reserved: false },
        { name: 'Di', until: noon + 2 * hour, also: [], reserved: false },
      ],
    },
    {
      reason: 'at_capacity',
      csms: [{ name: 'Ed', until: null, also: ['away'], reserved: false }],
    },
    {
      reason: 'away',
      csms: [{ name: 'Bo', until: noon + 9 * hour, also: ['cooling'], reserved: false }],
    },
  ]);
  expect(found.next).toEqual({ name: 'Di', at: noon + 2 * hour });
});

it('judges capacity by the class that a CSM takes, so that no class is held against anybody', () => {
  const enterprise = { segment: 'Commercial', level: 'Enterprise' };
  const found = of(
    { name: 'Full', ...enterprise, book: bookOf(35) },
    { name: 'Over', ...enterprise, book: bookOf(37) },
    { name: 'Room', ...enterprise, book: bookOf(34) },
    { name: 'Own', ...enterprise, capacity: 40, book: bookOf(39) },
  );
  expect(found.eligible).toBe(2);
  expect(found.excluded).toMatchObject([
    { reason: 'at_capacity', csms: [{ name: 'Full' }, { name: 'Over' }] },
  ]);
  expect(found.overCapacity).toEqual([{ name: 'Over', accounts: 37, capacity: 35 }]);
});

it('tells who waits only for a decision, which does not speak against that decision', () => {
  const found = of(
    { name: 'Ana', reservedAt: noon - hour },
    { name: 'Bo', reservedAt: noon - hour, lastReceivedAt: noon - 2 * hour },
  );
  expect(found.reserved).toBe(1);
  expect(found.excluded[0]?.csms.map(({ name, reserved }) => [name, reserved])).toEqual([
    ['Ana', true],
    ['Bo', false],
  ]);
  expect(['Ana', 'Bo', 'Nobody'].map(found.mayNotBeGiven)).toEqual([false, true, true]);
});
