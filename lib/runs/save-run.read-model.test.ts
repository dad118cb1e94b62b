import { expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { expectFactsAsLoaded, readFacts } from '@/test/support/read-model';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo } from '@/test/support/test-context';
import { withLostCommit } from '@/test/support/transaction-faults';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy', awayUntil: hoursAgo(-9) }],
  accounts: [
    { id: 'A', since: hoursAgo(3), neediness: null, health: 12.5 },
    { id: 'B', name: null, color: 'Red', since: hoursAgo(2), segment: ' ' },
    { id: 'C', since: hoursAgo(1), revenue: 2e12 },
    { id: 'D', csm: 'Ana' },
  ],
  recommendations: [{ account: 'D', csm: 'Bo', at: hoursAgo(30) }],
});

it('a run adds its recommendations to the facts in memory, as a fresh load would return them', async () => {
  const before = await readFacts(context.ctx);
  const run = await runToCompletion(context.ctx, { ...wholeBatch, review: 'off' });
  expect(run.placed).toBe(2);
  const after = await readFacts(context.ctx);
  expect(after).toBe(before);
  expect(after.recommendations.size).toBe(3);
  await expectFactsAsLoaded(context.ctx);
});

it('a dry run changes no facts', async () => {
  const before = await readFacts(context.ctx);
  await runToCompletion(context.ctx, { ...wholeBatch, dryRun: true });
  expect(await readFacts(context.ctx)).toBe(before);
  await expectFactsAsLoaded(context.ctx);
});

it('the facts are loaded again after a run whose COMMIT lost its response', async () => {
  const before = await readFacts(context.ctx);
  const run = await runToCompletion(withLostCommit(context.ctx), { ...wholeBatch, review: 'off' });
  expect(run.placed).toBe(2);
  const after = await readFacts(context.ctx);
  expect(after).not.toBe(before);
  expect(after.recommendations.size).toBe(3);
});

it('a run tells subscribers that the queue and the runs changed', async () => {
  await readFacts(context.ctx);
  const seen = new Set<string>();
  const unsubscribe = context.ctx.readModel.changes.subscribe(({ topics }) => {
    for (const topic of topics) seen.add(topic);
  });
  await runToCompletion(context.ctx, { ...wholeBatch, review: 'off' });
  unsubscribe();
  expect([...seen].sort()).toEqual(['queue', 'runs']);
});

it('the next run sees what the previous one reserved', async () => {
  await seedCompany(context.warehouse, { accounts: [{ id: 'E', since: hoursAgo(1) }] });
  await runToCompletion(context.ctx, { ...wholeBatch, review: 'off' });
  const next = await runToCompletion(context.ctx, { ...wholeBatch, review: 'off' });
  expect(next).toMatchObject({ placed: 0, status: 'succeeded' });
  await insertExternalRecommendations(context.warehouse, [
    { account: 'E', csm: 'Ana', at: hoursAgo(0) },
  ]);
  await expectFactsAsLoaded(context.ctx);
});
