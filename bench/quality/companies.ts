import type { SimulationInput } from '@/lib/engine/simulation/simulate';
import { type CsmPlan, ordinaryTeam, simulatedCompany } from '@/test/engine/simulated-company';

/** The simulated companies, each from a seed. Where nothing else is said, as many accounts leave as arrive. */

/** 13 weeks of 40 CSMs and 12 accounts a day. */
export const quarter = (seed: number): SimulationInput =>
  simulatedCompany({
    seed,
    days: 91,
    csms: ordinaryTeam(40, seed),
    arrivals: () => 12,
    departuresPerDay: 12,
  });

/** The same team, to which 100 accounts a day arrive on the 10 days after the first week. */
export const surge = (seed: number): SimulationInput =>
  simulatedCompany({
    seed,
    days: 42,
    csms: ordinaryTeam(40, seed),
    arrivals: (day) => (day >= 7 && day < 17 ? 100 : 12),
    departuresPerDay: 12,
  });

/** 30 days in which 5 CSMs may receive 7.1 accounts a day, and 8 arrive. */
export const smallTeam = (seed: number, [from, to]: readonly [number, number]): SimulationInput =>
  simulatedCompany({
    seed,
    days: 30,
    csms: Array.from({ length: 5 }, (_, j) => ({
      tenureMonths: from + ((to - from) * j) / 4,
      accounts: 60,
    })),
    arrivals: () => 8,
    departuresPerDay: 8,
  });

/** Tenures in months. */
export const seniors = [24, 60] as const;
export const juniors = [7, 11] as const;

/** The CSM who returns from leave is the last one. */
const returning: CsmPlan = { tenureMonths: 36, accounts: 5 };

/** Four weeks of 40 CSMs, one of whom returns from leave with 5 accounts. */
export const returnFromLeave = (seed: number): SimulationInput =>
  simulatedCompany({
    seed,
    days: 28,
    csms: [...ordinaryTeam(39, seed), returning],
    arrivals: () => 12,
    departuresPerDay: 12,
  });
