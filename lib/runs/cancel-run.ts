import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { finishRun, runById } from '@/lib/warehouse/sql/runs';
import { getActiveRun } from './active-runs';

const cancelRunInput = z.object({ runId: z.string().min(1).max(50) });

/**
 * Cancels a run of this or another process: its save finds it ended and writes nothing. If the run
 * has ended but its review has not, this stops the review and keeps what was reviewed. Managers only.
 *
 * @throws AppError `not_found`; `invalid_input` if the run has already ended
 */
export async function cancelRun(
  ctx: Context,
  input: z.input<typeof cancelRunInput>,
): Promise<{ readonly runId: string }> {
  requireRole(ctx.person, 'manager');
  const { runId } = parseInput(cancelRunInput, input);
  const cancellation = finishRun({
    id: runId,
    status: 'cancelled',
    stage: getActiveRun(runId)?.progress.stage ?? 'reading',
    at: ctx.now(),
    placed: null,
    deferred: null,
    failure: {
      code: 'cancelled',
      message: `Canceled by ${ctx.person.name}. Nothing was saved.`,
    },
    result: null,
  });
  const affected = await auditedTransaction(ctx, 'runs.cancel', async (session, record) => {
    const ended = await session.write(cancellation);
    if (ended === 1) record({ action: 'run.canceled', subject: runId });
    return ended;
  });
  getActiveRun(runId)?.controller.abort();
  if (affected === 1) return { runId };
  const [run] = await ctx.warehouse.read(runById(runId));
  throw run
    ? new AppError('invalid_input', 'The run has already ended.')
    : new AppError('not_found', 'This run does not exist.');
}
