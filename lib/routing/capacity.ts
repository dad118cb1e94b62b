import type { Csm, RoutingPolicy } from './types';

interface Classed {
  readonly segment: string | null;
  readonly level: string | null;
}

/** Most accounts a CSM may own when receiving one of this class; the CSM's own limit wins. */
export function capacityFor(csm: Csm, account: Classed, policy: RoutingPolicy): number {
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
export function classWord(word: string | null): string | null {
  return word?.trim().toLowerCase() || null;
}

function classCapacity(classed: Classed, { capacity }: RoutingPolicy): number {
  switch (`${classWord(classed.segment)} ${classWord(classed.level)}`) {
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
