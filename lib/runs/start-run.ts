import 'server-only';
import { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import { MAX_PER_RUN, type Policy } from '@/lib/policy/policy';
import { findStaleRows } from '@/lib/read-model/stale-rows';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { type LaunchOptions, launchRun } from './active-runs';
import { executeRun } from './execute-run';
import { insertRunWithLock } from './run-lock';
import { MAX_BATCH_SIZE, nothingStaleError, type RunScope } from './solve';

const dryRun = z.boolean({ error: 'must be true or false' }).default(false);

/** When Claude reviews the saved recommendations. A dry run saves none. */
const review = z
  .enum(['now', 'batch', 'off'], { error: 'must be now, batch, or off' })
  .default('now');

const wholeNumber = (max: number) =>
  z
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(max, `can be at most ${max}`);

/** How many accounts a batch places, at most. */
export const batchSize = wholeNumber(MAX_BATCH_SIZE);

/** How many accounts each CSM may receive in a batch, instead of the policy's number. */
export const maxPerRun = wholeNumber(MAX_PER_RUN);

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
      batchSize,
      maxPerRun: maxPerRun.optional(),
      dryRun,
      review,
    }),
    z.strictObject({ mode: z.literal('refresh'), dryRun, review }),
  ],
  { error: 'must be single, batch, or refresh' },
);
export type StartRunInput = z.input<typeof startRunInput>;

/**
 * Starts a run and returns its id immediately. The run executes detached in this process and
 * records its state in the warehouse. Managers only.
 *
 * @param options.onProgress called on each change; other clients poll `getRunProgress`
 * @returns the id, and a promise that resolves when the run and its review have ended
 * @throws AppError `run_in_progress` if another run is in progress; `not_routable` if a refresh has
 * nothing to place again
 */
export async function startRun(
  ctx: Context,
  input: StartRunInput,
  options: Pick<LaunchOptions, 'onProgress'> = {},
): Promise<{ readonly runId: string; readonly done: Promise<void> }> {
  requireRole(ctx.person, 'manager');
  const scope = parseInput(startRunInput, input);
  const { version: policyVersion, policy: currentRules } = await currentPolicy(ctx.warehouse);
  const maxPerRun = scope.mode === 'batch' ? scope.maxPerRun : undefined;
  const policy = maxPerRun === undefined ? currentRules : { ...currentRules, maxPerRun };
  const now = ctx.now();
  const batchSize = await sizeOf(ctx, scope, policy);
  const runId = newRunId(now, Math.random());
  const { dryRun, review } = scope;
  await insertRunWithLock(ctx, {
    id: runId,
    mode: scope.mode,
    dryRun,
    accountId: scope.mode === 'single' ? scope.accountId : null,
    batchSize,
    by: ctx.person,
    at: now,
    policyVersion,
    maxPerRun,
  });
  const { done } = launchRun(
    runId,
    (control) => executeRun(ctx, { runId, scope, policy, policyVersion, dryRun, review }, control),
    options,
  );
  return { runId, done };
}

/**
 * The number of accounts that a run places, at most.
 * @throws AppError `not_routable` if a refresh has nothing to place again
 */
async function sizeOf(ctx: Context, scope: RunScope, policy: Policy): Promise<number> {
  if (scope.mode !== 'refresh') return scope.mode === 'batch' ? scope.batchSize : 1;
  const { work } = await ctx.readModel.pending(policy, ctx.now());
  const { stale, unneeded } = findStaleRows(work);
  if (stale.length === 0) throw nothingStaleError(unneeded.length);
  return Math.min(stale.length, MAX_BATCH_SIZE);
}

/**
 * Creates a run id that sorts chronologically as text: `YYYYMMDD_HHMMSS` in UTC, then milliseconds
 * and four random characters.
 *
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function newRunId(at: Date, random: number): string {
  const [date = '', time = ''] = at.toISOString().split('T');
  const clock = time.slice(0, 8).replaceAll(':', '');
  const suffix = Math.floor(random * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `${date.replaceAll('-', '')}_${clock}_${time.slice(9, 12)}${suffix}`;
}
