import { getRun, type Run } from '@/lib/runs/read-runs';
import { type StartRunInput, startRun } from '@/lib/runs/start-run';
import type { Context } from '@/lib/server/context';
import { insertReviews, type NewReview, writeFeedback } from '@/lib/warehouse/sql/reviews';
import type { Warehouse } from '@/lib/warehouse/types';
import { monday } from './test-context';

/** Starts a run, waits for its end and answers it. */
export async function runToCompletion(ctx: Context, input: StartRunInput): Promise<Run> {
  const { runId, done } = await startRun(ctx, input);
  await done;
  return getRun(ctx, runId);
}

/** A batch of as many accounts as there are. */
export const wholeBatch: StartRunInput = { mode: 'batch', batchSize: 500 };

/** A review as Claude left it; everything but what it is of has a default. */
export type TestReview = Pick<NewReview, 'recommendationId' | 'verdict'> &
  Partial<NewReview> & { readonly at?: Date };

/** Writes reviews as a run's review does: the feedback too, where it is not kept back. */
export async function insertTestReviews(
  warehouse: Warehouse,
  left: readonly TestReview[],
): Promise<void> {
  await warehouse.transaction('test.review', async (session) => {
    for (const [n, { at = monday, ...said }] of left.entries()) {
      const made: NewReview = {
        id: `w-${at.getTime()}-${n}`,
        accountId: `of ${said.recommendationId}`,
        confidence: 80,
        feedback: `Claude’s ${said.verdict}.`,
        issues: [],
        suggestedCsm: null,
        droppedSuggestion: null,
        hidden: false,
        ...said,
      };
      const origin = { callId: 'c', runId: 'r', model: 'claude-test', promptVersion: 1, at };
      await session.write(insertReviews(origin, [made]));
      if (!made.hidden) await session.write(writeFeedback([made]));
    }
  });
}
