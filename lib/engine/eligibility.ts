import { DAY_MS, HOUR_MS, WEEK_MS } from '@/lib/time';
import { createClassCheck } from './account-class';
import { capacityFor, type RoutingPolicy } from './policy';
import type { Csm, Exclusion, ExclusionReason, RoutableAccount } from './types';

const NO_END = Number.POSITIVE_INFINITY;

// Orders reasons with the same end time: the more fundamental first.
const REASON_PRIORITY: readonly ExclusionReason[] = [
  'not_active',
  'segment_mismatch',
  'at_capacity',
  'away',
  'rejected_before',
  'velocity',
  'cooling',
];

/**
 * Returns every reason why a CSM is not eligible to receive an account now, longest-lasting first:
 * reasons without a known end, then by latest `until`, then in the order of `REASON_PRIORITY`. The
 * first one is binding, and its `until` is when the CSM may become eligible. `max_per_run` never
 * appears, because it only arises within a run.
 */
export function findExclusions(
  csm: Csm,
  account: RoutableAccount,
  policy: RoutingPolicy,
  now: number,
): readonly Exclusion[] {
  return createExclusionCheck(csm, policy, now)(account);
}

/** The first of `findExclusions`; null if the CSM is eligible. */
export function bindingExclusion(
  csm: Csm,
  account: RoutableAccount,
  policy: RoutingPolicy,
  now: number,
): Exclusion | null {
  return findExclusions(csm, account, policy, now)[0] ?? null;
}

/** What the rules need to know about an account. */
export type EligibilityAccount = Pick<RoutableAccount, 'segment' | 'level' | 'rejected'>;

/** `findExclusions` for many accounts. Computes what does not depend on the account only once. */
export function createExclusionCheck(
  csm: Csm,
  policy: RoutingPolicy,
  now: number,
): (account: EligibilityAccount) => readonly Exclusion[] {
  const exclusion = exclusionFactory(csm);
  const csmExclusions = findCsmExclusions(csm, policy, now);
  const mismatch = exclusion('segment_mismatch');
  const full = exclusion('at_capacity');
  const takes = createClassCheck(csm);
  return (account) => {
    const isMismatch = !takes(account);
    const isFull = csm.book.accounts + 1 > capacityFor(csm, account, policy);
    const rejected = rejectedUntil(csm, account, now);
    if (!isMismatch && !isFull && rejected === null) return csmExclusions;
    const found = [...csmExclusions];
    if (isMismatch) found.push(mismatch);
    if (isFull) found.push(full);
    if (rejected !== null) found.push(exclusion('rejected_before', rejected));
    return found.sort(longestFirst);
  };
}

/** The exclusions that apply to every account, in the same order as `findExclusions`. */
export function findCsmExclusions(
  csm: Csm,
  policy: RoutingPolicy,
  now: number,
): readonly Exclusion[] {
  const exclusion = exclusionFactory(csm);
  const found: Exclusion[] = [];
  if (!csm.active) found.push(exclusion('not_active'));
  if (csm.awayUntil !== null && csm.awayUntil > now) found.push(exclusion('away', csm.awayUntil));
  const velocity = velocityUntil(csm, policy, now);
  if (velocity !== null) found.push(exclusion('velocity', velocity === NO_END ? null : velocity));
  const cooling = coolingEnd(csm, policy, now);
  if (cooling !== null) found.push(exclusion('cooling', cooling));
  return found.sort(longestFirst);
}

function exclusionFactory({ name }: Csm) {
  return (reason: ExclusionReason, until: number | null = null): Exclusion => ({
    csm: name,
    reason,
    until,
  });
}

/**
 * When a CSM's cooling period ends: it starts when the CSM receives an account and, if the policy says
 * so, with a pending recommendation. Null if they are not cooling.
 */
export function coolingEnd(
  { lastReceivedAt, reservedAt }: Pick<Csm, 'lastReceivedAt' | 'reservedAt'>,
  { coolingHours, pendingReserves }: Pick<RoutingPolicy, 'coolingHours' | 'pendingReserves'>,
  now: number,
): number | null {
  const last = lastReceivedAt ?? Number.NEGATIVE_INFINITY;
  const reserved = (pendingReserves ? reservedAt : null) ?? Number.NEGATIVE_INFINITY;
  const end = Math.max(last, reserved) + coolingHours * HOUR_MS;
  return end > now ? end : null;
}

// The CSM is below a limit again once enough receipts have left the window; never if the limit is 0.
function velocityUntil(csm: Csm, { velocity }: RoutingPolicy, now: number): number | null {
  const isNew = csm.tenureMonths !== null && csm.tenureMonths < velocity.newCsmTenureMonths;
  const ends = [
    windowUntil(csm.received, velocity.perWeek, WEEK_MS, now),
    isNew ? windowUntil(csm.received, velocity.newCsmPerDay, DAY_MS, now) : null,
  ].filter((until) => until !== null);
  return ends.length === 0 ? null : Math.max(...ends);
}

function windowUntil(
  received: readonly number[],
  limit: number,
  length: number,
  now: number,
): number | null {
  const inside = received.filter((time) => time > now - length).sort((a, b) => a - b);
  if (inside.length < limit) return null;
  const leaving = inside[inside.length - limit];
  return leaving === undefined ? NO_END : leaving + length;
}

function rejectedUntil(csm: Csm, account: EligibilityAccount, now: number): number | null {
  let latest: number | null = null;
  for (const rejection of account.rejected) {
    if (rejection.csm !== csm.name || rejection.until <= now) continue;
    if (latest === null || rejection.until > latest) latest = rejection.until;
  }
  return latest;
}

function longestFirst(a: Exclusion, b: Exclusion): number {
  const untilA = a.until ?? NO_END;
  const untilB = b.until ?? NO_END;
  if (untilA !== untilB) return untilB - untilA;
  return REASON_PRIORITY.indexOf(a.reason) - REASON_PRIORITY.indexOf(b.reason);
}
