import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { finishRun, runById } from '@/lib/warehouse/sql/runs';
import { getActiveRun } from './active-runs';

export const cancelRunInput = z.object({ runId: z.string().min(1).max(50) });

/**
 * Cancels a run that is under way, in this process or another: its save finds it ended and writes
 * nothing. Managers only.
 * @throws AppError `not_found`, or `invalid_input` when it had already ended.
 */
export async function cancelRun(
  ctx: Context,
  input: z.input<typeof cancelRunInput>,
): Promise<{ readonly runId: string }> {
  requireRole(ctx.person, 'manager');
  const { runId } = parseInput(cancelRunInput, input);
  const end = finishRun({
    id: runId,
    status: 'cancelled',
    stage: getActiveRun(runId)?.progress.stage ?? 'reading',
    at: ctx.now(),
    placed: null,
    deferred: null,
    failure: {
      code: 'cancelled',
      message: `Cancelled by ${ctx.person.name}. Nothing of it was saved.`,
    },
    result: null,
  });
  const ended = await ctx.warehouse.transaction('runs.cancel', (session) => session.write(end));
  if (ended === 1) {
    getActiveRun(runId)?.controller.abort();
    return { runId };
  }
  // Its review may still be going on: what is reviewed by now is kept.
  getActiveRun(runId)?.controller.abort();
  const [run] = await ctx.warehouse.read(runById(runId));
  throw run
    ? new AppError('invalid_input', 'The run had already ended, so there was nothing to cancel.')
    : new AppError('not_found', 'There is no such run.');
}
