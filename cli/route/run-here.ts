import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { getReviewedRun, type ReviewedRun } from '@/lib/review/get-reviewed-run';
import { cancelRun } from '@/lib/runs/cancel-run';
import { followRun } from '@/lib/runs/follow-run';
import { recoverRuns } from '@/lib/runs/recover-runs';
import { type StartRunInput, startRun } from '@/lib/runs/start-run';
import type { Warehouse } from '@/lib/warehouse/types';
import { operator } from '../operator';
import type { Watch } from './watch';

/** Does a run in this process. @throws AppError what starting and following a run throw. */
export async function runHere(
  warehouse: Warehouse,
  input: StartRunInput,
  watch: Watch,
): Promise<ReviewedRun> {
  const ctx: Context = { warehouse, person: operator(), now: () => new Date(), claude: env() };
  await recoverRuns(warehouse, ctx.now());
  const { runId, done } = await startRun(ctx, input);
  const stopWaiting = watch.onInterrupt(() => cancelRun(ctx, { runId }));
  try {
    for await (const progress of followRun(ctx, runId, new AbortController().signal)) {
      watch.tell(progress);
    }
    await done;
  } finally {
    await stopWaiting();
  }
  return getReviewedRun(ctx, runId);
}
