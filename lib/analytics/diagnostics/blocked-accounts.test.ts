import { expect, it } from 'vitest';
import { defaultPolicy as policy } from '@/lib/policy/policy';
import { HOUR_MS } from '@/lib/time';
import { makeBook, makeCsm, NOON } from '@/test/engine/builders';
import { findBlockedAccounts } from './blocked-accounts';

const enterprise = { segment: 'Commercial', level: 'Enterprise' };
const corporate = { segment: 'Residential', level: 'Corporate' };

const blocked = (...csms: Parameters<typeof makeCsm>[0][]) =>
  findBlockedAccounts([enterprise, corporate], csms.map(makeCsm), policy, NOON);

it('blocks the accounts of a class that no active CSM takes', () => {
  expect(
    blocked(
      { name: 'Ana', segment: 'residential', level: null },
      { name: 'Gone', active: false, ...enterprise },
    ),
  ).toEqual([{ account: enterprise, reason: 'segment_mismatch' }]);
});

it('blocks the accounts of a class whose CSMs are all at capacity', () => {
  expect(
    blocked(
      { name: 'Full', ...enterprise, capacity: 5, book: makeBook(5) },
      { name: 'Ana', ...corporate },
    ),
  ).toEqual([{ account: enterprise, reason: 'at_capacity' }]);
});

it('does not block accounts that only wait for a CSM to cool down or return', () => {
  expect(
    blocked(
      { name: 'Cooling', ...enterprise, book: makeBook(3), lastReceivedAt: NOON - HOUR_MS },
      { name: 'Full', ...enterprise, capacity: 5, book: makeBook(5) },
      { name: 'Away', ...corporate, awayUntil: NOON + 9 * HOUR_MS },
    ),
  ).toEqual([]);
});
