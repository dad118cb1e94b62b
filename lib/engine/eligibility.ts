import { DAY_MS, HOUR_MS, WEEK_MS } from '@/lib/time';
import { createClassCheck } from './account-class';
import { reservationsOf } from './load';
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
  account: EligibilityAccount,
  policy: RoutingPolicy,
  now: number,
): readonly Exclusion[] {
  return createExclusionCheck(csm, policy, now)(account);
}

/** The first of `findExclusions`; null if the CSM is eligible. */
export function bindingExclusion(
  csm: Csm,
  account: EligibilityAccount,
  policy: RoutingPolicy,
  now: number,
): Exclusion | null {
  return findExclusions(csm, account, policy, now)[0] ?? null;
}

/** What the rules need to know about an account. */
export type EligibilityAccount = Pick<
  RoutableAccount,
  'segment' | 'level' | 'neediness' | 'rejected'
>;

/** Whether an account is high-need by its own score. */
export function isHighNeed(neediness: number | null, needyFrom: number): boolean {
  return neediness !== null && neediness >= needyFrom;
}

/** `findExclusions` for many accounts. Computes what does not depend on the account only once. */
export function createExclusionCheck(
  csm: Csm,
  policy: RoutingPolicy,
  now: number,
): (account: EligibilityAccount) => readonly Exclusion[] {
  const exclusion = exclusionFactory(csm);
  const csmExclusions = findCsmExclusions(csm, policy, now);
  const needyExclusions = findCsmExclusions(csm, policy, now, true);
  const committed = csm.book.accounts + reservationsOf(csm, policy).length;
  const mismatch = exclusion('segment_mismatch');
  const full = exclusion('at_capacity');
  const takes = createClassCheck(csm);
  return (account) => {
    const isMismatch = !takes(account);
    const isFull = committed + 1 > capacityFor(csm, account, policy);
    const rejected = rejectedUntil(csm, account, now);
    const always = isHighNeed(account.neediness, policy.neediness.needyFrom)
      ? needyExclusions
      : csmExclusions;
    if (!isMismatch && !isFull && rejected === null) return always;
    const found = [...always];
    if (isMismatch) found.push(mismatch);
    if (isFull) found.push(full);
    if (rejected !== null) found.push(exclusion('rejected_before', rejected));
    return found.sort(longestFirst);
  };
}

/**
 * The exclusions that apply to every account, in the same order as `findExclusions`.
 * @param needy whether to include those that apply only to high-need accounts
 */
export function findCsmExclusions(
  csm: Csm,
  policy: RoutingPolicy,
  now: number,
  needy = false,
): readonly Exclusion[] {
  const exclusion = exclusionFactory(csm);
  const found: Exclusion[] = [];
  if (!csm.active) found.push(exclusion('not_active'));
  if (isOnLeave(csm, now)) found.push(exclusion('away', csm.awayUntil));
  const velocity = velocityUntil(csm, policy, now, needy);
  if (velocity !== null) found.push(exclusion('velocity', velocity === NO_END ? null : velocity));
  const cooling = coolingEnd(csm, policy, now);
  if (cooling !== null) found.push(exclusion('cooling', cooling));
  return found.sort(longestFirst);
}

/** Whether the CSM is away at a time: from `awayFrom`, and no longer at `awayUntil`. */
function isOnLeave(
  { awayFrom, awayUntil }: Pick<Csm, 'awayFrom' | 'awayUntil'>,
  at: number,
): boolean {
  return awayUntil !== null && awayUntil > at && (awayFrom === null || awayFrom <= at);
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
  csm: Pick<Csm, 'lastReceivedAt'> & { readonly reservations: readonly { readonly at: number }[] },
  policy: Pick<RoutingPolicy, 'coolingHours' | 'pendingReserves'>,
  now: number,
): number | null {
  let last = csm.lastReceivedAt ?? Number.NEGATIVE_INFINITY;
  for (const { at } of reservationsOf(csm, policy)) last = Math.max(last, at);
  const end = last + policy.coolingHours * HOUR_MS;
  return end > now ? end : null;
}

/** A limit on how many accounts a CSM receives in a time. */
interface ReceiptLimit {
  readonly received: readonly number[];
  readonly limit: number;
  /** Milliseconds. */
  readonly length: number;
}

// A reservation counts as received now, because nobody knows when it will be decided.
function receiptLimits(
  csm: Csm,
  policy: RoutingPolicy,
  now: number,
  needy: boolean,
): readonly ReceiptLimit[] {
  const { velocity, ramp } = policy;
  const reserved = reservationsOf(csm, policy);
  const received = [...csm.received, ...reserved.map(() => now)];
  const limits = [{ received, limit: velocity.perWeek, length: WEEK_MS }];
  if (csm.tenureMonths !== null && csm.tenureMonths < velocity.newCsmTenureMonths) {
    limits.push({ received, limit: velocity.newCsmPerDay, length: DAY_MS });
  }
  if (needy) {
    const needyReserved = reserved.flatMap((reservation) => (reservation.needy ? [now] : []));
    const needyReceived = [...csm.receivedNeedy, ...needyReserved];
    limits.push({ received: needyReceived, limit: ramp.highNeedPerWeek, length: WEEK_MS });
  }
  return limits;
}

// The CSM is below a limit again once enough receipts have left the window; never if the limit is 0.
function velocityUntil(
  csm: Csm,
  policy: RoutingPolicy,
  now: number,
  needy: boolean,
): number | null {
  const ends = receiptLimits(csm, policy, now, needy)
    .map((limit) => windowUntil(limit, now))
    .filter((until) => until !== null);
  return ends.length === 0 ? null : Math.max(...ends);
}

function windowUntil({ received, limit, length }: ReceiptLimit, now: number): number | null {
  const inside = received.filter((time) => time > now - length).sort((a, b) => a - b);
  if (inside.length < limit) return null;
  const leaving = inside[inside.length - limit];
  return leaving === undefined ? NO_END : leaving + length;
}

/** The reasons that end by themselves, so that a CSM can be known to become eligible. */
const passingReasons: ReadonlySet<ExclusionReason> = new Set(['cooling', 'velocity', 'away']);

/**
 * When a CSM becomes eligible after an exclusion: when it ends or, if a planned leave has started by
 * then, when the leave ends. Null if unknown.
 * @param exclusion the binding one, from `findExclusions`
 */
export function eligibleAfter(
  csm: Pick<Csm, 'awayFrom' | 'awayUntil'>,
  { until }: Pick<Exclusion, 'until'>,
): number | null {
  return until !== null && isOnLeave(csm, until) ? csm.awayUntil : until;
}

/**
 * Whether a CSM is within reach for an account: eligible now, or known to become eligible by a time.
 * @param exclusions from `findExclusions`
 * @param deadline epoch milliseconds
 */
export function isWithinReach(
  csm: Pick<Csm, 'awayFrom' | 'awayUntil'>,
  exclusions: readonly Exclusion[],
  deadline: number,
): boolean {
  return exclusions.every((exclusion) => {
    const end = eligibleAfter(csm, exclusion);
    return passingReasons.has(exclusion.reason) && end !== null && end <= deadline;
  });
}

/**
 * How many more accounts a CSM who is eligible for an account could receive at once before a rule
 * prevents it, counting this account. A run uses at most `maxPerRun` of them.
 */
export function placesFor(
  csm: Csm,
  account: EligibilityAccount,
  policy: RoutingPolicy,
  now: number,
): number {
  const byVelocity = receiptLimits(
    csm,
    policy,
    now,
    isHighNeed(account.neediness, policy.neediness.needyFrom),
  ).map(
    ({ received, limit, length }) => limit - received.filter((time) => time > now - length).length,
  );
  const byCapacity = capacityLeft(csm, account, policy);
  return Math.max(0, Math.min(policy.maxPerRun, byCapacity, ...byVelocity));
}

/** How many more accounts a CSM could receive before the capacity for an account's class is reached. */
export function capacityLeft(csm: Csm, account: EligibilityAccount, policy: RoutingPolicy): number {
  const reserved = reservationsOf(csm, policy).length;
  return Math.floor(capacityFor(csm, account, policy)) - csm.book.accounts - reserved;
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
