import type { Csm, RoutingPolicy } from './types';

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

interface AccountClass {
  readonly segment: string | null;
  readonly level: string | null;
}

/** Most accounts a CSM may own when receiving one of this class; the CSM's own limit wins. */
export function capacityFor(csm: Csm, account: AccountClass, policy: RoutingPolicy): number {
  return csm.capacity ?? classCapacity(account, policy);
}

/** Most accounts a CSM may own by their own class: their share of the balance, and of fairness. */
export function ownCapacity(
  csm: Pick<Csm, 'capacity' | 'segment' | 'level'>,
  policy: RoutingPolicy,
): number {
  return csm.capacity ?? classCapacity(csm, policy);
}

/** A segment or level as compared: without case or outer blanks, null when nothing is left. */
export function normalizeClassName(word: string | null): string | null {
  return word?.trim().toLowerCase() || null;
}

function classCapacity(classed: AccountClass, { capacity }: RoutingPolicy): number {
  switch (`${normalizeClassName(classed.segment)} ${normalizeClassName(classed.level)}`) {
    case 'residential corporate':
      return capacity.residentialCorporate;
    case 'commercial corporate':
      return capacity.commercialCorporate;
    case 'commercial enterprise':
      return capacity.commercialEnterprise;
    case 'residential enterprise':
      return capacity.residentialEnterprise;
    default:
      return capacity.otherwise;
  }
}
