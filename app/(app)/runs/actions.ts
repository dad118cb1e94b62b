'use server';

import { revalidatePath } from 'next/cache';
import { previewRollback, type Rollback, rollBackRun } from '@/lib/decisions/roll-back-run';
import { cancelRun } from '@/lib/runs/cancel-run';
import { startReview } from '@/lib/runs/start-review';
import { type StartRunInput, startRun } from '@/lib/runs/start-run';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** Starts a run and returns its id immediately. */
export async function startRunAction(
  input: StartRunInput,
): Promise<ActionResult<{ readonly runId: string }>> {
  return runAction('runs.start', input, async (ctx) => {
    const { runId } = await startRun(ctx, input);
    revalidatePath('/runs');
    return { runId };
  });
}

export async function cancelRunAction(
  input: Parameters<typeof cancelRun>[1],
): Promise<ActionResult<{ readonly runId: string }>> {
  return runAction('runs.cancel', input, async (ctx) => {
    const canceled = await cancelRun(ctx, input);
    revalidatePath('/runs');
    return canceled;
  });
}

/** Returns what a rollback of a run would do now. */
export async function previewRollbackAction(
  input: Parameters<typeof previewRollback>[1],
): Promise<ActionResult<Rollback>> {
  return runAction('runs.preview-rollback', input, previewRollback);
}

/** Undoes all decisions of a run. */
export async function rollBackRunAction(
  input: Parameters<typeof rollBackRun>[1],
): Promise<ActionResult<Rollback>> {
  return runAction('runs.roll-back', input, async (ctx) => {
    const rollback = await rollBackRun(ctx, input);
    revalidatePath('/runs');
    return rollback;
  });
}

/** Starts a review of a run's unreviewed recommendations. */
export async function startReviewAction(
  input: Parameters<typeof startReview>[1],
): Promise<ActionResult<{ readonly runId: string }>> {
  return runAction('runs.review', input, async (ctx) => {
    const { runId } = await startReview(ctx, input);
    revalidatePath(`/runs/${runId}`);
    return { runId };
  });
}
