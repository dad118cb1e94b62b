import { hoursBefore } from '@/lib/time';
import 'server-only';
import type { RoutingContext } from '@/lib/engine/explain';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Csm, HealthColor, RoutableAccount } from '@/lib/engine/types';
import { DAY_MS } from '@/lib/time';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import {
  type AccountSelection,
  accountsToRoute,
  groupAccountsToRoute,
} from '@/lib/warehouse/sql/accounts-to-route';
import { type CsmRow, csmAvailability } from '@/lib/warehouse/sql/csms';
import type { StatementOptions, Warehouse } from '@/lib/warehouse/types';

const HEALTH_COLORS: readonly string[] = ['red', 'yellow', 'green'] satisfies HealthColor[];

/** Current data for the engine, apart from the accounts to place. */
export interface LoadedContext {
  readonly routing: RoutingContext;
  /** How many accounts need a CSM. */
  readonly needing: number;
  /** How many of them a run can place. */
  readonly routable: number;
  readonly toRoutable: (account: AccountRow) => RoutableAccount;
}

/**
 * The policy for decisions. A pending recommendation reserves its CSM against further runs, but must
 * not prevent its own acceptance.
 */
export function policyForDecision(policy: RoutingPolicy): RoutingPolicy {
  return { ...policy, pendingReserves: false };
}

/** Converts a CSM row and a book to the engine's type. */
export function toEngineCsm(
  row: Omit<CsmRow, 'managerName' | 'book'>,
  book: CsmRow['book'],
  now: Date,
): Csm {
  // Property by property: pages convert hundreds of CSMs, and object spread is much slower.
  return {
    name: row.name,
    active: row.active,
    tenureMonths: row.tenureMonths,
    segment: row.segment,
    level: row.level,
    capacity: row.capacity,
    awayUntil: row.awayUntil?.getTime() ?? null,
    book,
    received: row.receivedAges.map((age) => now.getTime() - age),
    lastReceivedAt: row.lastReceivedAt?.getTime() ?? null,
    reservedAt: row.reservedAt?.getTime() ?? null,
  };
}

/** Everything a run reads before it solves. */
export interface LoadedProblem {
  readonly accounts: readonly AccountRow[];
  readonly context: LoadedContext;
}

/** Loads the selected accounts and the data the engine needs to route them. */
export async function loadRoutingProblem(
  warehouse: Warehouse,
  scope: AccountSelection,
  { policy, now }: { readonly policy: RoutingPolicy; readonly now: Date },
  options?: StatementOptions,
): Promise<LoadedProblem> {
  const rejectedSince = hoursBefore(now, policy.rejectedDays * 24);
  const [rows, csms] = await Promise.all([
    warehouse.read(accountsToRoute(scope, rejectedSince), options),
    warehouse.read(csmAvailability({ now, limits: policy }), options),
  ]);
  const { accounts, pool, rejections } = groupAccountsToRoute(rows);
  const context: LoadedContext = {
    routing: {
      csms: csms.map((row) => toEngineCsm(row, row.book, now)),
      medians: {
        neediness: pool.neediness,
        health: pool.health,
        revenue: pool.revenue,
      },
      policy,
      now: now.getTime(),
    },
    needing: pool.needing,
    routable: pool.routable,
    toRoutable: (account) => ({
      ...account,
      color: HEALTH_COLORS.includes(account.color ?? '') ? (account.color as HealthColor) : null,
      rejected: (rejections.get(account.id) ?? []).map(({ csm, at }) => ({
        csm,
        until: at.getTime() + policy.rejectedDays * DAY_MS,
      })),
    }),
  };
  return { accounts, context };
}
