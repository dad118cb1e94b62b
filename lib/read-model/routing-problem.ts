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
import { hoursBefore } from '@/lib/warehouse/sql/shared/state';
import type { StatementOptions, Warehouse } from '@/lib/warehouse/types';

const HEALTH_COLORS: readonly string[] = ['red', 'yellow', 'green'] satisfies HealthColor[];

/** How things stand now for the accounts to place, and how they are put before the engine. */
export interface LoadedContext {
  readonly routing: RoutingContext;
  /** How many accounts need a CSM, and how many of them a run may place. */
  readonly needing: number;
  readonly routable: number;
  readonly toRoutable: (account: AccountRow) => RoutableAccount;
}

/**
 * The policy as it holds for a decision: a pending recommendation keeps its CSM from runs, but
 * not from the very decision it waits for.
 */
export function policyForDecision(policy: RoutingPolicy): RoutingPolicy {
  return { ...policy, pendingReserves: false };
}

/** A CSM as the engine sees one, from how they stood at `now`, with a book. */
export function toEngineCsm(
  row: Omit<CsmRow, 'managerName' | 'book'>,
  book: CsmRow['book'],
  now: Date,
): Csm {
  // Property by property: pages have hundreds of CSMs, and to spread each row takes far longer.
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

/** Everything that is read before accounts are placed. */
export interface LoadedProblem {
  readonly accounts: readonly AccountRow[];
  readonly context: LoadedContext;
}

/** Reads the accounts that the scope asks for and, for the engine, how things stand for them. */
export async function loadRoutingProblem(
  warehouse: Warehouse,
  scope: AccountSelection,
  { policy, now }: { readonly policy: RoutingPolicy; readonly now: Date },
  options?: StatementOptions,
): Promise<LoadedProblem> {
  const rejectedSince = hoursBefore(now, policy.rejectedDays * 24);
  const [places, csms] = await Promise.all([
    warehouse.read(accountsToRoute(scope, rejectedSince), options),
    warehouse.read(csmAvailability({ now, limits: policy }), options),
  ]);
  const { accounts, pool, rejections } = groupAccountsToRoute(places);
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
