import { createExclusionCheck } from '@/lib/engine/eligibility';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Csm, Exclusion, RoutableAccount } from '@/lib/engine/types';
import { WEEK_MS } from '@/lib/time';
import { bookOf, type CsmFacts, type Facts } from './facts';

/**
 * The policy for decisions. A pending recommendation reserves its CSM against further runs, but must
 * not prevent its own acceptance.
 */
export function policyForDecision<P extends RoutingPolicy>(policy: P): P {
  return { ...policy, pendingReserves: false };
}

/** All CSMs as the engine sees them now, by name. */
export function currentCsms(facts: Facts, now: Date): ReadonlyMap<string, Csm> {
  const reserved = newestPending(facts);
  const csms = new Map<string, Csm>();
  for (const csm of facts.csms.values()) {
    csms.set(csm.name, toEngineCsm(facts, csm, reserved.get(csm.name) ?? null, now));
  }
  return csms;
}

/** A CSM as the engine sees them now. */
export function toEngineCsm(
  facts: Facts,
  csm: CsmFacts,
  reservedAt: number | null,
  now: Date,
): Csm {
  const received = facts.receipts.receivedBy(csm.name, facts.windows.receivedSince.getTime());
  const weekAgo = now.getTime() - WEEK_MS;
  return {
    name: csm.name,
    active: csm.active,
    tenureMonths: csm.tenureMonths,
    segment: csm.segment,
    level: csm.level,
    capacity: csm.capacity,
    awayUntil: csm.awayUntil?.getTime() ?? null,
    book: bookOf(facts, csm.name),
    received: received.filter((at) => at > weekAgo),
    lastReceivedAt: received.at(-1) ?? null,
    reservedAt,
  };
}

/** When each CSM was last recommended, among pending recommendations. */
function newestPending(facts: Facts): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const { recommendedCsm, recommendedAt } of facts.recommendations.values()) {
    const at = recommendedAt.getTime();
    if (at > (newest.get(recommendedCsm) ?? Number.NEGATIVE_INFINITY)) {
      newest.set(recommendedCsm, at);
    }
  }
  return newest;
}

/** Returns why a CSM may not receive an account now; null if the CSM is unknown. */
export type ExclusionsOf = (csm: string, account: RoutableAccount) => readonly Exclusion[] | null;

/** Applies the rules for decisions. Computes what depends only on the CSM once for each. */
export function createDecisionRules(
  csms: (name: string) => Csm | undefined,
  policy: RoutingPolicy,
  now: Date,
): ExclusionsOf {
  const rules = policyForDecision(policy);
  const checks = new Map<string, ReturnType<typeof createExclusionCheck> | null>();
  return (name, account) => {
    let check = checks.get(name);
    if (check === undefined) {
      const csm = csms(name);
      check = csm ? createExclusionCheck(csm, rules, now.getTime()) : null;
      checks.set(name, check);
    }
    return check?.(account) ?? null;
  };
}
