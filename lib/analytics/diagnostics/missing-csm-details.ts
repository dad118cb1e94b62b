import { compareNames, nameKey } from '@/lib/names';
import type { CsmFacts } from '@/lib/read-model/facts';

/** A detail of a CSM that may be unknown. */
export const csmDetails = ['tenure', 'manager', 'class'] as const;
export type CsmDetail = (typeof csmDetails)[number];

/** The CSMs who lack a detail, in the order of names. */
export type MissingCsmDetails = Readonly<Record<CsmDetail, readonly string[]>>;

/** What a missing detail disables, as sentences about the CSMs who lack it. */
export const missingDetailEffects: Readonly<Record<CsmDetail, string>> = {
  tenure:
    'Experience has no effect on their recommendations, and the limits for new CSMs don’t apply to them.',
  manager: 'They belong to no team, so team filters leave them out.',
  class: 'They may receive accounts of any segment and level.',
};

/** Finds the CSMs without a tenure, manager, or class. A class is a segment, a level, or both. */
export function missingCsmDetails(
  csms: readonly Pick<CsmFacts, 'name' | 'tenureMonths' | 'managerName' | 'segment' | 'level'>[],
): MissingCsmDetails {
  const namesOf = (isMissing: (csm: (typeof csms)[number]) => boolean) =>
    csms
      .filter(isMissing)
      .map(({ name }) => name)
      .sort(compareNames);
  return {
    tenure: namesOf(({ tenureMonths }) => tenureMonths === null),
    manager: namesOf(({ managerName }) => managerName === null),
    class: namesOf(({ segment, level }) => nameKey(segment) === null && nameKey(level) === null),
  };
}
