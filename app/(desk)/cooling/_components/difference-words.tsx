import type { ReactNode } from 'react';
import { formatNumber } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type { CoolingDifference } from '@/lib/analytics/cooling-differences';
import { CsmLink } from './account-link';
import { wayWords } from './way-words';

/** Why one list has a CSM and the other has not, or counts from another time, as a sentence. */
export function DifferenceWords({
  difference,
  hours,
}: {
  readonly difference: CoolingDifference;
  /** The policy's cooling period. */
  readonly hours: number;
}) {
  const { csm } = difference;
  return (
    <>
      {csm === null ? <span>No name</span> : <CsmLink name={csm} />}
      {`, ${places[difference.in]}: `}
      {reasonOf(difference, hours)}
    </>
  );
}

const places: Readonly<Record<CoolingDifference['in'], string>> = {
  program: 'not in the guide’s list',
  guide: 'only in the guide’s list',
  both: 'in both',
};

function reasonOf(difference: CoolingDifference, hours: number): ReactNode {
  switch (difference.why) {
    case 'overridden':
      return 'received by an override, which the guide’s query does not look at.';
    case 'outside':
      return 'assigned without an accepted recommendation, which the guide’s query does not look at.';
    case 'policy':
      return `the guide’s query always asks for 4 h, the policy for ${formatNumber(hours, 2)} h.`;
    case 'no_name':
      return 'an accepted recommendation without a CSM.';
    case 'whole_hours':
      return (
        <>
          counted by the guide in whole hours: since <Time at={difference.at} show="clock" /> four
          have begun on the clock, though less time has passed.
        </>
      );
    case 'recommended_before':
      return (
        <>
          accepted later than recommended, and the guide counts from the recommendation
          {difference.at && (
            <>
              , <Time at={difference.at} show="clock" />
            </>
          )}
          .
        </>
      );
    case 'counts_from':
      return (
        <>
          the guide counts from <Time at={difference.guideAt} show="clock" />, the last accepted
          recommendation; the last account was {wayWords(difference.way)}{' '}
          <Time at={difference.at} show="clock" />.
        </>
      );
  }
}
