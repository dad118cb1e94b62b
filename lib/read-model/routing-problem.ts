import 'server-only';
import type { RoutingContext } from '@/lib/engine/explain';
import type { RoutingPolicy } from '@/lib/engine/policy';
import {
  type Csm,
  isHealthColor,
  type RoutableAccount,
  type RoutingProblem,
} from '@/lib/engine/types';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import {
  type AccountSelection,
  accountsToRoute,
  groupAccountsToRoute,
} from '@/lib/warehouse/sql/accounts-to-route';
import type { StatementOptions, Warehouse } from '@/lib/warehouse/types';
import { currentCsms, rejectionsOf } from './csms';
import type { Facts, RecommendationFacts } from './facts';
import { type PendingRow, toRoutable as pendingToRoutable } from './flagged-recommendation';
import { namedAccount } from './name-directory';
import { findRow } from './pending-work';
import type { ReadModel } from './read-model';
import { findStaleRows, needsRecommendation } from './stale-rows';

/** Current data for the engine, apart from the accounts to place. */
export interface LoadedContext {
  readonly routing: RoutingContext;
  /** How many accounts need a CSM. */
  readonly needing: number;
  /** How many of them a run can place. */
  readonly routable: number;
  /** Converts one of the loaded accounts to the engine's type. */
  readonly toRoutable: (account: AccountRow) => RoutableAccount;
}

/** Everything a run reads before it solves. Later commits don't change it. */
export interface LoadedProblem {
  /** All accounts that could be placed, the longest-waiting first. */
  readonly accounts: readonly AccountRow[];
  /** Place at most this many; null for all. */
  readonly limit: number | null;
  readonly context: LoadedContext;
  /** What a refresh replaces; null for other runs. */
  readonly refresh: RefreshedWork | null;
}

/** The pending recommendations that a refresh places again, and those that it leaves. */
export interface RefreshedWork {
  readonly replaced: readonly PendingRow[];
  /** Accounts that no longer need a CSM or were assigned elsewhere. */
  readonly skipped: readonly PendingRow[];
  /** How many stale recommendations are beyond the limit of a run. */
  readonly left: number;
}

type LoadOptions = { readonly policy: RoutingPolicy; readonly now: Date };

/** One account, or a batch of at most `batchSize` of all routable accounts. */
export type ProblemScope =
  | Extract<AccountSelection, { mode: 'single' }>
  | { readonly mode: 'batch'; readonly batchSize: number };

/** Loads the accounts that could be placed and the data the engine needs to route them. */
export async function loadRoutingProblem(
  {
    warehouse,
    readModel,
  }: { readonly warehouse: Warehouse; readonly readModel: Pick<ReadModel, 'facts'> },
  scope: ProblemScope,
  { policy, now }: LoadOptions,
  options?: StatementOptions,
): Promise<LoadedProblem> {
  const [rows, facts] = await Promise.all([
    warehouse.read(accountsToRoute(scope, policy), options),
    readModel.facts(policy, now),
  ]);
  const { accounts: found, pool } = groupAccountsToRoute(rows);
  const accounts = found.map((account) => namedAccount(account, facts.names));
  const context = loadedContext(facts, accounts, currentCsms(facts, now), { policy, now });
  return {
    accounts,
    limit: scope.mode === 'batch' ? scope.batchSize : null,
    context: { ...context, ...pool },
    refresh: null,
  };
}

/**
 * Takes the stale pending recommendations from the read model, the oldest first, to place their
 * accounts again. They don't reserve their CSMs against each other's accounts.
 * @param limit how many accounts at most
 */
export async function loadRefreshProblem(
  { readModel }: { readonly readModel: ReadModel },
  limit: number,
  { policy, now }: LoadOptions,
): Promise<LoadedProblem & { readonly refresh: RefreshedWork }> {
  const { facts, work } = await readModel.pending(policy, now);
  const { stale, unneeded } = findStaleRows(work);
  const replaced = stale.slice(0, limit);
  const accounts = replaced.flatMap(({ account }) =>
    account ? [{ ...account, hasPending: true, assignedSince: false }] : [],
  );
  const ids = new Set(replaced.map(({ recommendation }) => recommendation.id));
  const csms = currentCsms(facts, now, ids);
  const context = loadedContext(facts, accounts, csms, { policy, now });
  return {
    accounts,
    limit: null,
    context: { ...context, needing: accounts.length, routable: accounts.length },
    refresh: { replaced, skipped: unneeded, left: stale.length - replaced.length },
  };
}

/** The routing problem of an open recommendation. */
export interface OpenProblem {
  readonly recommendation: RecommendationFacts;
  readonly problem: RoutingProblem;
}

/**
 * Loads what a run would solve now to place the pending recommendations of a run again, together with
 * the accounts that are not recommended yet. Those recommendations don't reserve their CSMs.
 * @param id one of the recommendations; one of another program without a run is placed alone
 * @returns null if it is not pending
 */
export async function loadOpenProblem(
  { warehouse, readModel }: { readonly warehouse: Warehouse; readonly readModel: ReadModel },
  id: string,
  { policy, now }: LoadOptions,
  options?: StatementOptions,
): Promise<OpenProblem | null> {
  const [rows, { facts, work }] = await Promise.all([
    warehouse.read(accountsToRoute({ mode: 'batch' }, policy), options),
    readModel.pending(policy, now),
  ]);
  const selected = findRow({ facts, work }, id);
  if (!selected) return null;
  const { recommendation } = selected;
  const again = work.rows.filter(
    (row) =>
      row === selected ||
      (row.recommendation.runId === recommendation.runId &&
        recommendation.runId !== null &&
        needsRecommendation(row)),
  );
  const ids = new Set(again.map((row) => row.recommendation.id));
  const { accounts } = groupAccountsToRoute(rows);
  const csms = currentCsms(facts, now, ids);
  const { routing, toRoutable } = loadedContext(facts, accounts, csms, { policy, now });
  return {
    recommendation,
    problem: {
      ...routing,
      limit: null,
      accounts: [
        ...again.map((row) => pendingToRoutable(facts, row.recommendation, row.account, policy)),
        ...accounts.map(toRoutable),
      ],
    },
  };
}

function loadedContext(
  facts: Facts,
  accounts: readonly AccountRow[],
  csms: ReadonlyMap<string, Csm>,
  { policy, now }: LoadOptions,
): Pick<LoadedContext, 'routing' | 'toRoutable'> {
  const rejected = new Map(accounts.map(({ id }) => [id, rejectionsOf(facts, id, policy)]));
  return {
    routing: { csms: [...csms.values()], medians: facts.medians, policy, now: now.getTime() },
    toRoutable: ({
      id,
      name,
      segment,
      level,
      neediness,
      health,
      color,
      revenue,
      needsCsmSince,
    }) => ({
      id,
      name: name ?? id,
      segment,
      level,
      neediness,
      health,
      revenue,
      color: isHealthColor(color) ? color : null,
      waitingSince: needsCsmSince?.getTime() ?? null,
      rejected: rejected.get(id) ?? [],
    }),
  };
}
