import fc from 'fast-check';
import { defaultRoutingPolicy } from '@/lib/engine/policy';
import type { RoutingProblem } from '@/lib/engine/types';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { makeAccount, makeCsm, makeProblem, makeReservation, NOON } from './builders';

const segment = fc.constantFrom('Residential', 'Commercial', null);
const level = fc.constantFrom('Corporate', 'Enterprise', null);
const score = (max: number) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max }) },
    fc.constantFrom(null, Number.NaN),
  );
const name = (n: number) =>
  ['Ana', 'Bo', 'Cy', 'Dee', 'Ève “E” O’Neil', '李雷', '🦊'][n] ?? `CSM ${n}`;
const past = (hours: number) =>
  fc.integer({ min: 0, max: hours }).map((age) => NOON - age * HOUR_MS);

const reservation = fc
  .record({ at: past(30), segment, level, needy: fc.boolean() })
  .map((given) => makeReservation(given));

const csm = fc.record({
  active: fc.constantFrom(true, true, true, true, false),
  tenureMonths: fc.option(fc.integer({ min: 0, max: 40 })),
  segment: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, segment),
  level: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, level),
  capacity: fc.option(fc.integer({ min: 0, max: 60 })),
  awayFrom: fc.option(fc.constantFrom(NOON - DAY_MS, NOON + HOUR_MS), { freq: 1 }),
  awayUntil: fc.option(fc.constantFrom(NOON - DAY_MS, NOON + DAY_MS), { freq: 4 }),
  book: fc.record({
    accounts: fc.integer({ min: 0, max: 50 }),
    neediness: fc.integer({ min: 0, max: 300 }),
    revenue: fc.integer({ min: 0, max: 900_000 }),
    red: fc.integer({ min: 0, max: 9 }),
    green: fc.integer({ min: 0, max: 9 }),
  }),
  received: fc.array(past(200), { maxLength: 11 }),
  lastReceivedAt: fc.option(past(30)),
  receivedNeedy: fc.array(past(200), { maxLength: 6 }),
  reservations: fc.array(reservation, { maxLength: 2 }),
});

const account = fc.record({
  segment,
  level,
  neediness: score(10),
  health: score(100),
  color: fc.constantFrom(null, 'red' as const, 'green' as const),
  revenue: score(90_000),
  waitingSince: fc.option(past(400)),
  rejected: fc.array(
    fc.record({
      csm: fc.nat({ max: 7 }).map(name),
      until: fc.constantFrom(NOON - DAY_MS, NOON + DAY_MS),
    }),
    { maxLength: 2 },
  ),
});

/** Small problems that contain every reason for an exclusion. */
export const arbitraryProblem: fc.Arbitrary<RoutingProblem> = fc
  .record({
    accounts: fc.array(account, { minLength: 1, maxLength: 8 }),
    csms: fc.array(csm, { minLength: 1, maxLength: 8 }),
    maxPerRun: fc.integer({ min: 1, max: 3 }),
    limit: fc.option(fc.integer({ min: 0, max: 8 })),
  })
  .map(({ accounts, csms, maxPerRun, limit }) =>
    makeProblem({
      accounts: accounts.map((given, i) => makeAccount({ ...given, id: `A${i}` })),
      csms: csms.map((given, j) => makeCsm({ ...given, name: name(j) })),
      limit,
      policy: { ...defaultRoutingPolicy, maxPerRun },
    }),
  );
