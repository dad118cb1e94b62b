import { expect, it } from 'vitest';
import { pythonBatch, pythonSingle } from '@/test/engine/python-modes';
import { ordinaryTeam, simulatedCompany } from '@/test/engine/simulated-company';
import { measureQuality } from './simulation/measure-quality';
import { type Router, simulate } from './simulation/simulate';

/** Three weeks of a small company; `npm run bench:quality` simulates quarters. */
const input = simulatedCompany({
  seed: 7,
  days: 21,
  csms: ordinaryTeam(15, 7),
  arrivals: () => 6,
  departuresPerDay: 6,
});

const figures = (route?: Router) =>
  measureQuality(simulate({ ...input, ...(route && { route }) }), input.policy);

it('matches accounts and CSMs better than the Python program, and balances at least as well', () => {
  const own = figures();
  const batch = figures(pythonBatch);
  const single = figures(pythonSingle);
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
