import { defaultRoutingPolicy } from '@/lib/engine/policy';
import type { Book, Csm, Reservation, RoutableAccount, RoutingProblem } from '@/lib/engine/types';
import { DAY_MS, HOUR_MS } from '@/lib/time';

/** Noon of a Thursday: "now" in the engine's tests and benchmarks. */
export const NOON = Date.UTC(2026, 0, 15, 12);

/** An ordinary account with some fields overridden. */
export function makeAccount(overrides: Partial<RoutableAccount> = {}): RoutableAccount {
  return {
    id: 'A1',
    name: 'Acme',
    segment: 'Residential',
    level: 'Corporate',
    neediness: 5,
    health: 85,
    color: null,
    revenue: 10_000,
    waitingSince: NOON,
    rejected: [],
    ...overrides,
  };
}

/** A book of ordinary accounts. */
export function makeBook(accounts: number, overrides: Partial<Book> = {}): Book {
  return {
    accounts,
    neediness: 5 * accounts,
    revenue: 10_000 * accounts,
    red: 0,
    green: accounts,
    ...overrides,
  };
}

/** An eligible, experienced CSM who takes any class, with some fields overridden. */
export function makeCsm(overrides: Partial<Csm> = {}): Csm {
  return {
    name: 'Ana Diaz',
    active: true,
    tenureMonths: 30,
    segment: null,
    level: null,
    capacity: null,
    awayFrom: null,
    awayUntil: null,
    book: makeBook(50),
    byClass: [],
    received: [],
    receivedNeedy: [],
    lastReceivedAt: null,
    reservations: [],
    ...overrides,
  };
}

/** A pending recommendation of an ordinary account. */
export function makeReservation(overrides: Partial<Reservation> = {}): Reservation {
  return {
    at: NOON - DAY_MS,
    segment: 'Residential',
    level: 'Corporate',
    needy: false,
    book: makeBook(1),
    ...overrides,
  };
}

/** A problem with the default policy, with some fields overridden. */
export function makeProblem(overrides: Partial<RoutingProblem> = {}): RoutingProblem {
  return {
    accounts: [makeAccount()],
    limit: null,
    csms: [makeCsm()],
    medians: { neediness: 5, health: 80, revenue: 10_000 },
    policy: defaultRoutingPolicy,
    now: NOON,
    ...overrides,
  };
}

/** A seeded random number generator (mulberry32) that returns numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A realistic random problem: some books are near capacity, and about a third of the CSMs are excluded. */
export function randomProblem(accounts: number, csms: number, seed: number): RoutingProblem {
  const random = seededRandom(seed);
  const upTo = (max: number) => Math.floor(random() * (max + 1));
  const withProbability = <T>(share: number, value: T) => (random() < share ? value : null);
  const hoursAgo = (max: number) => NOON - Math.floor(random() * max * HOUR_MS);
  return makeProblem({
    accounts: Array.from({ length: accounts }, (_, i) =>
      makeAccount({
        id: `A${String(i).padStart(5, '0')}`,
        neediness: withProbability(0.95, upTo(10)),
        health: withProbability(0.95, upTo(100)),
        revenue: withProbability(0.95, 1_000 + upTo(90_000)),
      }),
    ),
    csms: Array.from({ length: csms }, (_, j) => {
      const owned = 40 + upTo(50);
      return makeCsm({
        name: `CSM ${String(j).padStart(4, '0')}`,
        tenureMonths: withProbability(0.95, 1 + upTo(60)),
        book: makeBook(owned, {
          neediness: owned * (4 + 2 * random()),
          revenue: owned * (8_000 + upTo(20_000)),
          red: upTo(12),
        }),
        received: Array.from({ length: upTo(8) }, () => hoursAgo(168)),
        lastReceivedAt: withProbability(0.2, hoursAgo(4)),
        awayUntil: withProbability(0.1, NOON + DAY_MS),
      });
    }),
  });
}
