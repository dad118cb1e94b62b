import { expect, it } from 'vitest';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo, noFilter } from '@/test/support/test-context';
import { exportQueue } from './export-queue';

const ids = Array.from({ length: 1_200 }, (_, n) => n + 1);
const context = seededTestContext({
  csms: [{ name: 'Ana' }],
  accounts: ids.map((id) => ({ id: `A${id}` })),
  recommendations: ids.map((id) => ({
    id,
    account: `A${id}`,
    csm: 'Ana',
    at: hoursAgo(1),
    score: id % 100,
  })),
});

it('exports everything that matches the filter, in order, beyond the size of a page', async () => {
  const sort = [{ column: 'score', descending: true }] as const;
  const filter = { ...noFilter, minScore: 10 };
  const { rows, pending, at } = await exportQueue(context.as('Vi', 'viewer'), { filter, sort });
  expect({ pending, at }).toEqual({ pending: 1_200, at: context.now() });
  expect(rows).toHaveLength(1_080);
  const scores = rows.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => Number(b) - Number(a)));
});
