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

const setup = setUpReviewContext();

/** The test context with another `read`. */
function reading(read: Warehouse['read']) {
  const { warehouse } = setup.ctx;
  const { kind, transaction, script, onCommit } = warehouse;
  return {
    ...setup.ctx,
    warehouse: { kind, read, transaction, script, onCommit, close: () => warehouse.close() },
  };
}

function summarize({ status, stage, review }: RunProgress): string {
  return review
    ? `${status}, reviewing ${review.reviewed} of ${review.total}`
    : `${status} ${stage}`;
}

describe('the review after a run', () => {
  it('reports its progress until it ends', async () => {
    await setup.seed(12);
    const second = setup.claude.faults.plan({
      when: ({ body }) => requestedAccounts(body as never).length === 2,
      do: 'hold',
    });
    const reports: string[] = [];
    const { done } = await startRun(setup.ctx, wholeBatch, {
      onProgress: (progress) => {
        reports.push(summarize(progress));
        if (progress.review?.reviewed === 10) second.release();
      },
    });
    await done;
    expect(reports.slice(0, 3)).toEqual(['running reading', 'running solving', 'running saving']);
    expect(reports).toContain('succeeded, reviewing 0 of 12');
    expect(reports).toContain('succeeded, reviewing 10 of 12');
    expect(reports.at(-1)).toBe('succeeded saving');
  });

  it('does not prevent another run from starting', async () => {
    await setup.seed(3);
    const held = setup.claude.faults.plan({ do: 'hold' });
    const { runId, done } = await startRun(setup.ctx, { mode: 'batch', batchSize: 1 });
    await held.reached;
    expect((await getReviewedRun(setup.ctx, runId)).review?.progress).toEqual({
      reviewed: 0,
      total: 1,
    });
    setup.context.advanceHours(0.01);
    const other = await runToCompletion(setup.context.ctx, { ...wholeBatch, review: 'off' });
    expect(other.status).toBe('succeeded');
    held.release();
    await done;
    expect((await getRunReview(setup.ctx, runId)).call?.status).toBe('done');
  });

  it('counts as in progress between the save and its start', async () => {
    await setup.seed(2);
    const saved = createGate();
    const { transaction } = setup.ctx.warehouse;
    const slow = reading(async (query, options) => setup.ctx.warehouse.read(query, options));
    slow.warehouse.transaction = async (name, work, options) => {
      const answer = await transaction(name, work, options);
      if (name === 'runs.save') await saved.wait();
      return answer;
    };
    const { runId, done } = await startRun(slow, wholeBatch);
    await saved.reached;
    expect((await getReviewedRun(setup.ctx, runId)).review).toMatchObject({
      progress: { reviewed: 0, total: 2 },
      call: null,
    });
    expect(summarize(await getRunProgress(setup.ctx, runId))).toBe('running saving');
    saved.open();
    await done;
    expect(summarize(await getRunProgress(setup.ctx, runId))).toBe('succeeded saving');
  });

  it('is included when it starts and ends during a read of the run', async () => {
    await setup.seed(2);
    const claim = createGate();
    const running = withStatementSpy(setup.ctx, ({ name, kind }) =>
      name === 'review.claim' && kind === 'begin' ? claim.wait() : undefined,
    );
    const { runId, done } = await startRun(running, { ...wholeBatch, review: 'batch' });
    await claim.reached;
    const late = reading(async (query, options) => {
      const rows = await setup.ctx.warehouse.read(query, options);
      if (query.name === 'review-calls.of-run') {
        claim.open();
        await done;
      }
      return rows;
    });
    expect((await getReviewedRun(late, runId)).review).toMatchObject({
      progress: null,
      call: { status: 'waiting' },
    });
  });

  it('stops on a cancellation, and the run stays saved', async () => {
    await setup.seed(2);
    const held = setup.claude.faults.plan({ do: 'hold' });
    const { runId, done } = await startRun(setup.ctx, wholeBatch);
    await held.reached;
    expect((await expectAppError(cancelRun(setup.ctx, { runId }))).code).toBe('invalid_input');
    await done;
    expect(await getReviewedRun(setup.ctx, runId)).toMatchObject({
      status: 'succeeded',
      placed: 2,
      review: {
        call: { status: 'failed', failureCode: 'interrupted' },
        counts: { unreviewed: 2 },
        progress: null,
      },
    });
  });

  it.each([
    ['started', 'review-calls.claim-run', null],
    ['given its data', 'review-inputs.unreviewed', 'unexpected'],
    ['saved', 'reviews.insert', 'unexpected'],
  ])('leaves the run as it is when it cannot be %s', async (_, statement, code) => {
    await setup.seed(2);
    const ctx = withStatementSpy(setup.ctx, ({ name }) => {
      if (name === statement) throw new Error('the warehouse is gone');
    });
    const run = await runToCompletion(ctx, wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 2, failure: null });
    const { call, counts, spent } = await getRunReview(setup.ctx, run.id);
    expect(call?.failureCode ?? null).toBe(code);
    expect(counts.unreviewed).toBe(2);
    // Tokens are spent even if the reviews cannot be saved.
    expect(spent.output > 0).toBe(statement === 'reviews.insert');
  });
});
