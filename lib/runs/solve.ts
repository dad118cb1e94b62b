import 'server-only';
import { routeAccounts } from '@/lib/engine/route-accounts';
import type { RoutingResult } from '@/lib/engine/types';
import type { Policy } from '@/lib/policy/policy';
import {
  type LoadedContext,
  type LoadedProblem,
  loadRoutingProblem,
} from '@/lib/read-model/routing-problem';
import { AppError } from '@/lib/server/errors';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import type { AccountSelection } from '@/lib/warehouse/sql/accounts-to-route';
import type { StatementOptions, Warehouse } from '@/lib/warehouse/types';

/** What a run is asked to place. */
export type RunScope = Exclude<AccountSelection, { mode: 'recommendation' }>;

/** A run that has been recorded and holds the lock. */
export interface StartedRun {
  readonly runId: string;
  readonly scope: RunScope;
  readonly dryRun: boolean;
  /** Whether and how Claude reviews what is saved. */
  readonly review: 'now' | 'batch' | 'off';
  readonly policy: Policy;
  readonly policyVersion: number;
}

/** The engine's answer where there is one. */
export type RoutingSolution = Extract<RoutingResult, { status: 'solved' }>;

/**
 * Reads what the scope asks for and how things stand.
 * @throws AppError `not_found` or `not_routable`, saying why an account cannot be placed.
 */
export async function loadRunProblem(
  warehouse: Warehouse,
  scope: RunScope,
  under: { readonly policy: Policy; readonly now: Date },
  options?: StatementOptions,
): Promise<LoadedProblem> {
  const reading = await loadRoutingProblem(warehouse, scope, under, options);
  const { accounts, situation } = reading;
  if (scope.mode === 'single') requireRoutable(scope.accountId, accounts[0]);
  if (accounts.length === 0) throw nothingToRouteError(situation);
  return reading;
}

/**
 * Lets the engine place what was read.
 * @throws AppError `no_active_csm`.
 */
export function solve({ accounts, situation }: LoadedProblem): RoutingSolution {
  const result = routeAccounts({
    ...situation.routing,
    accounts: accounts.map(situation.toRoutable),
  });
  if (result.status === 'solved') return result;
  if (result.status === 'no_active_csm') {
    throw new AppError(
      'no_active_csm',
      'No CSM is active, so nobody can receive an account. Check the list of active CSMs.',
    );
  }
  throw nothingToRouteError(situation);
}

function nothingToRouteError({ needing }: LoadedContext): AppError {
  return new AppError(
    'not_routable',
    needing === 0
      ? 'No account needs a CSM right now, so there is nothing to recommend.'
      : `Every account that needs a CSM (${needing}) already has a recommendation or an assignment.`,
  );
}

function requireRoutable(accountId: string, account: AccountRow | undefined): void {
  if (!account) {
    throw new AppError('not_found', `There is no account ${accountId}. Check its id.`);
  }
  const because = (words: string) =>
    new AppError('not_routable', `${account.name} (${account.id}) ${words}`);
  if (!account.needsCsm) throw because('does not need a CSM.');
  if (account.hasPending) {
    throw because('already has a recommendation waiting in the queue. Decide that one first.');
  }
  if (account.assignedSince) {
    throw because(`was already assigned${account.currentCsm ? ` to ${account.currentCsm}` : ''}.`);
  }
}
