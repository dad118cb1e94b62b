import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Csm, RoutingProblem } from '@/lib/engine/types';
import { HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm } from '@/test/engine/builders';
import { simulatedCompany } from '@/test/engine/simulated-company';
import { type Router, type SimulationInput, simulate } from './simulate';

const START = Date.UTC(2026, 0, 5);
const hours = (count: number) => START + count * HOUR_MS;

const arrival = (id: string, hour: number) => makeAccount({ id, waitingSince: hours(hour) });

function makeInput(overrides: Partial<SimulationInput> = {}): SimulationInput {
  const { medians, policy, owned, departures } = simulatedCompany({
    seed: 1,
    days: 0,
    csms: [],
    arrivals: () => 0,
    departuresPerDay: 0,
  });
  return {
    csms: [makeCsm({ name: 'Ana' })],
    owned,
    intake: [],
    departures,
    medians,
    policy,
    start: START,
    days: 3,
    runHours: [9, 14],
    batchSize: null,
    decisionHours: 0,
    ...overrides,
  };
}

/** Places every account with Ana, and records the problems. */
function giveAllToAna(problems: RoutingProblem[] = []): Router {
  return (problem) => {
    problems.push(problem);
    return problem.accounts.map(({ id }) => ({ accountId: id, csm: 'Ana', score: null }));
  };
}

const ana = (problem: RoutingProblem | undefined) => problem?.csms[0] as Csm;

describe('a simulation', () => {
  it('places what has arrived by the time of a run, and keeps the rest for the next', () => {
    const intake = [arrival('A', 8), arrival('B', 10), arrival('C', 15)];
    const { accounts } = simulate(makeInput({ intake, days: 1, route: giveAllToAna() }));
    expect(accounts.map(({ account, recommendation }) => [account.id, recommendation?.at])).toEqual(
      [
        ['A', hours(9)],
        ['B', hours(14)],
        ['C', undefined],
      ],
    );
  });

  it('keeps a recommendation pending, and its CSM reserved, until it is decided', () => {
    const problems: RoutingProblem[] = [];
    const route = giveAllToAna(problems);
    const { accounts } = simulate(
      makeInput({ intake: [{ ...arrival('A', 8), neediness: 9 }], decisionHours: 20, route }),
    );
    const [, second, third] = problems.map(ana);
    expect(second).toMatchObject({
      reservations: [{ at: hours(9), needy: true, book: { accounts: 1, neediness: 9 } }],
      received: [],
      book: makeBook(50),
    });
    expect(third).toMatchObject({
      reservations: [],
      received: [hours(29)],
      receivedNeedy: [hours(29)],
      lastReceivedAt: hours(29),
      book: { accounts: 51 },
    });
    expect(accounts[0]?.receivedAt).toBe(hours(29));
  });

  it('takes an account that leaves out of its book, and ends its reservation if it is pending', () => {
    const problems: RoutingProblem[] = [];
    const { csms, accounts } = simulate(
      makeInput({
        intake: [arrival('A', 8)],
        owned: [{ account: makeAccount({ id: 'old' }), csm: 'Ana' }],
        departures: [
          { accountId: 'A', at: hours(12) },
          { accountId: 'old', at: hours(13) },
        ],
        decisionHours: 20,
        route: giveAllToAna(problems),
      }),
    );
    expect(ana(problems[1])).toMatchObject({ reservations: [], book: makeBook(49) });
    expect(csms[0]?.book).toEqual(makeBook(49));
    expect(accounts[0]).toMatchObject({ receivedAt: null, leftAt: hours(12) });
  });

  it('lets tenure grow', () => {
    const { csms } = simulate(makeInput({ csms: [makeCsm({ tenureMonths: 5 })], days: 61 }));
    expect(csms[0]?.tenureMonths).toBeCloseTo(7, 1);
  });

  it('rejects a router that places an account that does not wait', () => {
    const route: Router = () => [{ accountId: 'unknown', csm: 'Ana', score: null }];
    expect(() => simulate(makeInput({ route }))).toThrow('"unknown"');
  });

  it('loses no account and counts none twice, whatever the order of the input', () => {
    const companies = fc.record({
      seed: fc.integer(),
      csms: fc.integer({ min: 1, max: 6 }),
      perDay: fc.integer({ min: 0, max: 12 }),
      decisionHours: fc.constantFrom(0, 3, 20, 50),
      batchSize: fc.constantFrom(null, 4),
    });
    fc.assert(
      fc.property(companies, ({ seed, csms, perDay, ...settings }) => {
        const input = {
          ...simulatedCompany({
            seed,
            days: 10,
            csms: Array.from({ length: csms }, (_, j) => ({
              tenureMonths: 3 + 8 * j,
              accounts: 20,
            })),
            arrivals: () => perDay,
            departuresPerDay: Math.min(perDay, 4),
          }),
          ...settings,
        };
        const simulation = simulate(input);
        const { accounts } = simulation;
        expect(accounts).toHaveLength(input.intake.length);
        for (const { arrivedAt, recommendation, receivedAt } of accounts) {
          if (recommendation === null) expect(receivedAt).toBeNull();
          else expect(recommendation.at).toBeGreaterThanOrEqual(arrivedAt);
        }
        const received = accounts.filter(({ receivedAt }) => receivedAt !== null);
        const left = new Set(input.departures.map(({ accountId }) => accountId));
        const stayed = (ids: readonly string[]) => ids.filter((id) => !left.has(id)).length;
        const expected =
          stayed(input.owned.map(({ account }) => account.id)) +
          stayed(received.map(({ account }) => account.id));
        const books = simulation.csms.reduce((sum, { book }) => sum + book.accounts, 0);
        expect(books).toBe(expected);
        const reversed = {
          ...input,
          csms: input.csms.toReversed(),
          intake: input.intake.toReversed(),
          departures: input.departures.toReversed(),
        };
        expect(simulate(reversed).accounts).toEqual(accounts);
      }),
      { numRuns: 15, seed: 5 },
    );
  });
});
