import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { activeRun, launch } from '@/lib/runs/runner';
import { reviewKinds } from '@/lib/warehouse/sql/review-calls';
import { reviewCounts } from '@/lib/warehouse/sql/review-material';
import { claimReview, nothingToReview, underReview } from './claim-review';
import { performReview } from './perform-review';

export const startReviewInput = z.object({
  runId: z.string().min(1).max(50),
  review: z.enum(reviewKinds, { error: 'must be now or batch' }).default('now'),
});

const saved = { status: 'succeeded', stage: 'saving' } as const;

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
  if (activeRun(runId)) throw underReview();
  const [standing] = await ctx.warehouse.read(reviewCounts(runId));
  if (!standing || standing.unreviewed === 0) throw nothingToReview();
  const claimed = await claimReview(ctx, { runId, kind });
  const begin = { ...saved, review: { reviewed: 0, asked: standing.unreviewed } };
  const { done } = launch(
    runId,
    async ({ signal, report }) => {
      await performReview(ctx, claimed, {
        signal,
        onProgress: (reviewed, asked) => report({ ...saved, review: { reviewed, asked } }),
      });
      report(saved);
    },
    begin,
  );
  return { runId, done };
}
