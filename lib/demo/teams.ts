import { defaultPolicy } from '@/lib/policy/policy';
import type { DemoCsm, Level, Segment } from './company';

/** A team: the class of account its CSMs take, how many they are and who leads them. */
export interface Team {
  readonly segment: Segment | null;
  readonly level: Level | null;
  /** CSMs at any one time; who leaves is followed by somebody new. */
  readonly size: number;
  /** How many leave during the history, each followed by a new one. */
  readonly leaving: number;
  readonly manager: string;
}

/** The demo company's teams; the last takes accounts of any class. */
export const teams: readonly Team[] = [
  { segment: 'Residential', level: 'Corporate', size: 20, leaving: 3, manager: 'Morgan Ellis' },
  { segment: 'Commercial', level: 'Corporate', size: 11, leaving: 2, manager: 'Sam Whitaker' },
  { segment: 'Commercial', level: 'Enterprise', size: 4, leaving: 0, manager: 'Ingrid Solheim' },
  { segment: 'Residential', level: 'Enterprise', size: 4, leaving: 1, manager: 'Ingrid Solheim' },
  { segment: null, level: null, size: 3, leaving: 0, manager: 'Devon Marsh' },
];

/** The share of their capacity that books are kept at. */
export const usualFill = 0.86;

/** Most accounts this CSM may own, by their own limit or their class. */
export function capacityOf(csm: Pick<DemoCsm, 'capacity' | 'segment' | 'level'>): number {
  const { capacity } = defaultPolicy;
  if (csm.capacity !== null) return csm.capacity;
  if (csm.segment === null) return capacity.otherwise;
  if (csm.segment === 'Residential') {
    return csm.level === 'Enterprise'
      ? capacity.residentialEnterprise
      : capacity.residentialCorporate;
  }
  return csm.level === 'Enterprise' ? capacity.commercialEnterprise : capacity.commercialCorporate;
}
