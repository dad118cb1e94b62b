import { describe, expect, it } from 'vitest';
import { defaultRoutingPolicy as policy } from '@/lib/engine/policy';
import { HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm } from '@/test/engine/builders';
import { measureQuality } from './measure-quality';
import { type Router, type SimulationInput, simulate } from './simulate';

const START = Date.UTC(2026, 0, 5);

/** Gives each waiting account to the CSM that its name starts with, in hourly runs. */
const byName: Router = ({ accounts }) =>
  accounts.flatMap(({ id, name }) =>
    name === 'nobody' ? [] : [{ accountId: id, csm: name, score: Number(id) }],
  );

function measure(
  intake: readonly [hour: number, csm: string, neediness?: number, health?: number][],
  overrides: Partial<SimulationInput> = {},
) {
  const simulation = simulate({
    csms: ['Ana', 'Bob'].map((name) => makeCsm({ name })),
    owned: [],
    intake: intake.map(([hour, name, neediness = 5, health = 85], i) =>
      makeAccount({
        id: String(i),
        name,
        neediness,
        health,
        waitingSince: START + hour * HOUR_MS,
      }),
    ),
    departures: [],
    medians: { neediness: 5, health: 80, revenue: 10_000 },
    policy,
    start: START,
    days: 14,
    runHours: Array.from({ length: 24 }, (_, hour) => hour),
    batchSize: null,
    decisionHours: 0,
    route: byName,
    ...overrides,
  });
  return measureQuality(simulation, policy);
}

describe('the figures of a simulation', () => {
  it('measure how evenly capacity is used, so a half-size CSM with half the book is even', () => {
    const csms = [
      makeCsm({ name: 'Ana', capacity: 80, book: makeBook(60) }),
      makeCsm({ name: 'Bob', capacity: 40, book: makeBook(30) }),
      makeCsm({ name: 'Gone', active: false, book: makeBook(1) }),
    ];
    expect(measure([], { csms })).toMatchObject({ cvAccounts: 0, cvNeediness: 0, cvRevenue: 0 });
    const uneven = csms.map((csm) => ({ ...csm, capacity: 80 }));
    expect(measure([], { csms: uneven }).cvAccounts).toBeCloseTo(33.3, 1);
  });

  it('measure red accounts over the CSMs with enough tenure for them only', () => {
    const csms = [4, 4, 0].map((red, j) =>
      makeCsm({ name: `${j}`, tenureMonths: j === 2 ? 3 : 30, book: makeBook(50, { red }) }),
    );
    expect(measure([], { csms }).cvRedOfSeniors).toBe(0);
  });

  it('say how many high-need and red accounts went to a CSM with the tenure for them', () => {
    const csms = [
      makeCsm({ name: 'Ana', tenureMonths: 30 }),
      makeCsm({ name: 'Bob', tenureMonths: 7 }),
    ];
    const figures = measure(
      [
        [1, 'Ana', 9, 40],
        [2, 'Bob', 9, 90],
        [3, 'Bob', 5, 40],
        [4, 'nobody', 9, 40],
      ],
      { csms },
    );
    expect(figures).toMatchObject({ needyWithExperienced: 100, redWithSenior: 50 });
    expect(measure([])).toMatchObject({ needyWithExperienced: null, redWithSenior: null });
  });

  it('count receipts during the cooling period', () => {
    expect(
      measure([
        [1, 'Ana'],
        [3, 'Bob'],
        [4, 'Ana'],
        [8, 'Ana'],
      ]).receivedWhileCooling,
    ).toBe(1);
  });

  it('count the weeks in which a CSM was over the limit of 7 days, each once', () => {
    const everyTwelveHours = (count: number) =>
      Array.from({ length: count }, (_, i) => [1 + 12 * i, 'Ana'] as [number, string]);
    expect(measure(everyTwelveHours(10)).csmWeeksOverLimit).toBe(0);
    expect(measure(everyTwelveHours(13)).csmWeeksOverLimit).toBe(1);
    expect(measure(everyTwelveHours(20)).csmWeeksOverLimit).toBe(2);
  });

  it('measure waits until the recommendation, or until the end', () => {
    const { waiting } = measure(
      [
        [0.5, 'Ana'],
        [24, 'nobody', 9],
        [48, 'nobody'],
      ],
      { days: 3 },
    );
    expect(waiting).toEqual({ longest: 2, p95Urgent: 2, p95Other: 1, unplaced: 2 });
  });

  it('give the quartiles of the scores', () => {
    const four = [1, 2, 3, 4].map((hour) => [hour, 'Ana'] as [number, string]);
    expect(measure(four).scores).toEqual([0, 1, 2]);
    expect(measure([]).scores).toBeNull();
  });
});
