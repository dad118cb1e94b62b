import { describe, expect, it } from 'vitest';
import { currentPolicy } from '@/lib/policy/current-policy';
import { recoverRuns } from '@/lib/runs/run-lock';
import { startReview } from '@/lib/runs/start-review';
import { startRun } from '@/lib/runs/start-run';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { seedCompany } from '@/test/support/company';
import { overrideRecommendation, rejectRecommendation } from '@/test/support/decisions';
import { pendingIds } from '@/test/support/recommendations';
import { setUpReviewContext } from '@/test/support/review-context';
import { expireReviews, runToCompletion, wholeBatch } from '@/test/support/runs';
import { createGate, recordStatements, withStatementSpy } from '@/test/support/statement-spy';
import { decisionRequest, expectAppError } from '@/test/support/test-context';
import { backend } from '@/test/support/test-warehouse';
import { getRunReview } from './get-run-review';
import { loadReviewInput } from './load-review-input';
import { claimReview } from './review-run';

const reviewSetup = setUpReviewContext();

describe('one review of a run at a time', () => {
  it('is started by only one of two processes', async () => {
    const runId = await reviewSetup.unreviewedRun(2);
    const claims = await Promise.allSettled([
      claimReview(reviewSetup.ctx, { runId, kind: 'now' }),
      claimReview(reviewSetup.ctx, { runId, kind: 'batch' }),
    ]);
    expect(claims.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(claims.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'run_in_progress' },
    });
    expect(await expectAppError(startReview(reviewSetup.ctx, { runId }))).toMatchObject({
      code: 'run_in_progress',
      message: 'This run is already being reviewed. Wait for that review to finish.',
    });
  });

  it('is rejected for a second caller in the same process', async () => {
    const runId = await reviewSetup.unreviewedRun(2);
    const held = createGate();
    const slow = withStatementSpy(reviewSetup.ctx, async ({ name }) => {
      if (name === 'review-calls.end') await held.wait();
    });
    const { done } = await startReview(slow, { runId });
    await held.reached;
    expect((await expectAppError(startReview(reviewSetup.ctx, { runId }))).code).toBe(
      'run_in_progress',
    );
    held.open();
    await done;
    expect((await getRunReview(reviewSetup.ctx, runId)).call?.status).toBe('done');
  });

  it('counts as interrupted after its deadline and can be repeated', async () => {
    const runId = await reviewSetup.unreviewedRun(2);
    await claimReview(reviewSetup.ctx, { runId, kind: 'now' });
    expect((await getRunReview(reviewSetup.ctx, runId)).call?.status).toBe('started');
    await expireReviews(reviewSetup.context);
    expect((await getRunReview(reviewSetup.ctx, runId)).call).toMatchObject({
      status: 'failed',
      failureCode: 'interrupted',
    });
    const { done } = await startReview(reviewSetup.ctx, { runId });
    await done;
    expect(await getRunReview(reviewSetup.ctx, runId)).toMatchObject({
      call: { status: 'done', reviewed: 2 },
      counts: { unreviewed: 0 },
    });
  });

  it.runIf(backend === 'duckdb')('left behind by a process is ended by the next one', async () => {
    const runId = await reviewSetup.unreviewedRun(1);
    await claimReview(reviewSetup.ctx, { runId, kind: 'now' });
    await recoverRuns(reviewSetup.context.warehouse, reviewSetup.context.now());
    expect((await getRunReview(reviewSetup.ctx, runId)).call).toMatchObject({
      status: 'failed',
      failure: 'The review was stopped before it finished.',
    });
  });
});

describe('the statements of a review', () => {
  const reviewed = [
    [
      'runs.newest-time',
      'lock.acquire',
      'runs.insert',
      'audit.move-head',
      'audit.append',
      'COMMIT',
    ],
    ['accounts.to-route'],
    ['runs.finish', 'run-inputs.insert', 'recommendations.insert', 'explanations.insert'],
    ['read-model.recommendations', 'audit.move-head', 'audit.append', 'COMMIT'],
    ['review-calls.claim-run', 'review-calls.of-run', 'review-calls.fail-interrupted'],
    ['review-calls.insert', 'COMMIT'],
    ['runs.by-id', 'review-inputs.unreviewed', 'review-inputs.similar-decisions'],
    ['policy.by-version', 'review-calls.set-requested', 'COMMIT'],
    ['review-calls.end', 'reviews.insert', 'reviews.write-feedback'],
    ['read-model.recommendations', 'COMMIT'],
  ].flat();

  it.each([1, 2, 35])('do not depend on the number of recommendations (%i)', async (count) => {
    await reviewSetup.seed(count);
    const sent = await recordStatements(reviewSetup.ctx, async (ctx) => {
      const { done } = await startRun(ctx, wholeBatch);
      await done;
    });
    expect(sent).toEqual(reviewed);
  });
});

describe('the input for Claude', () => {
  const material = async (runId: string) => {
    const { policy } = await currentPolicy(reviewSetup.context.warehouse);
    return loadReviewInput(reviewSetup.ctx, runId, policy);
  };

  it('contains the recommendation, the alternatives, and the team', async () => {
    const runId = await reviewSetup.unreviewedRun(8);
    const { recommendations, csms, fairness } = await material(runId);
    expect(recommendations).toHaveLength(8);
    expect(csms).toHaveLength(8);
    expect(fairness.before).toMatchObject({ csms: 8, amounts: { accounts: { cv: 0 } } });
    const [first] = recommendations;
    expect(first).toMatchObject({
      account: { id: 'N-001', name: 'Account N-001', neediness: 5, industry: 'Software' },
      earlier: [],
    });
    expect(first?.alternatives).toHaveLength(5);
    expect(first?.recommended.bookAfter.accounts).toBe(2);
  });

  it('counts the accounts that other runs reserve, and how long an account has waited', async () => {
    await reviewSetup.unreviewedRun(3);
    const { context, ctx } = reviewSetup;
    context.advanceHours(24);
    const since = new Date(context.now().getTime() - 12 * HOUR_MS).toISOString().slice(0, 19);
    await seedCompany(context.warehouse, { accounts: [{ id: 'N-900', since }] });
    const { id } = await runToCompletion(ctx, { ...wholeBatch, review: 'off' });
    const { recommendations, csms } = await material(id);
    expect(csms.map(({ book, reserved }) => [book.accounts, reserved])).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
    ]);
    expect(recommendations).toMatchObject([
      { account: { waitedDays: 0.5 }, recommended: { bookAfter: { accounts: 3 } } },
    ]);
  });

  it('explains the scores by the policy of the run', async () => {
    const { context } = reviewSetup;
    await context.queryRows(`UPDATE CSM_ROUTING_POLICIES
      SET policy = REPLACE(policy, '"scoreWithinHours":24', '"scoreWithinHours":null')`);
    const runId = await reviewSetup.unreviewedRun(1);
    await reviewSetup.setReviewPolicy({});
    context.advanceHours(1);
    expect((await currentPolicy(context.warehouse)).policy.scoreWithinHours).toBe(24);
    expect((await material(runId)).policy).toMatchObject({ scoreWithinHours: null });
  });

  it('contains what has changed since the run, and offers only CSMs who may receive the account now', async () => {
    const runId = await reviewSetup.unreviewedRun(8);
    const { context, ctx } = reviewSetup;
    await context.queryRows(`UPDATE CSM_ROUTING_CSM_DETAILS SET away_until = TIMESTAMP
      '${new Date(context.now().getTime() + 2 * DAY_MS).toISOString().slice(0, 19)}'
      WHERE csm_name = 'Csm 003'`);
    await context.queryRows(
      `UPDATE CSM_ROUTING_CSM_DETAILS SET segment = 'Commercial' WHERE csm_name = 'Csm 004'`,
    );
    ctx.readModel.invalidate();
    const { recommendations } = await material(runId);
    const blocked = recommendations.map((item) => [item.recommended.csm, item.blocked] as const);
    expect(Object.fromEntries(blocked.filter(([, { length }]) => length > 0))).toEqual({
      'Csm 003': [{ reason: 'away', hours: 48 }],
      'Csm 004': [{ reason: 'segment_mismatch', hours: null }],
    });
    const offered = recommendations.flatMap(({ alternatives }) =>
      alternatives.map(({ csm }) => csm),
    );
    expect(offered).toContain('Csm 002');
    expect(offered).not.toContain('Csm 003');
    expect(offered).not.toContain('Csm 004');
  });

  it('contains managers’ decisions on similar pairs, as text', async () => {
    await reviewSetup.unreviewedRun(3);
    const [one = '', two = ''] = await pendingIds(reviewSetup.context.warehouse);
    const { context: testContext } = reviewSetup;
    await rejectRecommendation(testContext.ctx, {
      ...decisionRequest(one),
      reason: 'wrong_fit',
      note: null,
    });
    await overrideRecommendation(testContext.ctx, {
      ...decisionRequest(two),
      csm: 'Csm 003',
      reason: 'knows_account',
      note: 'since 2019',
      acknowledged: ['cooling'],
    });
    testContext.advanceHours(24);
    const run = await runToCompletion(testContext.ctx, { ...wholeBatch, review: 'off' });
    const { recommendations } = await material(run.id);
    const again = recommendations.find(({ account }) => account.id === 'N-001');
    expect(again?.earlier).toContainEqual({
      verb: 'reject',
      csm: expect.any(String),
      to: null,
      daysAgo: 1,
      sameAccount: true,
      reason: 'The CSM is not a good fit for this account',
    });
  });
});
