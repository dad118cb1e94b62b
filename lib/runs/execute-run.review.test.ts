import { describe, expect, it } from 'vitest';
import { getRunReview } from '@/lib/reviews/get-run-review';
import type { Warehouse } from '@/lib/warehouse/types';
import { requestedAccounts } from '@/test/support/claude-reviews';
import { setUpReviewContext } from '@/test/support/review-context';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { expectAppError } from '@/test/support/test-context';
import { cancelRun } from './cancel-run';
import { followRun } from './follow-run';
import { getReviewedRun } from './get-reviewed-run';
import type { RunProgress } from './progress';
import { startRun } from './start-run';

const office = setUpReviewContext();
const nobodyLeaves = () => new AbortController().signal;

/** The same, but what is read comes by `read`. */
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
    ? `${status}, reviewing ${review.reviewed} of ${review.asked}`
    : `${status} ${stage}`;
}

describe('the review that follows a run', () => {
  it('is told of to whoever follows the run, until it ends', async () => {
    await office.seed(12);
    const second = office.claude.faults.plan({
      when: ({ body }) => requestedAccounts(body as never).length === 2,
      do: 'hold',
    });
    const { runId, done } = await startRun(office.ctx, wholeBatch);
    const told: string[] = [];
    for await (const progress of followRun(office.ctx, runId, nobodyLeaves())) {
      told.push(words(progress));
      if (progress.review?.reviewed === 10) second.release();
    }
    await done;
    expect(told.slice(0, 3)).toEqual(['running reading', 'running solving', 'running saving']);
    expect(told).toContain('succeeded, reviewing 0 of 12');
    expect(told).toContain('succeeded, reviewing 10 of 12');
    expect(told.at(-1)).toBe('succeeded saving');
  });

  it('does not keep anybody else from starting a run', async () => {
    await office.seed(3);
    const held = office.claude.faults.plan({ do: 'hold' });
    const { runId, done } = await startRun(office.ctx, { mode: 'batch', batchSize: 1 });
    await held.reached;
    expect((await getReviewedRun(office.ctx, runId)).review?.progress).toEqual({
      ...{ reviewed: 0, asked: 1 },
    });
    office.context.advanceHours(0.01);
    const other = await runToCompletion(office.context.ctx, { ...wholeBatch, review: 'off' });
    expect(other.status).toBe('succeeded');
    held.release();
    await done;
    expect((await getRunReview(office.ctx, runId)).call?.status).toBe('done');
  });

  it('is under way for whoever looks before it began', async () => {
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
      ...{ progress: { reviewed: 0, asked: 2 }, call: null },
    });
    const told = followRun(office.ctx, runId, nobodyLeaves());
    const { value: first } = await told.next();
    saved.open();
    expect(first && words(first)).toBe('running saving');
    const rest: string[] = [];
    for await (const progress of told) rest.push(words(progress));
    expect(rest).toContain('succeeded, reviewing 0 of 2');
    expect(rest.at(-1)).toBe('succeeded saving');
    await done;
  });

  it('is told to whoever looked while it began and ended', async () => {
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

  it('stops when somebody cancels, and the run stays as it was saved', async () => {
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
    ['begun', 'review-calls.take-run', null],
    ['asked with anything', 'review-material.unreviewed', 'unexpected'],
    ['saved', 'reviews.insert', 'unexpected'],
  ])('leaves the run alone when it cannot be %s', async (_, statement, code) => {
    await office.seed(2);
    const ctx = withStatementSpy(office.ctx, ({ name }) => {
      if (name === statement) throw new Error('the warehouse is gone');
    });
    const run = await runToCompletion(ctx, wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 2, failure: null });
    const { call, counts, spent } = await getRunReview(office.ctx, run.id);
    expect(call?.failureCode ?? null).toBe(code);
    expect(counts.unreviewed).toBe(2);
    // What was asked was paid for, whether it could be saved or not.
    expect(spent.output > 0).toBe(statement === 'reviews.insert');
  });
});
