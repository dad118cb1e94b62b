import { coolingEnd } from '@/lib/engine/eligibility';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { ExclusionReason } from '@/lib/engine/types';
import { compareNames } from '@/lib/names';
import { newestPending, policyForDecision } from '@/lib/read-model/csms';
import type { Facts } from '@/lib/read-model/facts';
import { HOUR_MS } from '@/lib/time';
import type { CoolingReceiptsRow } from '@/lib/warehouse/sql/analytics/cooling';
import type { ReceiptOrigin } from '@/lib/warehouse/sql/analytics/cooling-receipts';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';

/** A CSM who is cooling, with the last account they received. */
export interface CoolingCsm {
  readonly csm: string;
  readonly since: Date;
  readonly freeAt: Date;
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly origin: ReceiptOrigin;
  readonly recommendedAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly decidedBy: string | null;
  /** Another rule that still excludes them when the cooling period ends. */
  readonly alsoExcludedBy: ExclusionReason | null;
}

/** Who is cooling, before it is known how they received their last account. */
export type CoolingReceipt = Pick<
  CoolingCsm,
  'csm' | 'since' | 'freeAt' | 'accountId' | 'accountName'
>;

/** The CSMs who are cooling because they received an account, soonest free first. */
export function findCooling(facts: Facts, policy: RoutingPolicy, now: Date): CoolingReceipt[] {
  const rules = policyForDecision(policy);
  const since = now.getTime() - policy.coolingHours * HOUR_MS;
  return [...facts.receipts.newest(since).values()]
    .flatMap(({ csm, at, accountId }) => {
      const end = coolingEnd({ lastReceivedAt: at, reservations: [] }, rules, now.getTime());
      // Known if the account had a pending recommendation lately.
      const accountName = accountId === null ? null : (facts.accounts.get(accountId)?.name ?? null);
      return end === null
        ? []
        : [{ csm, since: new Date(at), freeAt: new Date(end), accountId, accountName }];
    })
    .sort((a, b) => a.since.getTime() - b.since.getTime() || compareNames(a.csm, b.csm));
}

/** A CSM reserved by a pending recommendation. */
export interface ReservedCsm {
  readonly csm: string;
  readonly active: boolean;
  readonly until: Date;
  readonly recommendationId: string;
  readonly accountId: string;
  readonly accountName: string | null;
}

/** The CSMs who are cooling because of a pending recommendation, soonest free first. */
export function findReserved(facts: Facts, policy: RoutingPolicy, now: Date): ReservedCsm[] {
  return [...newestPending(facts).values()]
    .flatMap(({ id, recommendedCsm: csm, recommendedAt, accountId }) => {
      const reservations = [{ at: recommendedAt.getTime() }];
      const end = coolingEnd({ lastReceivedAt: null, reservations }, policy, now.getTime());
      const accountName = facts.accounts.get(accountId)?.name ?? null;
      const known = facts.csms.get(csm);
      if (end === null || !known) return [];
      const { active } = known;
      return [{ csm, active, until: new Date(end), recommendationId: id, accountId, accountName }];
    })
    .sort((a, b) => a.until.getTime() - b.until.getTime() || compareNames(a.csm, b.csm));
}

/** Adds to each cooling CSM how they received their last account. */
export function explainCooling(
  cooling: readonly CoolingReceipt[],
  rows: readonly CoolingReceiptsRow[],
): Omit<CoolingCsm, 'alsoExcludedBy'>[] {
  const receipts = rowsFor(rows, 'receipts');
  const acceptedAt = new Map(rowsFor(rows, 'accepted').map(({ csm, at }) => [csm, at]));
  return cooling.map((each) => {
    const [receipt] = receipts
      .filter(({ csm, accountId }) => csm === each.csm && accountId === each.accountId)
      .sort(newestFirst);
    const accepted = acceptedAt.get(each.csm) ?? null;
    // A receipt without an account can only be matched by its time.
    const fallback = accepted?.getTime() === each.since.getTime() ? 'elsewhere' : 'outside';
    return {
      ...each,
      origin: receipt?.origin ?? fallback,
      recommendedAt: receipt?.recommendedAt ?? null,
      decidedBy: receipt?.decidedBy ?? null,
      acceptedAt: accepted,
    };
  });
}

type ReceiptRow = Extract<CoolingReceiptsRow, { question: 'receipts' }>;

function newestFirst(a: ReceiptRow, b: ReceiptRow): number {
  if (a.at.getTime() !== b.at.getTime()) return b.at.getTime() - a.at.getTime();
  return BigInt(a.recommendationId ?? 0) > BigInt(b.recommendationId ?? 0) ? -1 : 1;
}
