import 'server-only';
import { z } from 'zod';
import type { RoutingProblem } from '@/lib/engine/types';
import type { RunOutlook } from '@/lib/engine-worker/jobs';
import { runJob } from '@/lib/engine-worker/run-job';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { countUntaken } from './outcome';
import { loadRunProblem, requireSolved, routingProblem } from './solve';
import { batchSize, maxPerRun } from './start-run';

/** The batch to preview. Numbers may be text, as in a URL. */
export const previewRunInput = z.object({
  batchSize: z.coerce.number().pipe(batchSize),
  maxPerRun: z.coerce.number().pipe(maxPerRun),
});

/** What one kind of run achieves. */
export interface RunForecast extends Pick<RunOutlook, 'placed' | 'fairness'> {
  /**
   * Days until the backlog is empty with one such run a day, if each places as many and no accounts
   * arrive; null if it places none.
   */
  readonly daysToEmpty: number | null;
}

/** A drain compared with a batch of the same size under the policy. */
export interface RunPreview {
  /** How many accounts wait that some active CSM takes. */
  readonly backlog: number;
  /** How many wait beside the backlog because no active CSM takes them. */
  readonly untaken: number;
  readonly normal: RunForecast;
  readonly drain: RunForecast;
}

/**
 * Solves a batch that gives each CSM several accounts, and the same batch under the policy, in worker
 * threads. Saves nothing. Managers only.
 *
 * @throws AppError `not_routable` if there is nothing to place; `no_active_csm`
 */
export async function previewRun(
  ctx: Context,
  input: z.input<typeof previewRunInput>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<RunPreview> {
  requireRole(ctx.person, 'manager');
  const { batchSize, maxPerRun } = parseInput(previewRunInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const scope = { mode: 'batch', batchSize } as const;
  const loaded = await loadRunProblem(ctx, scope, { policy, now: ctx.now() }, options);
  const normal = routingProblem(loaded);
  const drain = { ...normal, policy: { ...policy, maxPerRun } };
  const solve = async (problem: RoutingProblem): Promise<RunOutlook> =>
    requireSolved(await runJob('previewRun', problem, options), loaded.context);
  const [ofPolicy, ofDrain] = await Promise.all([solve(normal), solve(drain)]);
  const untaken = countUntaken(ofPolicy);
  const backlog = loaded.accounts.length - untaken;
  return {
    backlog,
    untaken,
    normal: forecast(ofPolicy, backlog),
    drain: forecast(ofDrain, backlog),
  };
}

function forecast({ placed, fairness }: RunOutlook, backlog: number): RunForecast {
  return { placed, fairness, daysToEmpty: placed === 0 ? null : Math.ceil(backlog / placed) };
}
