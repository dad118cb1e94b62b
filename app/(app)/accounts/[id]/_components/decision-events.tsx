import { CsmLink, RecordLink } from '@/app/(app)/_shared/entity-links';
import { NoteText } from '@/app/(app)/_shared/note-text';
import type { Format } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type {
  AssignedEvent,
  DecidedEvent,
  MarkedEvent,
  NotedEvent,
} from '@/lib/analytics/account/types';
import { decisionReasonLabel, flagLabels } from '@/lib/decisions/labels';
import { methodLabel } from '@/lib/runs/labels';

const verbPhrases: Readonly<Record<DecidedEvent['verb'], string>> = {
  accept: 'accepted',
  override: 'overrode',
  reject: 'rejected',
  undo: 'undid the decision on',
};

/** A manager's decision, its reason, and its effect. */
export function DecidedLine({
  event,
  format,
}: {
  readonly event: DecidedEvent;
  readonly format: Format;
}) {
  const {
    verb,
    byName,
    recommendedCsm,
    csm,
    reason,
    note,
    acknowledgedRules,
    undone,
    recommendationId,
  } = event;
  const rules = acknowledgedRules.map(
    (flag) => flagLabels[flag as keyof typeof flagLabels]?.name.toLowerCase() ?? flag,
  );
  return (
    <>
      <p>
        <span className="font-medium">{byName}</span>
        {` ${verbPhrases[verb]} `}
        {recommendedCsm ? <CsmLink name={recommendedCsm} /> : 'the recommendation'}
        {verb === 'override' && csm && (
          <>
            {' → '}
            <CsmLink name={csm} />
          </>
        )}
        {undone && <span className="text-ink-muted"> · undone later</span>}
        {' · '}
        <RecordLink
          id={recommendationId}
          of={`the decision on ${recommendedCsm ?? 'this account'}`}
        />
      </p>
      {reason && <p className="text-sm">{decisionReasonLabel(reason)}</p>}
      {note && <NoteText>{note}</NoteText>}
      {rules.length > 0 && (
        <p className="text-sm text-warn">{`Overrode a rule: ${format.list(rules)}`}</p>
      )}
      <p className="text-sm text-ink-muted">
        <DecisionEffect event={event} />
      </p>
    </>
  );
}

/** Who owned the account after and before the decision. */
function DecisionEffect({
  event: { verb, csm, previousOwner, isCurrent },
}: {
  readonly event: DecidedEvent;
}) {
  if (verb === 'undo') return 'The account is as it was before that decision.';
  return (
    <>
      {csm ? (
        <>
          {'Assigned to '}
          <CsmLink name={csm} />
          {isCurrent && ', the current owner'}
        </>
      ) : (
        'The owner did not change'
      )}
      {previousOwner && (
        <>
          {csm ? '. Before: ' : ': '}
          <CsmLink name={previousOwner.csm} />
          {previousOwner.at && (
            <>
              {' since '}
              <Time at={previousOwner.at} show="absolute" />
            </>
          )}
        </>
      )}
      .
    </>
  );
}

/** A person added a note without deciding. */
export function NotedLine({ event: { byName, note } }: { readonly event: NotedEvent }) {
  return (
    <>
      <p>
        <bdi className="font-medium">{byName}</bdi>
        {' added a note'}
      </p>
      <NoteText>{note}</NoteText>
    </>
  );
}

/** A person marked the account as needing a CSM, or took the mark back. */
export function MarkedLine({ event: { marked, byName, reason } }: { readonly event: MarkedEvent }) {
  return (
    <>
      <p>
        <bdi className="font-medium">{byName}</bdi>
        {marked ? ' marked the account as needing a CSM' : ' took back the mark as needing a CSM'}
      </p>
      {reason && <NoteText>{reason}</NoteText>}
    </>
  );
}

/** The account was assigned outside the app. */
export function AssignedLine({
  event: { csm, method, feedback, isCurrent },
}: {
  readonly event: AssignedEvent;
}) {
  return (
    <>
      <p>
        <span className="font-medium">Assigned to </span>
        <CsmLink name={csm} />
        {' outside the app'}
        {isCurrent && <span className="text-ink-muted"> · current owner</span>}
      </p>
      {method && <p className="text-sm text-ink-muted">{`Method: ${methodLabel(method)}`}</p>}
      {feedback && <Quote>{feedback}</Quote>}
    </>
  );
}

/** Text that a person or a model wrote. */
export function Quote({ children }: { readonly children: string }) {
  return <p className="text-sm whitespace-pre-wrap text-ink-muted">{`“${children}”`}</p>;
}
