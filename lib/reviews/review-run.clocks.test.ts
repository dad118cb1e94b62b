import { describe, expect, it } from 'vitest';
import { startReview } from '@/lib/runs/start-review';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { setUpReviewContext } from '@/test/support/review-context';
import { expireReviews, forgetRuns } from '@/test/support/runs';
import { expectAppError } from '@/test/support/test-context';
import { getReviewStatus } from './get-review-status';
import { getRunReview } from './get-run-review';

const setup = setUpReviewContext();

/** Another server, whose clock is ahead by some hours, or behind if negative. */
const server = (hoursAhead: number): Context => ({
  ...setup.ctx,
  now: () => new Date(setup.context.now().getTime() + hoursAhead * HOUR_MS),
});

/** Starts a review that waits for Claude, on a server that the others do not know. */
async function startHeld(ctx: Context) {
  const runId = await setup.unreviewedRun(2);
  const held = setup.claude.faults.plan({ do: 'hold' });
  const { done } = await startReview(ctx, { runId });
  await held.reached;
  forgetRuns();
  const finish = async () => {
    held.release();
    await done;
    return getRunReview(setup.ctx, runId);
  };
  return { runId, finish };
}

const reviewedOnce = {
  call: { status: 'done', reviewed: 2 },
  counts: { recommendations: 2, unreviewed: 0 },
};

describe('a review in progress is the only one of its run', () => {
  it.each([
    [0, 24],
    [0, -24],
    [24, 0],
    [-24, 0],
  ])('for servers whose clocks are %i and %i hours ahead', async (first, second) => {
    const { runId, finish } = await startHeld(server(first));
    const other = server(second);
    expect((await getRunReview(other, runId)).call?.status).toBe('started');
    expect((await getReviewStatus(other)).last?.status).toBe('started');
    expect((await expectAppError(startReview(other, { runId }))).code).toBe('run_in_progress');
    expect(await finish()).toMatchObject(reviewedOnce);
    expect(setup.claude.requests('message')).toHaveLength(2);
  });
});

describe('a review whose server died', () => {
  it.each([24, -24])('is started again, even if that clock differed by %i hours', async (hours) => {
    const { runId, finish } = await startHeld(server(hours));
    await expireReviews(setup.context);
    expect((await getRunReview(setup.ctx, runId)).call?.failureCode).toBe('interrupted');
    const { done } = await startReview(setup.ctx, { runId });
    await done;
    expect(await getRunReview(setup.ctx, runId)).toMatchObject(reviewedOnce);
    // It was not dead after all: what it brings late is not saved a second time.
    expect(await finish()).toMatchObject(reviewedOnce);
  });
});
