import 'server-only';
import { getRunReview, type RunReview } from '@/lib/reviews/get-run-review';
import { requestBatchPoll } from '@/lib/reviews/poll-batches';
import type { Context } from '@/lib/server/context';
import { getActiveRun } from './active-runs';
import type { ReviewProgress } from './progress';
import { getRun, type Run } from './read-runs';

/** A run with how its recommendations stand with Claude; null where there is nothing to review. */
export type ReviewedRun = Run & {
  readonly review: (RunReview & { readonly progress: ReviewProgress | null }) | null;
};

/**
 * Answers one run and how its review stands. One that waits for its batch is looked at in the
 * background, for whoever asks next.
 * @throws AppError `not_found`.
 */
export async function getReviewedRun(ctx: Context, runId: string): Promise<ReviewedRun> {
  const wasUnderWay = getActiveRun(runId) !== undefined;
  const run = await getRun(ctx, runId);
  if (run.status !== 'succeeded' || run.dryRun || !run.placed) return { ...run, review: null };
  let review = await getRunReview(ctx, run.id);
  // It may have begun and ended while the warehouse answered, and nobody would look again.
  if (wasUnderWay && !getActiveRun(run.id)) review = await getRunReview(ctx, run.id);
  if (review.call?.status === 'waiting') requestBatchPoll();
  return { ...run, review: { ...review, progress: reviewProgress(run, review) } };
}

/** How far a review that goes on is; in another process only that it does is known. */
function reviewProgress({ id, placed }: Run, { call, off }: RunReview): ReviewProgress | null {
  const here = getActiveRun(id)?.progress;
  if (here?.review) return here.review;
  // What was saved an instant ago is about to be reviewed.
  const isNext = here?.status === 'running' && off === null;
  if (!isNext && call?.status !== 'started') return null;
  return { reviewed: 0, asked: call?.requested ?? placed ?? 0 };
}
