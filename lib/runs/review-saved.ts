import 'server-only';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';
import { claimReview } from '@/lib/review/claim-review';
import { performReview } from '@/lib/review/perform-review';
import { reviewOff } from '@/lib/review/review-settings';
import type { RunControl } from './execute-run';
import type { StartedRun } from './propose';

const saved = { status: 'succeeded', stage: 'saving' } as const;

/**
 * Has Claude review what a run saved, where review is on and wanted, and then says that all is
 * over. Whatever becomes of the review, the run has succeeded: nothing is thrown.
 */
export async function reviewSaved(
  ctx: Context,
  { runId, dryRun, policy, review: kind }: StartedRun,
  placed: number,
  { signal, report }: RunControl,
): Promise<void> {
  if (kind !== 'off' && !dryRun && placed > 0 && reviewOff(ctx, policy) === null) {
    const onProgress = (reviewed: number, asked: number) =>
      report({ ...saved, review: { reviewed, asked } });
    onProgress(0, placed);
    try {
      const claimed = await claimReview(ctx, { runId, kind });
      await performReview(ctx, claimed, { signal, onProgress });
    } catch (error) {
      // Somebody may have asked for it first, or switched reviews off.
      if (!(error instanceof AppError)) log.error({ err: error, runId }, 'no review began');
      else log.warn({ err: error, runId }, 'no review began');
    }
  }
  report(saved);
}
