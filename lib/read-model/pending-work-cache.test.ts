import { expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { readFacts } from '@/test/support/read-model';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo, monday } from '@/test/support/test-context';
import { applyChange } from './facts';
import { PendingWorkCache } from './pending-work-cache';

const context = seededTestContext();

it('keeps the work of CSMs on which a change has no effect, for a minute', async () => {
  await insertExternalRecommendations(context.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
    { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(1) },
  ]);
  const cache = new PendingWorkCache();
  const facts = await readFacts(context.ctx);
  const before = cache.get(facts, defaultPolicy, monday);
  const rejection = { decisionId: 'd', csm: 'Ana', accountId: 'A', at: monday };
  applyChange(facts, { kind: 'rejected', recommendationId: '1', rejection });
  cache.outdate();
  const after = cache.get(facts, defaultPolicy, new Date(monday.getTime() + 59_000));
  expect(after.rows.map(({ recommendation }) => recommendation.id)).toEqual(['2']);
  expect(after.byCsm.get('Bo')).toBe(before.byCsm.get('Bo'));

  const later = cache.get(facts, defaultPolicy, new Date(monday.getTime() + 60_000));
  expect(later.byCsm.get('Bo')).not.toBe(before.byCsm.get('Bo'));
});
