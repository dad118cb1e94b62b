import { expect, it } from 'vitest';
import { coolingLanes } from './history';

const hour = 3_600_000;
const start = Date.UTC(2026, 2, 1);
const at = (hours: number) => new Date(start + hours * hour);
const receipt = (csm: string, hours: number, hasty = false) => ({
  ...{ csm, at: at(hours), accountId: `${csm} ${hours}` },
  ...{ way: 'accepted' as const, hasty },
});
const lanes = (...receipts: ReturnType<typeof receipt>[]) =>
  coolingLanes(receipts, { from: at(0), coolingMs: 4 * hour, nameOf });
const nameOf = (id: string | null) => (id === 'Ana 1' ? 'First Energy' : null);

it('a stretch has the name of its account, and none where the account is unknown', () => {
  const [lane] = lanes(receipt('Ana', 1), receipt('Ana', 7));
  expect(lane?.spans.map(({ accountId, accountName }) => [accountId, accountName])).toEqual([
    ['Ana 1', 'First Energy'],
    ['Ana 7', null],
  ]);
});

it('whoever has the most violations comes first, then the most receipts, then by name', () => {
  const found = lanes(
    ...[receipt('Bo', 1), receipt('Ana', 1), receipt('Dee', 1), receipt('Dee', 6)],
    ...[receipt('Cy', 1), receipt('Cy', 2, true)],
  );
  expect(found.map(({ csm, violations, receipts }) => [csm, violations, receipts])).toEqual([
    ['Cy', 1, 2],
    ['Dee', 0, 2],
    ['Ana', 0, 1],
    ['Bo', 0, 1],
  ]);
});

it('a stretch ends with the period or with the next receipt', () => {
  const [lane] = lanes(receipt('Ana', 3, true), receipt('Ana', 1), receipt('Ana', 7));
  expect(lane?.spans.map(({ at, until, cut }) => [at, until, cut])).toEqual([
    [at(1), at(3), true],
    [at(3), at(7), false],
    [at(7), at(11), false],
  ]);
});

it('of two at one moment the second is too soon and the first takes no time', () => {
  const [lane] = lanes(receipt('Ana', 1, true), receipt('Ana', 1));
  expect(lane?.spans.map(({ at, until, hasty }) => [at, until, hasty])).toEqual([
    [at(1), at(1), false],
    [at(1), at(5), true],
  ]);
});

it('what still cooled when the days began is there, what had ended is not', () => {
  const found = lanes(receipt('Ana', -3), receipt('Bo', -4));
  expect(found.map(({ csm, receipts }) => [csm, receipts])).toEqual([['Ana', 0]]);
});
