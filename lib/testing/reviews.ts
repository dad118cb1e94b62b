import { insertReviews, type NewReview, writeFeedback } from '@/lib/warehouse/sql/reviews';
import type { Warehouse } from '@/lib/warehouse/types';
import { monday } from './desk';

/** A review as Claude left it; everything but what it is of has a default. */
export type LeftReview = Pick<NewReview, 'recommendationId' | 'verdict'> &
  Partial<NewReview> & { readonly at?: Date };

/** Writes reviews as a run's review does: the feedback too, where it is not kept back. */
export async function review(warehouse: Warehouse, left: readonly LeftReview[]): Promise<void> {
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
