import { expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { manualClock } from '@/test/support/manual-clock';
import { readFacts } from '@/test/support/read-model';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { monday } from '@/test/support/test-context';
import type { RecommendationFacts } from './facts';
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
