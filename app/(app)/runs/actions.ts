'use server';

import { revalidatePath } from 'next/cache';
import { cancelRun, cancelRunInput } from '@/lib/runs/cancel-run';
import { startReview, startReviewInput } from '@/lib/runs/start-review';
import { startRun, startRunInput } from '@/lib/runs/start-run';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** Starts a run and returns its id immediately. */
export async function startRunAction(
  input: unknown,
): Promise<ActionResult<{ readonly runId: string }>> {
  return runAction('runs.start', startRunInput, input, async (ctx, parsed) => {
    const { runId } = await startRun(ctx, parsed);
    revalidatePath('/runs');
    return { runId };
  });
}

export async function cancelRunAction(
  input: unknown,
): Promise<ActionResult<{ readonly runId: string }>> {
  return runAction('runs.cancel', cancelRunInput, input, async (ctx, parsed) => {
    const canceled = await cancelRun(ctx, parsed);
    revalidatePath('/runs');
    return canceled;
  });
}

/** Starts a review of a run's unreviewed recommendations. */
export async function startReviewAction(
  input: unknown,
): Promise<ActionResult<{ readonly runId: string }>> {
  return runAction('runs.review', startReviewInput, input, async (ctx, parsed) => {
    const { runId } = await startReview(ctx, parsed);
    revalidatePath(`/runs/${runId}`);
    return { runId };
  });
}
