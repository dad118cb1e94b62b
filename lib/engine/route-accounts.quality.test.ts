import { describe, expect, it } from 'vitest';
import { pythonBatch, pythonSingle } from '@/test/engine/python-modes';
import { ordinaryTeam, simulatedCompany } from '@/test/engine/simulated-company';
import { measureQuality } from './simulation/measure-quality';
import { type SimulationInput, simulate } from './simulation/simulate';

/** Small simulated companies; `npm run bench:quality` simulates quarters and prints the figures. */
const ordinary = simulatedCompany({
  seed: 7,
  days: 21,
  csms: ordinaryTeam(15, 7),
  arrivals: () => 6,
  departuresPerDay: 6,
});

/** Five CSMs who may receive 7.1 accounts a day, to whom 8 arrive. */
const overloaded = (firstTenure: number) =>
  simulatedCompany({
    seed: 7,
    days: 30,
    csms: [0, 1, 2, 3, 4].map((j) => ({ tenureMonths: firstTenure + j, accounts: 40 })),
    arrivals: () => 8,
    departuresPerDay: 8,
  });

const figures = (input: SimulationInput, changes: Partial<SimulationInput> = {}) =>
  measureQuality(simulate({ ...input, ...changes }), input.policy);

describe('recommendations over weeks', () => {
  it('match accounts and CSMs better than the Python program, and balance at least as well', () => {
    const own = figures(ordinary);
    const batch = figures(ordinary, { route: pythonBatch });
    const single = figures(ordinary, { route: pythonSingle });
    expect(own).toMatchObject({
      needyWithExperienced: 100,
      redWithSenior: 100,
      receivedWhileCooling: 0,
      csmWeeksOverLimit: 0,
    });
    for (const python of [batch, single]) {
      expect(python.needyWithExperienced).toBeLessThan(95);
      expect(python.redWithSenior).toBeLessThan(95);
      expect(python.receivedWhileCooling).toBeGreaterThan(0);
      expect(own.cvRedOfSeniors).toBeLessThan(python.cvRedOfSeniors);
      expect(own.cvAccounts).toBeLessThan(python.cvAccounts + 1);
    }
    expect(own.cvNeediness).toBeLessThan(batch.cvNeediness + 1);
    expect(own.cvRevenue).toBeLessThan(batch.cvRevenue);
    expect(own.cvNeediness).toBeLessThan(single.cvNeediness);
    expect(own.cvRevenue).toBeLessThan(single.cvRevenue + 1.5);
  });

  it.each([
    ['seniors', 24, 6],
    ['CSMs too new for red accounts', 7, 14],
  ])('leave no account behind where %s receive more than they may take', (_, tenure, days) => {
    const { waiting } = figures(overloaded(tenure));
    expect(waiting.unplaced).toBeGreaterThan(5);
    expect(waiting.longest).toBeLessThan(days);
    expect(waiting.p95Urgent).toBeLessThan(waiting.p95Other);
  });

  it('keep the weekly limit although decisions come 20 hours late', () => {
    expect(figures(overloaded(24), { decisionHours: 20 }).csmWeeksOverLimit).toBe(0);
  });
});
