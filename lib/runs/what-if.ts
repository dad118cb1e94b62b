import 'server-only';
import { z } from 'zod';
import { groupByClass } from '@/lib/engine/account-class';
import { defaultRoutingPolicy, type RoutingPolicy } from '@/lib/engine/policy';
import type { Pair, Scenario, ScenarioComparison } from '@/lib/engine/scenario-types';
import type { RoutingProblem } from '@/lib/engine/types';
import { runJob } from '@/lib/engine-worker/run-job';
import { currentPolicy } from '@/lib/policy/current-policy';
import { loadOpenProblem } from '@/lib/read-model/routing-problem';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { loadRunProblem, MAX_BATCH_SIZE, noActiveCsmError, routingProblem } from './solve';
import { readStoredProblem } from './stored-problem';

const name = z.string().min(1, 'is required').max(100, 'is too long');
const className = z.string().max(100, 'is too long').nullable().default(null);
const number = z.coerce.number();
type Weight = keyof RoutingPolicy['weights'];
const weights = Object.keys(defaultRoutingPolicy.weights) as [Weight, ...Weight[]];

/** A change of a problem. Numbers may be text, as in a URL. */
const scenario = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('pair'), accountId: z.string().min(1).max(50), csm: name }),
    z.object({ kind: z.literal('away'), csm: name, until: number.pipe(z.int('must be a time')) }),
    z.object({
      kind: z.literal('hire'),
      segment: className,
      level: className,
      tenureMonths: number.pipe(
        z.number().min(0, 'must be at least 0').max(600, 'must be at most 600'),
      ),
    }),
    z.object({
      kind: z.literal('capacity'),
      csm: name,
      capacity: number.pipe(
        z.int('must be a whole number').min(0, 'must be at least 0').max(100_000),
      ),
    }),
    z.object({
      kind: z.literal('weight'),
      weight: z.enum(weights),
      value: number.pipe(
        z.number().min(0, 'must be at least 0').max(10_000, 'must be at most 10,000'),
      ),
    }),
  ],
  { error: 'is not a known scenario' },
) satisfies z.ZodType<Scenario>;

/**
 * Which problem to solve: that of a pending recommendation's run as of now, that of a run as it was
 * stored, or today's intake under the policy.
 */
export const whatIfSubject = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('recommendation'), id: z.string().regex(/^\d{1,18}$/) }),
    z.object({ kind: z.literal('run'), id: z.string().min(1).max(50) }),
    z.object({ kind: z.literal('intake') }),
  ],
  { error: 'is not a known subject' },
);
export type WhatIfSubject = z.output<typeof whatIfSubject>;

export const whatIfInput = z.object({ subject: whatIfSubject, scenario });
export type WhatIfInput = z.output<typeof whatIfInput>;

/**
 * Solves a problem with and without a change, in a worker thread, and compares the results. For a
 * recommendation's own account, a forced CSM is compared with the recommended one. Saves nothing.
 *
 * @throws AppError `not_found`; `not_routable` if there is nothing to place; `no_active_csm`;
 *   `invalid_input` if the account or CSM is not part of the problem; `cancelled`
 */
export async function askWhatIf(
  ctx: Context,
  input: WhatIfInput,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ScenarioComparison> {
  requireRole(ctx.person, 'viewer');
  const { subject, scenario } = parseInput(whatIfInput, input);
  const { problem, recommended } = await loadProblem(ctx, subject, options);
  const isRecommended = scenario.kind === 'pair' && scenario.accountId === recommended?.accountId;
  const keep = isRecommended ? recommended : null;
  const result = await runJob('compareScenario', { problem, scenario, keep }, options);
  switch (result.status) {
    case 'compared':
      return result;
    case 'unknown_account':
      throw new AppError('invalid_input', 'This account is not among those that the run places.');
    case 'unknown_csm':
      throw new AppError('invalid_input', 'This person is not an active CSM.');
    case 'no_active_csm':
      throw noActiveCsmError();
    case 'no_accounts':
      throw new AppError('not_routable', 'There is no account to place.');
  }
}

/** What a scenario can be about. */
export interface WhatIfChoices {
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  /** The active CSMs. A null capacity is set by the policy. */
  readonly csms: readonly { readonly name: string; readonly capacity: number | null }[];
  readonly classes: readonly { readonly segment: string | null; readonly level: string | null }[];
  readonly weights: RoutingPolicy['weights'];
  readonly recommended: Pair | null;
}

/**
 * Lists what a scenario can be about.
 * @throws AppError as `askWhatIf`
 */
export async function listWhatIfChoices(
  ctx: Context,
  input: WhatIfSubject,
): Promise<WhatIfChoices> {
  requireRole(ctx.person, 'viewer');
  const { problem, recommended } = await loadProblem(ctx, parseInput(whatIfSubject, input));
  return {
    accounts: problem.accounts.map(({ id, name }) => ({ id, name })),
    csms: problem.csms
      .filter(({ active }) => active)
      .map(({ name, capacity }) => ({ name, capacity })),
    classes: groupByClass(problem.accounts).map(({ segment, level }) => ({ segment, level })),
    weights: problem.policy.weights,
    recommended,
  };
}

interface Subject {
  readonly problem: RoutingProblem;
  /** The pair of a pending recommendation. */
  readonly recommended: Pair | null;
}

async function loadProblem(
  ctx: Context,
  subject: WhatIfSubject,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Subject> {
  if (subject.kind === 'run') {
    const problem = await readStoredProblem(ctx.warehouse, subject.id);
    if (problem) return { problem, recommended: null };
    throw new AppError(
      'not_found',
      'What this run was solved from was not stored, so it cannot be solved again.',
    );
  }
  const { policy } = await currentPolicy(ctx.warehouse);
  const now = ctx.now();
  if (subject.kind === 'intake') {
    const scope = { mode: 'batch', batchSize: MAX_BATCH_SIZE } as const;
    const loaded = await loadRunProblem(ctx, scope, { policy, now }, options);
    return { problem: routingProblem(loaded), recommended: null };
  }
  const open = await loadOpenProblem(ctx, subject.id, { policy, now }, options);
  if (!open) throw new AppError('not_found', 'This recommendation is not pending anymore.');
  const { accountId, recommendedCsm } = open.recommendation;
  return { problem: open.problem, recommended: { accountId, csm: recommendedCsm } };
}
