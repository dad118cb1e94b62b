import { describe, expect, it } from 'vitest';
import { overrideRecommendation } from '@/lib/decisions/override-recommendation';
import { rejectRecommendation } from '@/lib/decisions/reject-recommendation';
import { currentPolicy } from '@/lib/policy/current-policy';
import { recoverRuns } from '@/lib/runs/recover-runs';
import { startRun } from '@/lib/runs/start-run';
import { on, refusalOf } from '@/lib/testing/desk';
import { runToTheEnd, wholeBatch } from '@/lib/testing/desk-runs';
import { engine } from '@/lib/testing/engine';
import { pendingIds } from '@/lib/testing/pending-ids';
import { atReviewingDesk } from '@/lib/testing/reviewing';
import { gate, statementsOf, watched } from '@/lib/testing/watched';
import { claimReview } from './claim-review';
import { getReview } from './get-review';
import { readMaterial } from './read-material';
import { startReview } from './start-review';

const office = atReviewingDesk();

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
    expect(await refusalOf(startReview(office.ctx, { runId }))).toMatchObject({
      code: 'run_in_progress',
      message: 'This run is being reviewed. Wait for that to end.',
    });
  });

  it('is refused to whoever asks again in the same process', async () => {
    const runId = await office.unreviewedRun(2);
    const held = gate();
    const slow = watched(office.ctx, async ({ name }) => {
      if (name === 'review-calls.end') await held.wait();
    });
    const { done } = await startReview(slow, { runId });
    await held.reached;
    expect((await refusalOf(startReview(office.ctx, { runId }))).code).toBe('run_in_progress');
    held.open();
    await done;
    expect((await getReview(office.ctx, runId)).call?.status).toBe('done');
  });

  it('counts as interrupted once its time is over, and may be asked for again', async () => {
    const runId = await office.unreviewedRun(2);
    await claimReview(office.ctx, { runId, kind: 'now' });
    expect((await getReview(office.ctx, runId)).call?.status).toBe('started');
    office.desk.pass(0.1);
    expect((await getReview(office.ctx, runId)).call).toMatchObject({
      status: 'failed',
      failureCode: 'interrupted',
    });
    const { done } = await startReview(office.ctx, { runId });
    await done;
    expect(await getReview(office.ctx, runId)).toMatchObject({
      call: { status: 'done', reviewed: 2 },
      counts: { unreviewed: 0 },
    });
  });

  it.runIf(engine === 'duckdb')('that a process left behind is ended by the next', async () => {
    const runId = await office.unreviewedRun(1);
    await claimReview(office.ctx, { runId, kind: 'now' });
    await recoverRuns(office.desk.warehouse, office.desk.now());
    expect((await getReview(office.ctx, runId)).call).toMatchObject({
      status: 'failed',
      failure: 'The review was stopped before it was done.',
    });
  });
});

describe('the statements of a review', () => {
  const reviewed = [
    ['lock.take', 'runs.insert', 'COMMIT'],
    ['accounts.to-place', 'csms.standings'],
    ['runs.finish', 'recommendations.insert', 'explanations.insert', 'COMMIT'],
    ['review-calls.take-run', 'review-calls.end-lost', 'review-calls.insert', 'COMMIT'],
    ['runs.by-id', 'review-material.unreviewed', 'csms.standings', 'review-material.earlier'],
    ['review-calls.set-asked', 'COMMIT'],
    ['review-calls.end', 'reviews.insert', 'reviews.write-feedback', 'COMMIT'],
  ].flat();

  it.each([1, 2, 35])('are as many for %i recommendations', async (count) => {
    await office.seed(count);
    const sent = await statementsOf(office.ctx, async (ctx) => {
      const { done } = await startRun(ctx, wholeBatch);
      await done;
    });
    expect(sent).toEqual(reviewed);
  });
});

describe('what Claude is asked with', () => {
  const material = async (runId: string) => {
    const { policy } = await currentPolicy(office.desk.warehouse);
    return readMaterial(office.ctx, runId, policy);
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
    const [one = '', two = ''] = await pendingIds(office.desk.warehouse);
    const { desk } = office;
    await rejectRecommendation(desk.ctx, { ...on(one), reason: 'wrong_fit', note: null });
    await overrideRecommendation(desk.ctx, {
      ...{ ...on(two), csm: 'Csm 003', reason: 'knows_account', note: 'since 2019' },
      acknowledged: ['cooling'],
    });
    desk.pass(24);
    const run = await runToTheEnd(desk.ctx, { ...wholeBatch, review: 'off' });
    const { recommendations } = await material(run.id);
    const again = recommendations.find(({ account }) => account.id === 'N-001');
    expect(again?.earlier).toContainEqual({
      ...{ verb: 'reject', csm: expect.any(String), to: null, daysAgo: 1, sameAccount: true },
      reason: 'The CSM does not fit this account',
    });
  });
});
