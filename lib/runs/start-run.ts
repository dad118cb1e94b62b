import 'server-only';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import { MAX_PER_RUN, type Policy } from '@/lib/policy/policy';
import { findStaleRows } from '@/lib/read-model/stale-rows';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { MAX_LEAD_MS, timeAfter } from '@/lib/time';
import { newestTimeAhead } from '@/lib/warehouse/sql/runs';
import { getActiveRun, type LaunchOptions, launchRun } from './active-runs';
import { executeRun } from './execute-run';
import { findRunOfKey, insertRunWithLock } from './run-lock';
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

const idempotencyKeyInput = z
  .string()
  .regex(/^[\x20-\x7e]{1,200}$/, 'must have 1 to 200 printable ASCII characters')
  .optional();

interface StartOptions extends Pick<LaunchOptions, 'onProgress'> {
  /** A start by the same person with the same key starts nothing and returns the first run. */
  readonly idempotencyKey?: string | undefined;
}

/**
 * Starts a run and returns its id immediately. The run executes detached in this process and
 * records its state in the warehouse. Managers only.
 *
 * @param options.onProgress called on each change; other clients poll `getRunProgress`
 * @returns the id, and a promise that resolves when the run and its review have ended, as far as
 * this process is working on it
 * @throws AppError `run_in_progress` if another run is in progress; `not_routable` if a refresh has
 * nothing to place again; `idempotency_key_reused`
 */
export async function startRun(
  ctx: Context,
  input: StartRunInput,
  options: StartOptions = {},
): Promise<{ readonly runId: string; readonly done: Promise<void> }> {
  requireRole(ctx.person, 'manager');
  const scope = parseInput(startRunInput, input);
  const key = parseInput(z.object({ 'Idempotency-Key': idempotencyKeyInput }), {
    'Idempotency-Key': options.idempotencyKey,
  })['Idempotency-Key'];
  const idempotency = key === undefined ? undefined : { key, inputHash: hashOf(scope) };
  // Before anything that the first run has changed, such as which recommendations are stale.
  const first = await findRunOfKey(ctx.warehouse, ctx.person.email, idempotency);
  if (first !== null) return startedBefore(first);
  const { version: policyVersion, policy: currentRules } = await currentPolicy(ctx.warehouse);
  const maxPerRun = scope.mode === 'batch' ? scope.maxPerRun : undefined;
  const policy = maxPerRun === undefined ? currentRules : { ...currentRules, maxPerRun };
  const now = await runTime(ctx);
  const batchSize = await sizeOf(ctx, scope, policy);
  const runId = newRunId(now, Math.random());
  const { dryRun, review } = scope;
  const started = await insertRunWithLock(ctx, {
    id: runId,
    mode: scope.mode,
    dryRun,
    accountId: scope.mode === 'single' ? scope.accountId : null,
    batchSize,
    by: ctx.person,
    at: now,
    policyVersion,
    maxPerRun,
    idempotency,
  });
  if (started !== runId) return startedBefore(started);
  const runCtx = { ...ctx, now: () => timeNotBefore(now, ctx.now()) };
  const { done } = launchRun(
    runId,
    (control) =>
      executeRun(runCtx, { runId, scope, policy, policyVersion, dryRun, review }, control),
    options,
  );
  return { runId, done };
}

/**
 * When a run starts: after earlier runs and decisions, even if the clock was set back. Otherwise an
 * earlier recommendation of the same account would supersede the run's, and the guide's query for the
 * latest run would find another.
 */
async function runTime({ warehouse, now: clock }: Context): Promise<Date> {
  const now = clock();
  const until = new Date(now.getTime() + MAX_LEAD_MS);
  return timeAfter(now, await warehouse.read(newestTimeAhead(now, until)));
}

const timeNotBefore = (start: Date, now: Date) => (now < start ? start : now);

function startedBefore(runId: string) {
  return { runId, done: getActiveRun(runId)?.done ?? Promise.resolve() };
}

/** The parsed input has its properties in the order of the schema, so equal input has the same hash. */
function hashOf(scope: z.output<typeof startRunInput>): string {
  return createHash('sha256').update(JSON.stringify(scope)).digest('hex');
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
