import { expect, it } from 'vitest';
import { acceptRecommendation } from '@/test/support/decisions';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, hoursAgo, noFilter } from '@/test/support/test-context';
import { listMatching, listStillPending } from './queue-selection';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: 'A', name: 'Acme' }, { id: 'B' }, { id: 'C' }],
  recommendations: [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1), score: 70 },
    { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(1), score: 80 },
    { id: 3, account: 'C', csm: 'Ana', at: hoursAgo(1), score: 90 },
  ],
});

const sort = [{ column: 'score' as const, descending: true }];

it('lists what matches the filter, in the order of the queue', async () => {
  const filter = { ...noFilter, csms: ['Ana'] };
  expect(await listMatching(context.ctx, { filter, sort })).toEqual({
    rows: [
      { id: '3', accountId: 'C', accountName: 'Account C', recommendedCsm: 'Ana' },
      { id: '1', accountId: 'A', accountName: 'Acme', recommendedCsm: 'Ana' },
    ],
    matching: 2,
  });
});

it('lists the first 200, and says how many match', async () => {
  await insertExternalRecommendations(
    context.warehouse,
    Array.from({ length: 250 }, (_, n) => ({
      id: n + 10,
      account: `X-${n}`,
      csm: 'Bo',
      at: hoursAgo(1),
      score: 10,
    })),
  );
  const { rows, matching } = await listMatching(context.ctx, { filter: noFilter, sort });
  expect(rows.slice(0, 3).map(({ id }) => id)).toEqual(['3', '2', '1']);
  expect([rows.length, matching]).toEqual([200, 253]);
});

it('knows which recommendations are still pending', async () => {
  await acceptRecommendation(context.ctx, decisionRequest('1'));
  const recommendationIds = ['3', '1', '404', '2'];
  expect(await listStillPending(context.ctx, { recommendationIds })).toEqual(['3', '2']);
});
