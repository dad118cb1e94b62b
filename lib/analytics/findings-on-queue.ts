import { counted, type Finding, lowScore } from './finding';
import type { Diagnostics } from './get-diagnostics';

/** From this share of all that is pending on, low scores are more than a note. */
const manyLow = 0.25;

/** What stands out of the recommendations that wait for a decision. */
export function findingsOnQueue({ pending }: Diagnostics): Finding[] {
  const { rows, dayOld, barred, unneeded, low } = pending;
  const found: Finding[] = [];
  if (dayOld > 0) {
    found.push({
      id: 'day-old',
      severity: 'slows',
      what: `${counted(dayOld, 'recommendation has', 'recommendations have')} waited for more than a day, the longest since`,
      at: pending.oldestAt ?? undefined,
      why: 'Their figures may no longer hold, and nobody else is recommended for the account meanwhile.',
      steps: [{ label: 'Decide the oldest first', href: '/queue?flag=stale' }],
    });
  }
  if (barred > 0) {
    found.push({
      id: 'barred',
      severity: 'slows',
      what: `${counted(barred, 'pending recommendation is', 'pending recommendations are')} for a CSM who may not receive an account now`,
      why: 'Accepting one sets a rule aside; wait, override or reject.',
      steps: [
        {
          label: 'See them in the queue',
          href: '/queue?flag=not_active,away,cooling,at_capacity,velocity',
        },
      ],
    });
  }
  if (unneeded > 0) {
    found.push({
      id: 'unneeded',
      severity: 'slows',
      what: `${counted(unneeded, 'pending recommendation is', 'pending recommendations are')} for an account that does not need a CSM any longer`,
      why: 'Until it is rejected it keeps its CSM from other accounts.',
      steps: [{ label: 'See them in the queue', href: '/queue?flag=no_longer_needed' }],
    });
  }
  if (low > 0) {
    found.push({
      id: 'low-scores',
      severity: low >= manyLow * rows ? 'slows' : 'note',
      what: `${low.toLocaleString('en-US')} of ${counted(rows, 'pending recommendation', 'pending recommendations')} ${low === 1 ? 'scores' : 'score'} ${lowScore} or less`,
      why: 'The good fits were not available when these were made; the record of each names them.',
      steps: [{ label: 'See them in the queue', href: `/queue?max=${lowScore}&sort=score` }],
    });
  }
  return found;
}
