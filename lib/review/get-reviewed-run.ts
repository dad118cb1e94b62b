import 'server-only';
import type { Context } from '@/lib/context';
import { getRun, type Run } from '@/lib/runs/get-run';
import type { ReviewProgress } from '@/lib/runs/progress';
import { activeRun } from '@/lib/runs/runner';
import { getReview, type RunReview } from './get-review';
import { lookForBatches } from './watch-batches';

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
  const wasUnderWay = activeRun(runId) !== undefined;
  const run = await getRun(ctx, runId);
  if (run.status !== 'succeeded' || run.dryRun || !run.placed) return { ...run, review: null };
  let review = await getReview(ctx, run.id);
  // It may have begun and ended while the warehouse answered, and nobody would look again.
  if (wasUnderWay && !activeRun(run.id)) review = await getReview(ctx, run.id);
  if (review.call?.status === 'waiting') lookForBatches();
  return { ...run, review: { ...review, progress: progressOf(run, review) } };
}

/** How far a review that goes on is; in another process only that it does is known. */
function progressOf({ id, placed }: Run, { call, off }: RunReview): ReviewProgress | null {
  const here = activeRun(id)?.progress;
  if (here?.review) return here.review;
  // What was saved an instant ago is about to be reviewed.
  const isNext = here?.status === 'running' && off === null;
  if (!isNext && call?.status !== 'started') return null;
  return { reviewed: 0, asked: call?.asked ?? placed ?? 0 };
}
