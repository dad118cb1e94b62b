import 'server-only';
import type { Policy } from '@/lib/policy/policy';
import type { RoutingSituation } from '@/lib/routing/evaluate-candidates';
import type { Csm, HealthColor, RoutableAccount } from '@/lib/routing/types';
import { type AccountRow, accountPool, rejectionsSince } from '@/lib/warehouse/sql/accounts';
import { csmStandings } from '@/lib/warehouse/sql/csms';
import { hoursBefore } from '@/lib/warehouse/sql/standing';
import type { StatementOptions, Warehouse } from '@/lib/warehouse/types';

const day = 24 * 3_600_000;
const colors: readonly string[] = ['red', 'yellow', 'green'] satisfies HealthColor[];

/** How things stand now, and how accounts are put before the engine. */
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

/** Reads the CSMs, the medians and the recent rejections, for the engine. */
export async function readSituation(
  warehouse: Warehouse,
  policy: Policy,
  now: Date,
  options?: StatementOptions,
): Promise<Situation> {
  const [csms, [pool], rejections] = await Promise.all([
    warehouse.read(csmStandings({ now, limits: policy }), options),
    warehouse.read(accountPool(), options),
    warehouse.read(rejectionsSince(hoursBefore(now, policy.rejectedDays * 24)), options),
  ]);
  return {
    routing: {
      csms: csms.map(
        (row): Csm => ({
          ...row,
          awayUntil: row.awayUntil?.getTime() ?? null,
          received: row.receivedAges.map((age) => now.getTime() - age),
          lastReceivedAt: row.lastReceivedAt?.getTime() ?? null,
          reservedAt: row.reservedAt?.getTime() ?? null,
        }),
      ),
      medians: {
        neediness: pool?.neediness ?? null,
        health: pool?.health ?? null,
        revenue: pool?.revenue ?? null,
      },
      policy,
      now: now.getTime(),
    },
    needing: pool?.needing ?? 0,
    routable: pool?.routable ?? 0,
    toRoutable: (account) => ({
      ...account,
      color: colors.includes(account.color ?? '') ? (account.color as HealthColor) : null,
      rejected: rejections
        .filter((row) => row.account_id === account.id)
        .map((row) => ({
          csm: row.csm_name,
          until: row.rejected_at.getTime() + policy.rejectedDays * day,
        })),
    }),
  };
}
