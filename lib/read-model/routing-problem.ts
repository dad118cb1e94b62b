import 'server-only';
import type { RoutingContext } from '@/lib/engine/explain';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { isHealthColor, type RoutableAccount } from '@/lib/engine/types';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import {
  type AccountSelection,
  accountsToRoute,
  groupAccountsToRoute,
} from '@/lib/warehouse/sql/accounts-to-route';
import type { StatementOptions, Warehouse } from '@/lib/warehouse/types';
import { currentCsms, rejectionsOf } from './csms';
import type { ReadModel } from './read-model';

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
  readonly accounts: readonly AccountRow[];
  readonly context: LoadedContext;
}

/** Loads the selected accounts and the data the engine needs to route them. */
export async function loadRoutingProblem(
  { warehouse, readModel }: { readonly warehouse: Warehouse; readonly readModel: ReadModel },
  scope: AccountSelection,
  { policy, now }: { readonly policy: RoutingPolicy; readonly now: Date },
  options?: StatementOptions,
): Promise<LoadedProblem> {
  const [rows, facts] = await Promise.all([
    warehouse.read(accountsToRoute(scope), options),
    readModel.facts(policy, now),
  ]);
  const { accounts, pool } = groupAccountsToRoute(rows);
  const rejected = new Map(accounts.map(({ id }) => [id, rejectionsOf(facts, id, policy)]));
  const context: LoadedContext = {
    routing: {
      csms: [...currentCsms(facts, now).values()],
      medians: facts.medians,
      policy,
      now: now.getTime(),
    },
    needing: pool.needing,
    routable: pool.routable,
    toRoutable: ({ id, name, segment, level, neediness, health, color, revenue }) => ({
      ...{ id, name: name ?? id, segment, level, neediness, health, revenue },
      color: isHealthColor(color) ? color : null,
      rejected: rejected.get(id) ?? [],
    }),
  };
  return { accounts, context };
}
