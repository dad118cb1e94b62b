import { expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { manualClock } from '@/test/support/manual-clock';
import { readFacts } from '@/test/support/read-model';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo, monday } from '@/test/support/test-context';
import { applyChange, type RecommendationFacts } from './facts';
import { PendingWorkCache } from './pending-work-cache';

const context = seededTestContext();

/** A cache of evaluations that take so long, and a function that reads it as the read model does. */
async function cacheOfSlowEvaluations(ms: number) {
  const clock = manualClock();
  const cache = new PendingWorkCache(clock);
  class SlowMap extends Map<string, RecommendationFacts> {
    override values() {
      clock.advance(ms);
      return super.values();
    }
  }
  const facts = { ...(await readFacts(context.ctx)), recommendations: new SlowMap() };
  const read = async () => {
    await cache.whenDue();
    return cache.get(facts, defaultPolicy, monday);
  };
  return { clock, cache, read };
}

it('evaluates a long queue a quarter of the time, and once for everyone who waits', async () => {
  const { clock, cache, read } = await cacheOfSlowEvaluations(40);
  const first = await read();
  expect(await read()).toBe(first);

  cache.outdate({ ofAll: true });
  let done = 0;
  const reads = [read(), read()].map(async (reading) => {
    const work = await reading;
    done += 1;
    return work;
  });
  clock.advance(119);
  await Promise.resolve();
  expect(done).toBe(0);
  clock.advance(1);
  const [second, third] = await Promise.all(reads);
  expect(second).not.toBe(first);
  expect(third).toBe(second);
});

it('waits at most a quarter of a second', async () => {
  const { clock, cache, read } = await cacheOfSlowEvaluations(1_000);
  await read();
  cache.outdate({ ofAll: true });
  const reading = read();
  clock.advance(250);
  await reading;
});

it('never waits to evaluate a short queue', async () => {
  const { clock, cache, read } = await cacheOfSlowEvaluations(1);
  await read();
  cache.outdate({ ofAll: true });
  await read();
  expect(clock.pendingTimers()).toBe(0);
});

it('keeps the work of CSMs on which a change has no effect, for a minute', async () => {
  await context.clear();
  await insertExternalRecommendations(context.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
    { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(1) },
  ]);
  const cache = new PendingWorkCache(manualClock());
  const facts = await readFacts(context.ctx);
  const before = cache.get(facts, defaultPolicy, monday);
  const rejection = { decisionId: 'd', csm: 'Ana', accountId: 'A', at: monday };
  applyChange(facts, { kind: 'rejected', recommendationId: '1', rejection });
  cache.outdate({ ofAll: false });
  const after = cache.get(facts, defaultPolicy, new Date(monday.getTime() + 59_000));
  expect(after.rows.map(({ recommendation }) => recommendation.id)).toEqual(['2']);
  expect(after.byCsm.get('Bo')).toBe(before.byCsm.get('Bo'));

  const later = cache.get(facts, defaultPolicy, new Date(monday.getTime() + 60_000));
  expect(later.byCsm.get('Bo')).not.toBe(before.byCsm.get('Bo'));
});
