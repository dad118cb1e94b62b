import { describe, expect, it } from 'vitest';
import { getRunReview } from '@/lib/reviews/get-run-review';
import { isBlinded } from '@/lib/reviews/save-review';
import { approveAll } from '@/test/support/claude-reviews';
import { setUpReviewContext } from '@/test/support/review-context';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { expectAppError } from '@/test/support/test-context';
import { startReview } from './start-review';

const setup = setUpReviewContext();

const feedback = () =>
  setup.context.queryRows(`SELECT account_id, llm_feedback FROM CSM_ROUTING_RECOMMENDATIONS_CANNE
    ORDER BY account_id`);

async function reviewAgain(runId: string): Promise<void> {
  const { done } = await startReview(setup.ctx, { runId });
  await done;
}

describe('a run with reviews on', () => {
  it('stores Claude’s reviews with its recommendations', async () => {
    await setup.seed(3);
    const run = await runToCompletion(setup.ctx, wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 3 });
    const review = await getRunReview(setup.ctx, run.id);
    expect(review).toMatchObject({
      off: null,
      call: {
        status: 'done',
        kind: 'now',
        requested: 3,
        reviewed: 3,
        failure: null,
        promptVersion: 2,
      },
      counts: { recommendations: 3, approve: 2, caution: 0, reassign: 1, unreviewed: 0 },
    });
    expect(review.spent.input).toBeGreaterThan(0);
    expect(review.spent.cost).toBeGreaterThan(0);
    const [first, ...others] = await setup.context.queryRows(
      `SELECT account_id, verdict, suggested_csm, issues FROM CSM_ROUTING_REVIEWS
        ORDER BY account_id`,
    );
    expect(first).toEqual({
      account_id: 'N-001',
      verdict: 'reassign',
      suggested_csm: 'Csm 002',
      issues: 'workload',
    });
    expect(others.map(({ verdict }) => verdict)).toEqual(['approve', 'approve']);
    const reassigned = /^rejected, reassign to Csm 002: .*Csm 001 would own 2 accounts/;
    expect((await feedback()).map(({ llm_feedback }) => llm_feedback)).toEqual([
      expect.stringMatching(reassigned),
      ...[1, 2].map(() => expect.stringMatching(/^approved: /)),
    ]);
  });

  it.each([
    ['a dry run', { ...wholeBatch, dryRun: true }],
    ['started without a review', { ...wholeBatch, review: 'off' as const }],
  ])('is not reviewed if it is %s', async (_, input) => {
    await setup.seed(2);
    const run = await runToCompletion(setup.ctx, input);
    expect(run.status).toBe('succeeded');
    expect(setup.claude.requests()).toEqual([]);
    expect((await getRunReview(setup.ctx, run.id)).call).toBeNull();
  });

  it('is not reviewed without an API key, and gives that reason', async () => {
    await setup.seed(2);
    const { ctx } = setup.context;
    const run = await runToCompletion(ctx, wholeBatch);
    expect(await getRunReview(ctx, run.id)).toMatchObject({ off: 'no_key', call: null });
    expect(await expectAppError(startReview(ctx, { runId: run.id }))).toMatchObject({
      code: 'invalid_input',
      message: 'Review is off: ANTHROPIC_API_KEY is not set.',
    });
  });
});

describe('a failure of Claude', () => {
  const refused = { status: 401 } as const;
  it.each([
    ['the key is rejected', refused, 'bad_key'],
    ['Claude is overloaded', { status: 529, retryAfter: 0.01 }, 'overloaded'],
    ['Claude declines', 'refusal', 'refused'],
    ['the answer is prose', 'prose', 'malformed'],
    ['the answer is of other accounts', 'wrong-ids', 'malformed'],
  ] as const)('never harms the run: %s', async (_, happening, code) => {
    await setup.seed(2);
    setup.claude.faults.plan({ do: happening, times: 10 });
    const run = await runToCompletion(setup.ctx, wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 2 });
    const review = await getRunReview(setup.ctx, run.id);
    expect(review).toMatchObject({
      call: { status: 'failed', failureCode: code, requested: 2, reviewed: 0 },
      counts: { unreviewed: 2 },
    });
    expect(review.call?.failure).toBeTruthy();
    expect(await feedback()).toEqual([
      { account_id: 'N-001', llm_feedback: null },
      { account_id: 'N-002', llm_feedback: null },
    ]);
  });

  it('keeps the reviews received so far, and the next attempt requests only the rest', async () => {
    await setup.seed(12);
    // The responses about the last two accounts, and their retries, are empty.
    setup.claude.respondWith((request) => {
      const { reviews } = approveAll(request) as { reviews: { account_id: string }[] };
      return { reviews: reviews.filter(({ account_id }) => account_id <= 'N-010') };
    });
    const run = await runToCompletion(setup.ctx, wholeBatch);
    const before = await getRunReview(setup.ctx, run.id);
    expect(before).toMatchObject({
      call: { status: 'done', failureCode: 'malformed', requested: 12, reviewed: 10 },
      counts: { unreviewed: 2 },
    });
    setup.claude.respondWith(approveAll);
    setup.claude.clearRequests();
    setup.context.advanceHours(1);
    await reviewAgain(run.id);
    expect(setup.claude.requests('message')).toHaveLength(2);
    const after = await getRunReview(setup.ctx, run.id);
    expect(after).toMatchObject({
      call: { status: 'done', requested: 2, reviewed: 2, failure: null },
      counts: { unreviewed: 0 },
    });
    expect(after.spent.input).toBeGreaterThan(before.spent.input);
    expect((await expectAppError(startReview(setup.ctx, { runId: run.id }))).message).toContain(
      'nothing to review',
    );
  });
});

describe('hidden reviews', () => {
  it('are always the same ones and are not written to the data team’s table', async () => {
    await setup.seed(3);
    await setup.setReviewPolicy({ blindShare: 1 });
    const run = await runToCompletion(setup.ctx, wholeBatch);
    expect((await getRunReview(setup.ctx, run.id)).counts).toMatchObject({
      hidden: 3,
      approve: 0,
    });
    expect((await feedback()).map((row) => row.llm_feedback)).toEqual([null, null, null]);
  });

  it('are about as many as the policy’s blind share', () => {
    const ids = Array.from({ length: 2_000 }, (_, at) => String(at));
    const hidden = ids.filter((id) => isBlinded(id, 0.1));
    expect(hidden.length).toBeGreaterThan(150);
    expect(hidden.length).toBeLessThan(250);
    expect(hidden.every((id) => isBlinded(id, 0.3))).toBe(true);
    expect(ids.some((id) => isBlinded(id, 0))).toBe(false);
    expect(ids.every((id) => isBlinded(id, 1))).toBe(true);
  });
});

describe('the monthly token limit', () => {
  it('stops requests once it is used up', async () => {
    await setup.seed(4);
    await setup.setReviewPolicy({ monthlyTokens: 100 });
    const first = await runToCompletion(setup.ctx, { mode: 'batch', batchSize: 2 });
    expect((await getRunReview(setup.ctx, first.id)).call).toMatchObject({ status: 'done' });
    setup.claude.clearRequests();
    setup.context.advanceHours(1);
    const second = await runToCompletion(setup.ctx, wholeBatch);
    expect(second.status).toBe('succeeded');
    expect(setup.claude.requests()).toEqual([]);
    expect(await getRunReview(setup.ctx, second.id)).toMatchObject({
      call: { status: 'failed', failureCode: 'over_budget', requested: 2 },
      counts: { unreviewed: 2 },
    });
    // The next month has started.
    setup.context.advanceHours(30 * 24);
    await reviewAgain(second.id);
    expect((await getRunReview(setup.ctx, second.id)).call).toMatchObject({ status: 'done' });
  });
});
