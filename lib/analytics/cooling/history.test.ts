import { expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { coolingLanes } from './history';

const start = Date.UTC(2026, 2, 1);
const at = (hours: number) => new Date(start + hours * HOUR_MS);
const receipt = (csm: string, hours: number, tooSoon = false) => ({
  csm,
  at: at(hours),
  accountId: `${csm} ${hours}`,
  origin: 'accepted' as const,
  tooSoon,
});
const lanes = (...receipts: ReturnType<typeof receipt>[]) =>
  coolingLanes(receipts, { from: at(0), coolingMs: 4 * HOUR_MS, nameOf, managerOf });
const managerOf = (csm: string) => (csm === 'Ana' ? 'Mo' : null);
const nameOf = (id: string | null) => (id === 'Ana 1' ? 'First Energy' : null);

it('names the account of each cooling period, or null if the account is unknown', () => {
  const [lane] = lanes(receipt('Ana', 1), receipt('Ana', 7));
  expect(lane?.spans.map(({ accountId, accountName }) => [accountId, accountName])).toEqual([
    ['Ana 1', 'First Energy'],
    ['Ana 7', null],
  ]);
});

it('knows to whom each CSM reports', () => {
  const result = lanes(receipt('Ana', 1), receipt('Bo', 1));
  expect(result.map(({ csm, manager }) => [csm, manager])).toEqual([
    ['Ana', 'Mo'],
    ['Bo', null],
  ]);
});

it('sorts CSMs by most violations, then most receipts, then name', () => {
  const result = lanes(
    receipt('Bo', 1),
    receipt('Ana', 1),
    receipt('Dee', 1),
    receipt('Dee', 6),
    receipt('Cy', 1),
    receipt('Cy', 2, true),
  );
  expect(result.map(({ csm, violations, receipts }) => [csm, violations, receipts])).toEqual([
    ['Cy', 1, 2],
    ['Dee', 0, 2],
    ['Ana', 0, 1],
    ['Bo', 0, 1],
  ]);
});

it('ends a cooling period early when the next account is received', () => {
  const [lane] = lanes(receipt('Ana', 3, true), receipt('Ana', 1), receipt('Ana', 7));
  expect(lane?.spans.map(({ at, until, cutShort }) => [at, until, cutShort])).toEqual([
    [at(1), at(3), true],
    [at(3), at(7), false],
    [at(7), at(11), false],
  ]);
});

it('marks the second of two simultaneous receipts as too soon', () => {
  const [lane] = lanes(receipt('Ana', 1, true), receipt('Ana', 1));
  expect(lane?.spans.map(({ at, until, tooSoon }) => [at, until, tooSoon])).toEqual([
    [at(1), at(1), false],
    [at(1), at(5), true],
  ]);
});

it('includes cooling periods that reach into the first day and omits those that ended before', () => {
  const result = lanes(receipt('Ana', -3), receipt('Bo', -4));
  expect(result.map(({ csm, receipts }) => [csm, receipts])).toEqual([['Ana', 0]]);
});
