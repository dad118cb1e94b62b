import { describe, expect, it } from 'vitest';
import { overrideRecommendation, rejectRecommendation } from '@/lib/decisions/decide';
import { currentPolicy } from '@/lib/policy/current-policy';
import { recoverRuns } from '@/lib/runs/run-lock';
import { startReview } from '@/lib/runs/start-review';
import { startRun } from '@/lib/runs/start-run';
import { pendingIds } from '@/test/support/recommendations';
import { setUpReviewContext } from '@/test/support/review-context';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { createGate, recordStatements, withStatementSpy } from '@/test/support/statement-spy';
import { decisionRequest, expectAppError } from '@/test/support/test-context';
import { backend } from '@/test/support/test-warehouse';
import { getRunReview } from './get-run-review';
import { loadReviewInput } from './load-review-input';
import { claimReview } from './review-run';

const office = setUpReviewContext();

describe('one review of a run at a time', () => {
  it('is begun by one of two processes', async () => {
    const runId = await office.unreviewedRun(2);
    const claims = await Promise.allSettled([
      claimReview(office.ctx, { runId, kind: 'now' }),
      claimReview(office.ctx, { runId, kind: 'batch' }),
    ]);
    expect(claims.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(claims.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'run_in_progress' },
    });
    expect(await expectAppError(startReview(office.ctx, { runId }))).toMatchObject({
      code: 'run_in_progress',
      message: 'This run is already being reviewed. Wait for that review to finish.',
    });
  });

  it('is refused to whoever asks again in the same process', async () => {
    const runId = await office.unreviewedRun(2);
    const held = createGate();
    const slow = withStatementSpy(office.ctx, async ({ name }) => {
      if (name === 'review-calls.end') await held.wait();
    });
    const { done } = await startReview(slow, { runId });
    await held.reached;
    expect((await expectAppError(startReview(office.ctx, { runId }))).code).toBe('run_in_progress');
    held.open();
    await done;
    expect((await getRunReview(office.ctx, runId)).call?.status).toBe('done');
  });

  it('counts as interrupted once its time is over, and may be asked for again', async () => {
    const runId = await office.unreviewedRun(2);
    await claimReview(office.ctx, { runId, kind: 'now' });
    expect((await getRunReview(office.ctx, runId)).call?.status).toBe('started');
    office.context.advanceHours(0.1);
    expect((await getRunReview(office.ctx, runId)).call).toMatchObject({
      status: 'failed',
      failureCode: 'interrupted',
    });
    const { done } = await startReview(office.ctx, { runId });
    await done;
    expect(await getRunReview(office.ctx, runId)).toMatchObject({
      call: { status: 'done', reviewed: 2 },
      counts: { unreviewed: 0 },
    });
  });

  it.runIf(backend === 'duckdb')('that a process left behind is ended by the next', async () => {
    const runId = await office.unreviewedRun(1);
    await claimReview(office.ctx, { runId, kind: 'now' });
    await recoverRuns(office.context.warehouse, office.context.now());
    expect((await getRunReview(office.ctx, runId)).call).toMatchObject({
      status: 'failed',
      failure: 'The review was stopped before it finished.',
    });
  });
});

describe('the statements of a review', () => {
  const reviewed = [
    ['lock.acquire', 'runs.insert', 'COMMIT'],
    ['accounts.to-route', 'csms.availability'],
    ['runs.finish', 'recommendations.insert', 'explanations.insert', 'COMMIT'],
    ['review-calls.claim-run', 'review-calls.fail-interrupted', 'review-calls.insert', 'COMMIT'],
    [
      'runs.by-id',
      'review-inputs.unreviewed',
      'csms.availability',
      'review-inputs.similar-decisions',
    ],
    ['review-calls.set-requested', 'COMMIT'],
    ['review-calls.end', 'reviews.insert', 'reviews.write-feedback', 'COMMIT'],
  ].flat();

  it.each([1, 2, 35])('are as many for %i recommendations', async (count) => {
    await office.seed(count);
    const sent = await recordStatements(office.ctx, async (ctx) => {
      const { done } = await startRun(ctx, wholeBatch);
      await done;
    });
    expect(sent).toEqual(reviewed);
  });
});

describe('what Claude is asked with', () => {
  const material = async (runId: string) => {
    const { policy } = await currentPolicy(office.context.warehouse);
    return loadReviewInput(office.ctx, runId, policy);
  };

  it('has the recommendation, the alternatives and the team', async () => {
    const runId = await office.unreviewedRun(8);
    const { recommendations, csms, fairness } = await material(runId);
    expect(recommendations).toHaveLength(8);
    expect(csms).toHaveLength(8);
    expect(fairness.before.active.accounts.cv).toBe(0);
    const [first] = recommendations;
    expect(first).toMatchObject({
      account: { id: 'N-001', name: 'Account N-001', neediness: 5, industry: 'Software' },
      earlier: [],
    });
    expect(first?.alternatives).toHaveLength(5);
    expect(first?.recommended.bookAfter.accounts).toBe(2);
  });

  it('has what managers decided of similar pairs, in words', async () => {
    await office.unreviewedRun(3);
    const [one = '', two = ''] = await pendingIds(office.context.warehouse);
    const { context: desk } = office;
    await rejectRecommendation(desk.ctx, {
      ...decisionRequest(one),
      reason: 'wrong_fit',
      note: null,
    });
    await overrideRecommendation(desk.ctx, {
      ...{ ...decisionRequest(two), csm: 'Csm 003', reason: 'knows_account', note: 'since 2019' },
      acknowledged: ['cooling'],
    });
    desk.advanceHours(24);
    const run = await runToCompletion(desk.ctx, { ...wholeBatch, review: 'off' });
    const { recommendations } = await material(run.id);
    const again = recommendations.find(({ account }) => account.id === 'N-001');
    expect(again?.earlier).toContainEqual({
      ...{ verb: 'reject', csm: expect.any(String), to: null, daysAgo: 1, sameAccount: true },
      reason: 'The CSM is not a good fit for this account',
    });
  });
});
