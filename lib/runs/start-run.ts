import 'server-only';
import { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { launchRun } from './active-runs';
import { executeRun } from './execute-run';
import { insertRunWithLock } from './run-lock';

const dryRun = z.boolean({ error: 'must be true or false' }).default(false);

/** How the recommendations of a run are reviewed once they are saved; a dry run's never are. */
const review = z
  .enum(['now', 'batch', 'off'], { error: 'must be now, batch or off' })
  .default('now');

export const startRunInput = z.discriminatedUnion(
  'mode',
  [
    z.strictObject({
      mode: z.literal('single'),
      accountId: z
        .string({ error: 'must name an account' })
        .trim()
        .min(1, 'must name an account')
        .max(50, 'can have at most 50 characters'),
      dryRun,
      review,
    }),
    z.strictObject({
      mode: z.literal('batch'),
      batchSize: z
        .number({ error: 'must be a number' })
        .int('must be a whole number')
        .min(1, 'must be at least 1')
        .max(500, 'can be at most 500'),
      dryRun,
      review,
    }),
  ],
  { error: 'must be single or batch' },
);
export type StartRunInput = z.input<typeof startRunInput>;

/**
 * Starts a run and answers its id at once; the work goes on in this process and its state is in
 * the warehouse. Managers only.
 * @throws AppError `run_in_progress` when somebody else's run is under way.
 */
export async function startRun(
  ctx: Context,
  input: StartRunInput,
): Promise<{ readonly runId: string; readonly done: Promise<void> }> {
  requireRole(ctx.person, 'manager');
  const scope = parseInput(startRunInput, input);
  const { version, policy } = await currentPolicy(ctx.warehouse);
  const now = ctx.now();
  const runId = newRunId(now, Math.random());
  await insertRunWithLock(ctx.warehouse, {
    id: runId,
    mode: scope.mode,
    dryRun: scope.dryRun,
    accountId: scope.mode === 'single' ? scope.accountId : null,
    batchSize: scope.mode === 'batch' ? scope.batchSize : 1,
    by: ctx.person,
    at: now,
    policyVersion: version,
  });
  const { done } = launchRun(runId, (run) =>
    executeRun(
      ctx,
      {
        ...{ runId, scope, policy, policyVersion: version },
        ...{ dryRun: scope.dryRun, review: scope.review },
      },
      run,
    ),
  );
  return { runId, done };
}

/**
 * Names a run so that names sort by time as text: `YYYYMMDD_HHMMSS` in UTC, then the milliseconds
 * and four random characters, so that two started at once differ.
 * @param random a number from 0 up to 1
 */
export function newRunId(at: Date, random: number): string {
  const [date = '', time = ''] = at.toISOString().split('T');
  const clock = time.slice(0, 8).replaceAll(':', '');
  const suffix = Math.floor(random * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `${date.replaceAll('-', '')}_${clock}_${time.slice(9, 12)}${suffix}`;
}
