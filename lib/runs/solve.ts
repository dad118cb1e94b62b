import 'server-only';
import type { UnsolvedResult } from '@/lib/engine/route-accounts';
import type { RoutingProblem } from '@/lib/engine/types';
import type { SolvedRun } from '@/lib/engine-worker/jobs';
import { runJob } from '@/lib/engine-worker/run-job';
import type { Policy } from '@/lib/policy/policy';
import {
  type LoadedContext,
  type LoadedProblem,
  loadRefreshProblem,
  loadRoutingProblem,
  type ProblemScope,
} from '@/lib/read-model/routing-problem';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import type { StatementOptions } from '@/lib/warehouse/types';

/** The accounts a run places: one account, a batch, or those of stale pending recommendations. */
export type RunScope = ProblemScope | { readonly mode: 'refresh' };

/** The most accounts that one run places. */
export const MAX_BATCH_SIZE = 500;

/** A run that has been recorded and holds the lock. */
export interface StartedRun {
  readonly runId: string;
  readonly scope: RunScope;
  readonly dryRun: boolean;
  /** When Claude reviews what is saved. */
  readonly review: 'now' | 'batch' | 'off';
  readonly policy: Policy;
  readonly policyVersion: number;
}

/**
 * Loads the accounts to place and everything the engine needs, including what other programs just
 * changed.
 *
 * @throws AppError `not_found` or `not_routable`, with the reason
 */
export async function loadRunProblem(
  ctx: Pick<Context, 'warehouse' | 'readModel'>,
  scope: RunScope,
  { policy, now }: { readonly policy: Policy; readonly now: Date },
  options?: StatementOptions,
): Promise<LoadedProblem> {
  ctx.readModel.invalidateIfShared();
  if (scope.mode === 'refresh') {
    const problem = await loadRefreshProblem(ctx, MAX_BATCH_SIZE, { policy, now });
    if (problem.accounts.length === 0) throw nothingStaleError(problem.refresh.skipped.length);
    return problem;
  }
  const problem = await loadRoutingProblem(ctx, scope, { policy, now }, options);
  const { accounts, context } = problem;
  if (scope.mode === 'single') requireRoutable(scope.accountId, accounts[0]);
  if (accounts.length === 0) throw nothingToRouteError(context);
  return problem;
}

/**
 * Solves a run in a worker thread.
 * @throws AppError `no_active_csm`; `cancelled`
 */
export async function solve(
  loaded: LoadedProblem,
  options: { readonly signal?: AbortSignal } = {},
): Promise<SolvedRun> {
  return requireSolved(await runJob('solveRun', routingProblem(loaded), options), loaded.context);
}

/** @throws AppError `no_active_csm` or `not_routable` if the engine had nothing to solve */
export function requireSolved<Solved extends { readonly status: 'solved' }>(
  result: Solved | UnsolvedResult,
  context: LoadedContext,
): Solved {
  if (result.status === 'solved') return result;
  if (result.status === 'no_active_csm') throw noActiveCsmError();
  throw nothingToRouteError(context);
}

export function noActiveCsmError(): AppError {
  return new AppError(
    'no_active_csm',
    'No CSM is active, so no account can be placed. Check the list of active CSMs.',
  );
}

/** A loaded problem as the engine takes it. */
export function routingProblem({ accounts, limit, context }: LoadedProblem): RoutingProblem {
  return { ...context.routing, limit, accounts: accounts.map(context.toRoutable) };
}

function nothingToRouteError({ needing }: LoadedContext): AppError {
  return new AppError(
    'not_routable',
    needing === 0
      ? 'No account needs a CSM right now.'
      : `Every account that needs a CSM (${needing}) already has a recommendation or an assignment.`,
  );
}

/**
 * The error for a refresh without anything to place again.
 * @param unneeded how many stale recommendations are for accounts that need none
 */
export function nothingStaleError(unneeded: number): AppError {
  return new AppError(
    'not_routable',
    unneeded === 0
      ? 'No pending recommendation is stale.'
      : 'The accounts of all stale recommendations no longer need a CSM or were assigned elsewhere. Reject these recommendations.',
  );
}

function requireRoutable(accountId: string, account: AccountRow | undefined): void {
  if (!account) {
    throw new AppError('not_found', `Account ${accountId} does not exist. Check the id.`);
  }
  const notRoutable = (reason: string) =>
    new AppError('not_routable', `${account.name ?? account.id} (${account.id}) ${reason}`);
  if (!account.inScope) throw notRoutable('is outside the scope of the policy.');
  if (!account.needsCsm) throw notRoutable('does not need a CSM.');
  if (account.hasPending) {
    throw notRoutable('already has a pending recommendation. Decide that one first.');
  }
  if (account.assignedSince) {
    throw notRoutable(
      `was already assigned${account.currentCsm ? ` to ${account.currentCsm}` : ''}.`,
    );
  }
}
