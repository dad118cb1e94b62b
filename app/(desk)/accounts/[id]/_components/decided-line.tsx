import { formatList } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type { AssignedEvent, DecidedEvent } from '@/lib/analytics/account-event';
import { flagWords } from '@/lib/decisions/flag-words';
import { reasonWords } from '@/lib/decisions/reasons';
import { CsmName } from './csm-name';
import { methodWords } from './method-words';
import { Said } from './run-lines';

const did: Readonly<Record<DecidedEvent['verb'], string>> = {
  accept: 'accepted',
  override: 'overrode',
  reject: 'rejected',
  undo: 'undid the decision on',
};

/** What a manager decided, why, and what it changed. */
export function DecidedLine({ event }: { readonly event: DecidedEvent }) {
  const { verb, byName, recommendedCsm, csm, reason, note, setAside, undone } = event;
  const rules = setAside.map(
    (flag) => flagWords[flag as keyof typeof flagWords]?.name.toLowerCase() ?? flag,
  );
  return (
    <>
      <p>
        <span className="font-medium">{byName}</span>
        {` ${did[verb]} `}
        {recommendedCsm ? <CsmName name={recommendedCsm} /> : 'the recommendation'}
        {verb === 'override' && csm && (
          <>
            {' → '}
            <CsmName name={csm} />
          </>
        )}
        {undone && <span className="text-ink-muted"> · undone later</span>}
      </p>
      {reason && <p className="text-sm">{reasonWords(reason)}</p>}
      {note && <Said>{note}</Said>}
      {rules.length > 0 && <p className="text-sm text-warn">{`Set aside: ${formatList(rules)}`}</p>}
      <Effect event={event} />
    </>
  );
}

/** Who had the account after the decision, and who before. */
function Effect({ event: { verb, csm, before, stands } }: { readonly event: DecidedEvent }) {
  if (verb === 'undo') {
    return <p className="text-sm text-ink-muted">The account is as it was before that decision.</p>;
  }
  return (
    <p className="text-sm text-ink-muted">
      {csm ? (
        <>
          {'Assigned to '}
          <CsmName name={csm} />
          {stands && ', who has it since'}
        </>
      ) : (
        'The account stayed as it was'
      )}
      {before && (
        <>
          {csm ? '. Before: ' : ': '}
          <CsmName name={before.csm} />
          {before.at && (
            <>
              {' since '}
              <Time at={before.at} show="absolute" />
            </>
          )}
        </>
      )}
      .
    </p>
  );
}

/** That something else than a decision here gave the account to somebody. */
export function AssignedLine({ event }: { readonly event: AssignedEvent }) {
  const { csm, method, feedback, stands } = event;
  const how = methodWords(method, 'assigned');
  return (
    <>
      <p>
        <span className="font-medium">Assigned to </span>
        <CsmName name={csm} />
        {' outside this program'}
        {stands && <span className="text-ink-muted"> · still so</span>}
      </p>
      {how && <p className="text-sm text-ink-muted">{`Noted as ${how}.`}</p>}
      {feedback && <Said>{feedback}</Said>}
    </>
  );
}
