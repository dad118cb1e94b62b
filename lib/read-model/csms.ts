import { isHighNeed } from '@/lib/engine/eligibility';
import type { RoutingContext } from '@/lib/engine/explain';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Csm, Reservation, RoutableAccount } from '@/lib/engine/types';
import { DAY_MS, WEEK_MS } from '@/lib/time';
import { amountsOf, bookOf, type CsmFacts, type Facts, type RecommendationFacts } from './facts';

/**
 * The policy for decisions. A pending recommendation reserves its CSM against further runs, but must
 * not prevent its own acceptance.
 */
export function policyForDecision<P extends RoutingPolicy>(policy: P): P {
  return { ...policy, pendingReserves: false };
}

/** The current data for decisions on one account, as the engine takes it. Nothing reserves a CSM. */
export function routingContext(facts: Facts, policy: RoutingPolicy, now: Date): RoutingContext {
  return {
    csms: [...facts.csms.values()].map((csm) => toEngineCsm(facts, csm, [], now)),
    medians: facts.medians,
    policy: policyForDecision(policy),
    now: now.getTime(),
  };
}

/**
 * All CSMs as the engine sees them now, by name.
 * @param replaced the ids of pending recommendations that no longer reserve their CSMs
 */
export function currentCsms(
  facts: Facts,
  now: Date,
  replaced?: ReadonlySet<string>,
): ReadonlyMap<string, Csm> {
  const reservations = reservationsByCsm(facts, ({ id }) => !replaced?.has(id));
  const csms = new Map<string, Csm>();
  for (const csm of facts.csms.values()) {
    csms.set(csm.name, toEngineCsm(facts, csm, reservations.get(csm.name) ?? [], now));
  }
  return csms;
}

/** One CSM as the engine sees them now. A name that is not a CSM's is an inactive CSM. */
export function currentCsm(facts: Facts, name: string, now: Date): Csm {
  const isOwn = (recommendation: RecommendationFacts) => recommendation.recommendedCsm === name;
  const reservations = reservationsByCsm(facts, isOwn).get(name) ?? [];
  return toEngineCsm(facts, facts.csms.get(name) ?? { ...unknownCsm, name }, reservations, now);
}

const unknownCsm = {
  active: false,
  tenureMonths: null,
  segment: null,
  level: null,
  capacity: null,
  awayUntil: null,
  startDate: null,
  awayFrom: null,
};

/**
 * A CSM's tenure in months now: full months since the start date, as people count them, or else what
 * the source says. Null if unknown.
 */
export function tenureOf(
  { startDate, tenureMonths }: Pick<CsmFacts, 'startDate' | 'tenureMonths'>,
  now: Date,
): number | null {
  if (startDate === null) return tenureMonths;
  const start = new Date(startDate);
  const months =
    (now.getUTCFullYear() - start.getUTCFullYear()) * 12 +
    (now.getUTCMonth() - start.getUTCMonth()) -
    (now.getUTCDate() < start.getUTCDate() ? 1 : 0);
  return Math.max(0, months);
}

/** A CSM as the engine sees them now. */
export function toEngineCsm(
  facts: Facts,
  csm: Omit<CsmFacts, 'managerName'>,
  reservations: readonly Reservation[],
  now: Date,
): Csm {
  const { receipts, windows } = facts;
  const received = receipts.receivedBy(csm.name, windows.receivedSince.getTime());
  const weekAgo = now.getTime() - WEEK_MS;
  return {
    name: csm.name,
    active: csm.active,
    tenureMonths: tenureOf(csm, now),
    segment: csm.segment,
    level: csm.level,
    capacity: csm.capacity,
    awayFrom: csm.awayFrom?.getTime() ?? null,
    awayUntil: csm.awayUntil?.getTime() ?? null,
    book: bookOf(facts, csm.name),
    byClass: facts.books.get(csm.name) ?? [],
    received: receipts.receivedBy(csm.name, weekAgo),
    receivedNeedy: receipts.receivedBy(
      csm.name,
      weekAgo,
      (id) => (facts.highNeed.get(id) ?? 0) > weekAgo,
    ),
    lastReceivedAt: received.at(-1) ?? null,
    reservations,
  };
}

/** The pending recommendations that count, as the engine sees them, by their CSM. */
function reservationsByCsm(
  facts: Facts,
  counts: (recommendation: RecommendationFacts) => boolean,
): ReadonlyMap<string, readonly Reservation[]> {
  const byCsm = new Map<string, Reservation[]>();
  for (const recommendation of facts.recommendations.values()) {
    if (!counts(recommendation)) continue;
    const account = facts.accounts.get(recommendation.accountId) ?? null;
    const { segment, level, neediness } = account ?? recommendation;
    const reservation = {
      at: recommendation.recommendedAt.getTime(),
      segment,
      level,
      book: amountsOf(facts, account ?? { ...recommendation, color: null }),
      needy: isHighNeed(neediness, facts.windows.highNeedFrom),
    };
    const others = byCsm.get(recommendation.recommendedCsm);
    if (others) others.push(reservation);
    else byCsm.set(recommendation.recommendedCsm, [reservation]);
  }
  return byCsm;
}

/** The newest pending recommendation of each CSM. Ties go to the higher id. */
export function newestPending(facts: Facts): ReadonlyMap<string, RecommendationFacts> {
  const newest = new Map<string, RecommendationFacts>();
  for (const recommendation of facts.recommendations.values()) {
    const other = newest.get(recommendation.recommendedCsm);
    if (!other || isNewer(recommendation, other)) {
      newest.set(recommendation.recommendedCsm, recommendation);
    }
  }
  return newest;
}

/** Whether one recommendation was made after another. Of the same time, the one with the higher id. */
export function isNewer(a: RecommendationTime, b: RecommendationTime): boolean {
  const difference = a.recommendedAt.getTime() - b.recommendedAt.getTime();
  return difference === 0 ? BigInt(a.id) > BigInt(b.id) : difference > 0;
}

type RecommendationTime = Pick<RecommendationFacts, 'id' | 'recommendedAt'>;

/** The CSMs rejected for an account, as the engine sees them. */
export function rejectionsOf(
  { rejections }: Pick<Facts, 'rejections'>,
  accountId: string,
  { rejectedDays }: Pick<RoutingPolicy, 'rejectedDays'>,
): RoutableAccount['rejected'] {
  const rejected = rejections.get(accountId);
  if (!rejected) return NOT_REJECTED;
  return rejected.map(({ csm, at }) => ({ csm, until: at.getTime() + rejectedDays * DAY_MS }));
}

const NOT_REJECTED: RoutableAccount['rejected'] = [];
