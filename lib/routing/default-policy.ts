import type { RoutingPolicy } from './types';

/** The policy a new warehouse starts with; the weights were found by simulating a quarter. */
export const defaultRoutingPolicy: RoutingPolicy = {
  weights: {
    accounts: 0.25,
    neediness: 0.3,
    revenue: 0.15,
    red: 0.03,
    experience: 120,
    recency: 1,
  },
  scoreScale: 10,
  maxPerRun: 1,
  coolingHours: 4,
  pendingReserves: true,
  velocity: { perWeek: 10, newCsmTenureMonths: 6, newCsmPerDay: 2 },
  capacity: {
    residentialCorporate: 100,
    commercialCorporate: 70,
    commercialEnterprise: 35,
    residentialEnterprise: 40,
    otherwise: 85,
  },
  health: { redBelow: 60, yellowBelow: 80 },
  neediness: { needyFrom: 8 },
  experience: { redMonths: 12, needyMonths: 6 },
  rejectedDays: 30,
};
