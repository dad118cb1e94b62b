import { capacityFor, classWord } from '@/lib/routing/capacity';
import { exclusionsOf } from '@/lib/routing/eligibility';
import type { Csm, Exclusion, RoutingPolicy } from '@/lib/routing/types';
import { accountOfClass } from './account-of-class';

/** The classes of account that a policy tells apart. */
const classes = [
  { segment: 'Residential', level: 'Corporate' },
  { segment: 'Residential', level: 'Enterprise' },
  { segment: 'Commercial', level: 'Corporate' },
  { segment: 'Commercial', level: 'Enterprise' },
] as const;

/** Whether a CSM may receive an account of a class now. */
export interface ClassEligibility {
  readonly segment: string | null;
  readonly level: string | null;
  /** Most accounts the CSM may own when receiving one of this class. */
  readonly capacity: number;
  /** Everything that keeps one from them, the longest-lasting first; none when eligible. */
  readonly exclusions: readonly Exclusion[];
}

/**
 * Whether a CSM may receive an account now, for each class of account that they take; their own
 * class alone where a policy does not know it. What depends on one account, such as an earlier
 * rejection, is not in it.
 */
export function eligibilityOf(
  csm: Csm,
  policy: RoutingPolicy,
  now: number,
): readonly ClassEligibility[] {
  const fits = (own: string | null, word: string) =>
    classWord(own) === null || classWord(own) === classWord(word);
  const taken = classes.filter(
    ({ segment, level }) => fits(csm.segment, segment) && fits(csm.level, level),
  );
  const own = { segment: csm.segment, level: csm.level };
  return (taken.length > 0 ? taken : [own]).map((of) => ({
    ...of,
    capacity: capacityFor(csm, of, policy),
    exclusions: exclusionsOf(csm, accountOfClass(of), policy, now),
  }));
}
