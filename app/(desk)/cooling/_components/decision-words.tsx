import { Time } from '@/components/ui/time';
import type { CoolingViolation } from '@/lib/analytics/get-cooling';
import { reasonWords } from '@/lib/decisions/reasons';

/** The decision that led to a violation: who made it, when, and what it set aside. */
export function DecisionWords({ violation }: { readonly violation: CoolingViolation }) {
  const { way, decidedBy, decidedAt, aside, reason, note } = violation;
  if (way === 'elsewhere') return 'Accepted in another program';
  if (way === 'outside') return 'Assigned outside the program';
  return (
    <>
      {`${decidedBy ?? 'Somebody'} ${way === 'accepted' ? 'accepted it' : 'gave it by an override'}`}
      {decidedAt && (
        <>
          {' '}
          <Time at={decidedAt} />
        </>
      )}
      <span className="block text-xs text-ink-muted">
        {aside ? 'Cooling was set aside.' : 'It was not flagged as cooling.'}
        {reason && ` ${reasonWords(reason)}.`}
        {note && ` “${note}”`}
      </span>
    </>
  );
}
