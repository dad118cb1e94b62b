import { describe, expect, it } from 'vitest';
import { getRunReview } from '@/lib/reviews/get-run-review';
import type { Warehouse } from '@/lib/warehouse/types';
import { requestedAccounts } from '@/test/support/claude-reviews';
import { setUpReviewContext } from '@/test/support/review-context';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { expectAppError } from '@/test/support/test-context';
import { cancelRun } from './cancel-run';
import type { RunProgress } from './progress';
import { getReviewedRun, getRunProgress } from './read-runs';
import { startRun } from './start-run';

const office = setUpReviewContext();

/** The test context with another `read`. */
function reading(read: Warehouse['read']) {
  const { warehouse } = office.ctx;
  const { kind, transaction, script } = warehouse;
  return {
    ...office.ctx,
    warehouse: { kind, read, transaction, script, close: () => warehouse.close() },
  };
}

function words({ status, stage, review }: RunProgress): string {
  return review
    ? `${status}, reviewing ${review.reviewed} of ${review.total}`
    : `${status} ${stage}`;
}

describe('the review after a run', () => {
  it('reports its progress until it ends', async () => {
    await office.seed(12);
    const second = office.claude.faults.plan({
      when: ({ body }) => requestedAccounts(body as never).length === 2,
      do: 'hold',
    });
    const told: string[] = [];
    const { done } = await startRun(office.ctx, wholeBatch, {
      onProgress: (progress) => {
        told.push(words(progress));
        if (progress.review?.reviewed === 10) second.release();
      },
    });
    await done;
    expect(told.slice(0, 3)).toEqual(['running reading', 'running solving', 'running saving']);
    expect(told).toContain('succeeded, reviewing 0 of 12');
    expect(told).toContain('succeeded, reviewing 10 of 12');
    expect(told.at(-1)).toBe('succeeded saving');
  });

  it('does not prevent another run from starting', async () => {
    await office.seed(3);
    const held = office.claude.faults.plan({ do: 'hold' });
    const { runId, done } = await startRun(office.ctx, { mode: 'batch', batchSize: 1 });
    await held.reached;
    expect((await getReviewedRun(office.ctx, runId)).review?.progress).toEqual({
      ...{ reviewed: 0, total: 1 },
    });
    office.context.advanceHours(0.01);
    const other = await runToCompletion(office.context.ctx, { ...wholeBatch, review: 'off' });
    expect(other.status).toBe('succeeded');
    held.release();
    await done;
    expect((await getRunReview(office.ctx, runId)).call?.status).toBe('done');
  });

  it('counts as in progress between the save and its start', async () => {
    await office.seed(2);
    const saved = createGate();
    const { transaction } = office.ctx.warehouse;
    const slow = reading(async (query, options) => office.ctx.warehouse.read(query, options));
    slow.warehouse.transaction = async (name, work, options) => {
      const answer = await transaction(name, work, options);
      if (name === 'runs.save') await saved.wait();
      return answer;
    };
    const { runId, done } = await startRun(slow, wholeBatch);
    await saved.reached;
    expect((await getReviewedRun(office.ctx, runId)).review).toMatchObject({
      ...{ progress: { reviewed: 0, total: 2 }, call: null },
    });
    expect(words(await getRunProgress(office.ctx, runId))).toBe('running saving');
    saved.open();
    await done;
    expect(words(await getRunProgress(office.ctx, runId))).toBe('succeeded saving');
  });

  it('is included when it starts and ends during a read of the run', async () => {
    await office.seed(2);
    const claim = createGate();
    const running = withStatementSpy(office.ctx, ({ name, kind }) =>
      name === 'review.claim' && kind === 'begin' ? claim.wait() : undefined,
    );
    const { runId, done } = await startRun(running, { ...wholeBatch, review: 'batch' });
    await claim.reached;
    const late = reading(async (query, options) => {
      const rows = await office.ctx.warehouse.read(query, options);
      if (query.name === 'review-calls.of-run') {
        claim.open();
        await done;
      }
      return rows;
    });
    expect((await getReviewedRun(late, runId)).review).toMatchObject({
      ...{ progress: null, call: { status: 'waiting' } },
    });
  });

  it('stops on a cancellation, and the run stays saved', async () => {
    await office.seed(2);
    const held = office.claude.faults.plan({ do: 'hold' });
    const { runId, done } = await startRun(office.ctx, wholeBatch);
    await held.reached;
    expect((await expectAppError(cancelRun(office.ctx, { runId }))).code).toBe('invalid_input');
    await done;
    expect(await getReviewedRun(office.ctx, runId)).toMatchObject({
      ...{ status: 'succeeded', placed: 2 },
      review: {
        call: { status: 'failed', failureCode: 'interrupted' },
        counts: { unreviewed: 2 },
        progress: null,
      },
    });
  });

  it.each([
    ['started', 'review-calls.take-run', null],
    ['given its data', 'review-material.unreviewed', 'unexpected'],
    ['saved', 'reviews.insert', 'unexpected'],
  ])('leaves the run as it is when it cannot be %s', async (_, statement, code) => {
    await office.seed(2);
    const ctx = withStatementSpy(office.ctx, ({ name }) => {
      if (name === statement) throw new Error('the warehouse is gone');
    });
    const run = await runToCompletion(ctx, wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 2, failure: null });
    const { call, counts, spent } = await getRunReview(office.ctx, run.id);
    expect(call?.failureCode ?? null).toBe(code);
    expect(counts.unreviewed).toBe(2);
    // Tokens are spent even if the reviews cannot be saved.
    expect(spent.output > 0).toBe(statement === 'reviews.insert');
  });
});
