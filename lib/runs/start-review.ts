import 'server-only';
import { z } from 'zod';
import {
  claimReview,
  nothingToReviewError,
  performReview,
  reviewInProgressError,
} from '@/lib/reviews/review-run';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { reviewKinds } from '@/lib/warehouse/sql/review-calls';
import { reviewCounts } from '@/lib/warehouse/sql/review-inputs';
import { getActiveRun, launchRun } from './active-runs';

export const startReviewInput = z.object({
  runId: z.string().min(1).max(50),
  review: z.enum(reviewKinds, { error: 'must be now or batch' }).default('now'),
});

const SAVING_PROGRESS = { status: 'succeeded', stage: 'saving' } as const;

/**
 * Starts a review of what waits of a run without one, and answers at once; the work goes on in this
 * process and its state is in the warehouse. Managers only.
 * @throws AppError `invalid_input` when review is off or nothing waits without a review, or
 *   `run_in_progress` when the run is being reviewed.
 */
export async function startReview(
  ctx: Context,
  input: z.input<typeof startReviewInput>,
): Promise<{ readonly runId: string; readonly done: Promise<void> }> {
  requireRole(ctx.person, 'manager');
  const { runId, review: kind } = parseInput(startReviewInput, input);
  if (getActiveRun(runId)) throw reviewInProgressError();
  const [standing] = await ctx.warehouse.read(reviewCounts(runId));
  if (!standing || standing.unreviewed === 0) throw nothingToReviewError();
  const claimed = await claimReview(ctx, { runId, kind });
  const begin = { ...SAVING_PROGRESS, review: { reviewed: 0, asked: standing.unreviewed } };
  const { done } = launchRun(
    runId,
    async ({ signal, report }) => {
      await performReview(ctx, claimed, {
        signal,
        onProgress: (reviewed, asked) =>
          report({ ...SAVING_PROGRESS, review: { reviewed, asked } }),
      });
      report(SAVING_PROGRESS);
    },
    begin,
  );
  return { runId, done };
}
