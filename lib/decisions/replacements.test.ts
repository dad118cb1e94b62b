import { expect, it } from 'vitest';
import { acceptRecommendation, rejectRecommendation, undoDecision } from '@/test/support/decisions';
import {
  insertExternalRecommendations,
  reassignedByEarlierProgram,
} from '@/test/support/recommendations';
import { runToCompletion } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, hoursAgo, readQueue } from '@/test/support/test-context';
import { getRecommendation } from './recommendation-details';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: 'A', since: hoursAgo(90) }],
  recommendations: [
    { id: 901, account: 'A', csm: 'Ana', at: hoursAgo(50) },
    { id: 902, account: 'A', csm: 'Bo', at: hoursAgo(30) },
  ],
});
const replacementsOf = async (id: string) => {
  const { supersededBy, replaces } = await getRecommendation(context.ctx, id);
  return [supersededBy?.id ?? null, replaces?.id ?? null];
};
const reject = (id: string) =>
  rejectRecommendation(context.ctx, { ...decisionRequest(id), reason: 'workload' });

it('a superseded recommendation names the newest one, and each names the one it replaced', async () => {
  expect(await replacementsOf('901')).toEqual(['902', null]);
  expect(await getRecommendation(context.ctx, '902')).toMatchObject({
    recommendation: { state: 'pending' },
    supersededBy: null,
    replaces: { id: '901', csm: 'Ana', at: new Date(hoursAgo(50)) },
  });
  await runToCompletion(context.ctx, { mode: 'refresh', review: 'off' });
  const [row] = (await readQueue(context.ctx)).rows;
  expect(await replacementsOf('901')).toEqual([row?.id, null]);
  expect(await replacementsOf('902')).toEqual([row?.id, '901']);
  expect(await replacementsOf(row?.id ?? '')).toEqual([null, '902']);
});

it('a rejected recommendation is not replaced, unless the rejection is undone', async () => {
  const rejected = await reject('902');
  const later = { id: 903, account: 'A', csm: 'Ana', at: hoursAgo(0) };
  await insertExternalRecommendations(context.warehouse, [later]);
  expect(await replacementsOf('902')).toEqual([null, '901']);
  expect(await replacementsOf('903')).toEqual([null, null]);
  await context.queryRows(
    'DELETE FROM CSM_ROUTING_RECOMMENDATIONS_CANNE WHERE recommendation_id = 903',
  );
  await undoDecision(context.ctx, rejected);
  await insertExternalRecommendations(context.warehouse, [later]);
  expect(await replacementsOf('903')).toEqual([null, '902']);
});

it('an assignment in between supersedes the earlier recommendation instead', async () => {
  const request = { ...decisionRequest('902'), acknowledged: ['stale' as const] };
  await acceptRecommendation(context.ctx, request);
  context.advanceHours(24);
  await insertExternalRecommendations(context.warehouse, [
    { id: 903, account: 'A', csm: 'Ana', at: context.now().toISOString() },
  ]);
  expect(await replacementsOf('901')).toEqual(['902', null]);
  expect(await replacementsOf('902')).toEqual([null, '901']);
  expect(await replacementsOf('903')).toEqual([null, null]);
});

it('a reassignment by the earlier program replaces nothing', async () => {
  await insertExternalRecommendations(
    context.warehouse,
    reassignedByEarlierProgram({ id: 903, account: 'B', from: 'Ana', to: 'Bo', at: hoursAgo(20) }),
  );
  expect(await replacementsOf('903')).toEqual([null, null]);
});
