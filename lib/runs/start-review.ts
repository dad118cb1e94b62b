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

const SAVED = { status: 'succeeded', stage: 'saving' } as const;

/**
 * Starts a review of a run's unreviewed recommendations and returns immediately. The review runs
 * detached in this process. Managers only.
 *
 * @throws AppError `invalid_input` if reviews are off or nothing is unreviewed; `run_in_progress`
 *   if a review of the run is in progress
 */
export async function startReview(
  ctx: Context,
  input: z.input<typeof startReviewInput>,
): Promise<{ readonly runId: string; readonly done: Promise<void> }> {
  requireRole(ctx.person, 'manager');
  const { runId, review: kind } = parseInput(startReviewInput, input);
  if (getActiveRun(runId)) throw reviewInProgressError();
  const [counts] = await ctx.warehouse.read(reviewCounts(runId));
  if (!counts || counts.unreviewed === 0) throw nothingToReviewError();
  const claimed = await claimReview(ctx, { runId, kind });
  const { done } = launchRun(
    runId,
    async ({ signal, report }) => {
      await performReview(ctx, claimed, {
        signal,
        onProgress: (reviewed, total) => report({ ...SAVED, review: { reviewed, total } }),
      });
      report(SAVED);
    },
    { initial: { ...SAVED, review: { reviewed: 0, total: counts.unreviewed } } },
  );
  return { runId, done };
}
