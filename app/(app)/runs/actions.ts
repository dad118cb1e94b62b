'use server';

import { revalidatePath } from 'next/cache';
import { cancelRun, cancelRunInput } from '@/lib/runs/cancel-run';
import { startReview, startReviewInput } from '@/lib/runs/start-review';
import { startRun, startRunInput } from '@/lib/runs/start-run';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** Starts a run and answers its id at once; the work goes on in the server. */
export async function startRunAction(
  input: unknown,
): Promise<ActionResult<{ readonly runId: string }>> {
  return runAction('runs.start', startRunInput, input, async (ctx, given) => {
    const { runId } = await startRun(ctx, given);
    revalidatePath('/runs');
    return { runId };
  });
}

export async function cancelRunAction(
  input: unknown,
): Promise<ActionResult<{ readonly runId: string }>> {
  return runAction('runs.cancel', cancelRunInput, input, async (ctx, given) => {
    const cancelled = await cancelRun(ctx, given);
    revalidatePath('/runs');
    return cancelled;
  });
}

/** Has Claude review what waits of a run without a review; the work goes on in the server. */
export async function startReviewAction(
  input: unknown,
): Promise<ActionResult<{ readonly runId: string }>> {
  return runAction('runs.review', startReviewInput, input, async (ctx, given) => {
    const { runId } = await startReview(ctx, given);
    revalidatePath(`/runs/${runId}`);
    return { runId };
  });
}
