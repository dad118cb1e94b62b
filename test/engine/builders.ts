import { defaultRoutingPolicy } from '@/lib/engine/policy';
import type { Book, Csm, RoutableAccount, RoutingProblem } from '@/lib/engine/types';
import { DAY_MS, HOUR_MS } from '@/lib/time';

/** Noon of a Thursday: the time at which the tests and benches of the engine take place. */
export const NOON = Date.UTC(2026, 0, 15, 12);

/** An ordinary account, but for what is given. */
export function makeAccount(given: Partial<RoutableAccount> = {}): RoutableAccount {
  return {
    id: 'A1',
    name: 'Acme',
    segment: 'Residential',
    level: 'Corporate',
    neediness: 5,
    health: 85,
    color: null,
    revenue: 10_000,
    rejected: [],
    ...given,
  };
}

/** A book of ordinary accounts. */
export function makeBook(accounts: number, given: Partial<Book> = {}): Book {
  return {
    accounts,
    neediness: 5 * accounts,
    revenue: 10_000 * accounts,
    red: 0,
    green: accounts,
    ...given,
  };
}

/** An active, experienced, rested CSM who takes any class, but for what is given. */
export function makeCsm(given: Partial<Csm> = {}): Csm {
  return {
    name: 'Ana Diaz',
    active: true,
    tenureMonths: 30,
    segment: null,
    level: null,
    capacity: null,
    awayUntil: null,
    book: makeBook(50),
    received: [],
    lastReceivedAt: null,
    reservedAt: null,
    ...given,
  };
}

/** A problem at noon under the default policy, but for what is given. */
export function makeProblem(given: Partial<RoutingProblem> = {}): RoutingProblem {
  return {
    accounts: [makeAccount()],
    csms: [makeCsm()],
    medians: { neediness: 5, health: 80, revenue: 10_000 },
    policy: defaultRoutingPolicy,
    now: NOON,
    ...given,
  };
}

/** A reproducible source of numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A plausible problem of a size: books near capacity by chance, a third of the CSMs kept out. */
export function randomProblem(accounts: number, csms: number, seed: number): RoutingProblem {
  const random = seededRandom(seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const sometimes = <T>(share: number, value: T) => (random() < share ? value : null);
  const hoursAgo = (most: number) => NOON - Math.floor(random() * most * HOUR_MS);
  return makeProblem({
    accounts: Array.from({ length: accounts }, (_, i) =>
      makeAccount({
        id: `A${String(i).padStart(5, '0')}`,
        neediness: sometimes(0.95, upTo(10)),
        health: sometimes(0.95, upTo(100)),
        revenue: sometimes(0.95, 1_000 + upTo(90_000)),
      }),
    ),
    csms: Array.from({ length: csms }, (_, j) => {
      const owned = 40 + upTo(50);
      return makeCsm({
        name: `CSM ${String(j).padStart(4, '0')}`,
        tenureMonths: sometimes(0.95, 1 + upTo(60)),
        book: makeBook(owned, {
          neediness: owned * (4 + 2 * random()),
          revenue: owned * (8_000 + upTo(20_000)),
          red: upTo(12),
        }),
        received: Array.from({ length: upTo(8) }, () => hoursAgo(168)),
        lastReceivedAt: sometimes(0.2, hoursAgo(4)),
        awayUntil: sometimes(0.1, NOON + DAY_MS),
      });
    }),
  });
}
