import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { insertExplanations, insertRecommendations } from '@/lib/warehouse/sql/recommendations';
import {
  claimRunForReview,
  endReviewCall,
  failInterruptedReviews,
  insertReviewCall,
  type NewReviewCall,
  reviewCallsOfRun,
  reviewTokens,
  setBatchSubmitted,
  setRequestedCount,
  submittedBatches,
} from '@/lib/warehouse/sql/review-calls';
import {
  reviewCounts,
  similarDecisions,
  unreviewedRecommendations,
} from '@/lib/warehouse/sql/review-inputs';
import { insertReviews, type NewReview, writeFeedback } from '@/lib/warehouse/sql/reviews';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { pendingIds } from '@/test/support/recommendations';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import { accountHistory, type ContractHarness } from './harness';
import { hoursLater, newDecision, newRun, now } from './rows';

const failure = { code: 'interrupted', message: 'Stopped.' };
const usage = { input: 1, cacheWrite: 20, cacheRead: 300, output: 4_000 };

function newCall(overrides: Partial<NewReviewCall> = {}): NewReviewCall {
  return {
    id: 'c-1',
    runId: 'r',
    kind: 'now',
    model: 'claude-sonnet-5-5',
    promptVersion: 1,
    by: 'mia@example.com',
    at: now,
    ttlMs: HOUR_MS,
    ...overrides,
  };
}

/** Statements on Claude's reviews and review calls. */
export function describeReviews(harness: ContractHarness): void {
  const start = (overrides?: Partial<NewReviewCall>) => insertReviewCall(newCall(overrides));
  const calls = () => harness.read(reviewCallsOfRun('r'));
  const end = (id: string) =>
    endReviewCall({
      id,
      status: 'done',
      failure,
      asked: 3,
      reviewed: 2,
      model: 'another',
      usage,
      latencyMs: 1_500,
      at: hoursLater(1),
    });

  describe('the reviews of a run', () => {
    it('start one at a time', async () => {
      expect(await calls()).toEqual([]);
      expect(await harness.write(start(), start({ id: 'c-2' }))).toEqual([1, 0]);
      expect(await harness.write(start({ id: 'c-3', runId: 'other' }))).toEqual([1]);
      expect(await harness.write(end('c-1'), start({ id: 'c-2' }))).toEqual([1, 1]);
      expect((await calls()).map(({ id, status }) => [id, status])).toEqual([
        ['c-2', 'started'],
        ['c-1', 'done'],
      ]);
    });

    it('start only for a saved run', async () => {
      const claim = claimRunForReview('r');
      expect(await harness.write(claim, insertRun(newRun({ id: 'r' })), claim)).toEqual([0, 1, 0]);
      const saved = { status: 'succeeded', stage: 'saving', at: now, failure: null } as const;
      const finish = finishRun({ ...saved, id: 'r', placed: 1, deferred: 0, result: null });
      expect(await harness.write(finish, claim)).toEqual([1, 1]);
    });

    it('end once, with an outcome', async () => {
      await harness.write(start(), setRequestedCount('c-1', 3));
      expect(await calls()).toMatchObject([
        { status: 'started', requested: 3, usage: { input: 0 } },
      ]);
      expect(await harness.write(end('c-1'), end('c-1'), setRequestedCount('c-1', 9))).toEqual([
        1, 0, 0,
      ]);
      expect(await calls()).toEqual([
        {
          id: 'c-1',
          runId: 'r',
          kind: 'now',
          batchId: null,
          status: 'done',
          failureCode: failure.code,
          failure: failure.message,
          requested: 3,
          reviewed: 2,
          usage,
          model: 'another',
          promptVersion: 1,
          latencyMs: 1_500,
          startedBy: 'mia@example.com',
          startedAt: now,
          isExpired: false,
          endedAt: hoursLater(1),
        },
      ]);
    });

    it('stay submitted until their batch is fetched', async () => {
      expect(await harness.read(submittedBatches())).toEqual([]);
      const submit = setBatchSubmitted({ id: 'c-1', batchId: 'b', ttlMs: 26 * HOUR_MS });
      expect(await harness.write(submit, start({ kind: 'batch' }), submit, submit)).toEqual([
        0, 1, 1, 0,
      ]);
      expect(await harness.read(submittedBatches())).toMatchObject([
        { id: 'c-1', batchId: 'b', status: 'waiting', isExpired: false },
      ]);
      await harness.write(end('c-1'));
      expect(await harness.read(submittedBatches())).toEqual([]);
    });

    it('are recorded as failed after an interruption', async () => {
      expect(await harness.write(failInterruptedReviews({ runId: 'r' }, now, failure))).toEqual([
        0,
      ]);
      await harness.write(start({ ttlMs: -1 }), start({ id: 'c-2', runId: 'other' }));
      expect(await calls()).toMatchObject([{ status: 'started', isExpired: true }]);
      // The warehouse's clock counts, whatever that of the server says.
      const later = hoursLater(1_000_000);
      expect(
        await harness.write(
          failInterruptedReviews({ runId: 'other' }, later, failure),
          failInterruptedReviews('expired', later, failure),
          failInterruptedReviews('all-started', later, failure),
        ),
      ).toEqual([0, 1, 1]);
      expect(await calls()).toMatchObject([{ status: 'failed', failure: 'Stopped.' }]);
    });

    it('are lost with a batch that was not collected in time', async () => {
      await harness.write(
        start({ kind: 'batch' }),
        setBatchSubmitted({ id: 'c-1', batchId: 'b', ttlMs: -1 }),
      );
      expect(
        await harness.write(
          failInterruptedReviews('expired', now, failure),
          failInterruptedReviews({ runId: 'r' }, now, failure),
        ),
      ).toEqual([0, 1]);
    });

    it('return their tokens in a period', async () => {
      const tokens = (from: number, to: number) =>
        harness.read(reviewTokens(hoursLater(from), hoursLater(to)));
      expect(await tokens(-1, 1)).toEqual([0]);
      await harness.write(start(), end('c-1'), start({ id: 'c-2' }));
      expect(await tokens(0, 1)).toEqual([4_321]);
      expect(await tokens(1, 2)).toEqual([0]);
      expect(await tokens(-1, 0)).toEqual([0]);
    });
  });

  describe('Claude’s reviews', () => {
    const scores = { neediness: 7, health: 60, revenue: 1_000, score: 88 };
    const account = { ...scores, csm: 'Ana', segment: 'Residential', level: 'Corporate' };
    const recommend = async (runId: string, at: Date, ...accountIds: string[]) => {
      const recommendations = accountIds.map((accountId) => ({ ...account, accountId }));
      const explanations = accountIds.map((accountId) => ({
        ...scores,
        accountId,
        currentCsm: null,
        explanation: '{}',
      }));
      await harness.write(
        insertRecommendations({
          runId,
          at,
          recommendations,
          method: 'batch_optimized',
          batchSize: 3,
        }),
        insertExplanations({ id: runId, policyVersion: 1 }, explanations),
      );
    };
    const newReview = (
      recommendationId: string,
      overrides: Partial<NewReview> = {},
    ): NewReview => ({
      id: `w-${recommendationId}`,
      recommendationId,
      accountId: 'A',
      verdict: 'approve',
      confidence: 80,
      feedback: 'Good.',
      issues: ['workload', 'revenue'],
      suggestedCsm: null,
      droppedSuggestion: null,
      hidden: false,
      ...overrides,
    });
    const origin = { callId: 'c', runId: 'r', model: 'm', promptVersion: 1, at: now };
    const counts = async () => (await harness.read(reviewCounts('r')))[0];
    const unreviewed = async (among: 'pending' | 'all') =>
      (await harness.read(unreviewedRecommendations('r', among))).map(({ accountId }) => accountId);

    it('are missing until inserted, then counted by verdict', async () => {
      expect(await unreviewed('all')).toEqual([]);
      expect(await counts()).toMatchObject({ recommendations: 0, approve: 0, unreviewed: 0 });
      await recommend('r', now, 'A', 'B', 'C', 'D');
      const [a = '', b = '', c = ''] = await pendingIds(harness.context.warehouse);
      expect(await unreviewed('pending')).toEqual(['A', 'B', 'C', 'D']);
      await harness.write(
        insertReviews(origin, [
          newReview(a, { verdict: 'reassign' }),
          newReview(b, { hidden: true }),
        ]),
        insertReviews({ ...origin, at: hoursLater(1) }, [newReview(a, { id: 'w' })]),
        insertDecisions([newDecision({ recommendationId: c, accountId: 'C', verb: 'reject' })]),
      );
      expect(await counts()).toEqual({
        recommendations: 4,
        approve: 1,
        caution: 0,
        reassign: 0,
        hidden: 1,
        unreviewed: 1,
      });
      expect(await unreviewed('pending')).toEqual(['D']);
      expect(await unreviewed('all')).toEqual(['C', 'D']);
    });

    it('are written, truncated, to the data team’s table for undecided recommendations', async () => {
      await recommend('r', now, 'A', 'B');
      const [a = '', b = ''] = await pendingIds(harness.context.warehouse);
      const rejection = newDecision({ recommendationId: b, accountId: 'B', verb: 'reject' });
      await harness.write(insertDecisions([rejection]));
      const feedback = `${edgeCaseStrings[0]} ${stringOfLength(600)}`;
      const write = writeFeedback([newReview(a, { feedback }), newReview(b), newReview('999')]);
      expect(await harness.write(write)).toEqual([1]);
      const [row] = await harness.context.queryRows(
        `SELECT llm_feedback FROM CSM_ROUTING_RECOMMENDATIONS_CANNE WHERE account_id = 'A'`,
      );
      expect([...String(row?.llm_feedback)].length).toBeLessThanOrEqual(500);
      expect((await accountHistory(harness, 'B')).recommendations).toHaveLength(1);
    });

    it('are counted once each by the reports that look for the verdict’s word in the data team’s table', async () => {
      await recommend('r', now, 'A', 'B', 'C', 'D', 'E', 'F');
      const ids = await pendingIds(harness.context.warehouse);
      const given: Partial<NewReview>[] = [
        { verdict: 'approve', feedback: 'A manager rejected this pair before.' },
        { verdict: 'approve' },
        { verdict: 'caution', feedback: 'Managers approved or rejected it; disapproved once.' },
        {
          verdict: 'reassign',
          suggestedCsm: stringOfLength(100),
          feedback: 'Words. 🙂 '.repeat(62),
        },
        { verdict: 'reassign', suggestedCsm: 'Bo', feedback: 'Was approved.' },
        { verdict: 'reassign' },
      ];
      await harness.write(writeFeedback(given.map((review, n) => newReview(ids[n] ?? '', review))));
      const rows = await harness.context.queryRows(
        `SELECT COUNT_IF(llm_feedback LIKE '%approved%') AS approved,
          COUNT_IF(llm_feedback LIKE '%rejected%') AS rejected, MAX(LENGTH(llm_feedback)) AS longest
        FROM CSM_ROUTING_RECOMMENDATIONS_CANNE`,
      );
      expect(rows.map((row) => Object.values(row).map(Number))).toEqual([[2, 3, 500]]);
      const feedback = await harness.context.queryRows(
        'SELECT llm_feedback FROM CSM_ROUTING_RECOMMENDATIONS_CANNE ORDER BY account_id',
      );
      expect(feedback.map(({ llm_feedback }) => llm_feedback)).toEqual([
        'approved: A manager Rejected this pair before.',
        'approved: Good.',
        'caution: Managers Approved or Rejected it; disApproved once.',
        expect.stringMatching(/^rejected, reassign to .+: .+…$/su),
        'rejected, reassign to Bo: Was Approved.',
        'rejected: Good.',
      ]);
    });

    it('get decisions on similar pairs as input, those on the same account first', async () => {
      const similar = () => harness.read(similarDecisions('r', now, new Map()));
      await recommend('old', hoursLater(-48), 'A', 'X');
      const [a = '', x = ''] = await pendingIds(harness.context.warehouse);
      await recommend('r', now, 'A');
      expect(await similar()).toEqual([]);
      const decided = { at: hoursLater(-24), note: 'Too many accounts.' };
      const undone = newDecision({ recommendationId: x, accountId: 'X', verb: 'reject' });
      await harness.write(
        insertDecisions([
          newDecision({ ...decided, recommendationId: a, verb: 'reject', reason: 'workload' }),
          newDecision({
            ...decided,
            recommendationId: x,
            accountId: 'X',
            verb: 'override',
            csm: 'Bo',
          }),
          newDecision({
            ...decided,
            recommendationId: a,
            verb: 'reject',
            at: hoursLater(-91 * 24),
          }),
          undone,
          newDecision({ recommendationId: x, accountId: 'X', verb: 'undo', undoes: undone.id }),
        ]),
      );
      expect(await similar()).toMatchObject([
        { verb: 'reject', csm: 'Ana', to: null, reason: 'workload', sameAccount: true },
        { verb: 'override', csm: 'Ana', to: 'Bo', note: 'Too many accounts.', sameAccount: false },
      ]);
    });
  });
}
