import 'server-only';
import type { Policy } from '@/lib/policy/policy';
import type { RoutingSituation } from '@/lib/routing/evaluate-candidates';
import type { Csm, HealthColor, RoutableAccount } from '@/lib/routing/types';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import {
  type AccountScope,
  accountsToPlace,
  gatherPlaces,
} from '@/lib/warehouse/sql/accounts-to-place';
import { type CsmRow, csmStandings } from '@/lib/warehouse/sql/csms';
import { hoursBefore } from '@/lib/warehouse/sql/standing';
import type { StatementOptions, Warehouse } from '@/lib/warehouse/types';

const day = 24 * 3_600_000;
const colors: readonly string[] = ['red', 'yellow', 'green'] satisfies HealthColor[];

/** How things stand now for the accounts to place, and how they are put before the engine. */
export interface Situation {
  readonly routing: RoutingSituation;
  /** How many accounts need a CSM, and how many of them a run may place. */
  readonly needing: number;
  readonly routable: number;
  readonly toRoutable: (account: AccountRow) => RoutableAccount;
}

/**
 * The policy as it holds for a decision: a pending recommendation keeps its CSM from runs, but
 * not from the very decision it waits for.
 */
export function decidingPolicy(policy: Policy): Policy {
  return { ...policy, pendingReserves: false };
}

/** A CSM as the engine sees one, from how they stood at `now`, with a book. */
export function csmOf(
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
export interface Reading {
  readonly accounts: readonly AccountRow[];
  readonly situation: Situation;
}

/** Reads the accounts that the scope asks for and, for the engine, how things stand for them. */
export async function readSituation(
  warehouse: Warehouse,
  scope: AccountScope,
  { policy, now }: { readonly policy: Policy; readonly now: Date },
  options?: StatementOptions,
): Promise<Reading> {
  const rejectedSince = hoursBefore(now, policy.rejectedDays * 24);
  const [places, csms] = await Promise.all([
    warehouse.read(accountsToPlace(scope, rejectedSince), options),
    warehouse.read(csmStandings({ now, limits: policy }), options),
  ]);
  const { accounts, pool, rejections } = gatherPlaces(places);
  const situation: Situation = {
    routing: {
      csms: csms.map((row) => csmOf(row, row.book, now)),
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
      color: colors.includes(account.color ?? '') ? (account.color as HealthColor) : null,
      rejected: (rejections.get(account.id) ?? []).map(({ csm, at }) => ({
        csm,
        until: at.getTime() + policy.rejectedDays * day,
      })),
    }),
  };
  return { accounts, situation };
}
