import Link from 'next/link';
import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { runHref } from '@/app/(app)/_shared/links';
import { VerdictName } from '@/app/(app)/_shared/status-marks';
import { formatList, formatNumber } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type {
  AssignedEvent,
  DecidedEvent,
  DeferredEvent,
  EventRun,
  RecommendedEvent,
  ReviewedEvent,
} from '@/lib/analytics/account/types';
import { decisionReasonLabel, flagLabels } from '@/lib/decisions/labels';
import { describeDeferral } from '@/lib/engine/describe';
import { modelLabel } from '@/lib/reviews/labels';
import { methodLabel } from '@/lib/runs/labels';

/** Which CSM a run proposed, and what became of that where no decision tells. */
export function RecommendedLine({ event }: { readonly event: RecommendedEvent }) {
  const { recommendationId, csm, score, method, run, state, outside, feedback } = event;
  return (
    <>
      <p>
        <span className="font-medium">Recommended: </span>
        <CsmLink name={csm} />
        {score !== null && `, score ${formatNumber(score, 0)}`}
        {state === 'pending' && recommendationId && (
          <>
            {' · '}
            <Link
              href={`/queue?row=${encodeURIComponent(recommendationId)}`}
              prefetch={false}
              className="text-accent-ink underline underline-offset-2"
            >
              waits to be decided
            </Link>
          </>
        )}
      </p>
      <p className="text-sm text-ink-muted">
        {method === null ? 'Run' : methodLabel(method)}
        {run && (
          <>
            {', '}
            <RunLink run={run} />
          </>
        )}
        {outside && (
          <>
            {outside === csm ? '. Accepted outside this program' : '. Went to '}
            {outside !== csm && (
              <>
                <CsmLink name={outside} />
                {' outside this program'}
              </>
            )}
          </>
        )}
        {state === 'superseded' && '. Overtaken by an assignment'}
      </p>
      {feedback && <Quote>{feedback}</Quote>}
    </>
  );
}

/** What Claude said, or that it may not be told yet. */
export function ReviewedLine({ event }: { readonly event: ReviewedEvent }) {
  const { csm, verdict, confidence, model, suggestedCsm, feedback } = event;
  return (
    <>
      <p>
        <span className="font-medium">{verdict ? 'Claude reviewed ' : 'Claude has reviewed '}</span>
        <CsmLink name={csm} />
        {verdict && (
          <>
            {': '}
            <VerdictName verdict={verdict} />
            {confidence !== null && `, ${formatNumber(confidence)}% confident`}
          </>
        )}
      </p>
      {verdict === null && (
        <p className="text-sm text-ink-muted">
          The verdict is kept back until somebody has decided.
        </p>
      )}
      {feedback && <Quote>{feedback}</Quote>}
      <p className="text-sm text-ink-muted">
        {suggestedCsm && (
          <>
            {'Suggested '}
            <CsmLink name={suggestedCsm} />
            {' · '}
          </>
        )}
        {modelLabel(model)}
      </p>
    </>
  );
}

/** Why a run found nobody. */
export function DeferredLine({ event }: { readonly event: DeferredEvent }) {
  const { text, until } = describeDeferral(event.deferral);
  return (
    <>
      <p>
        <span className="font-medium">Deferred</span>
        {text.replace(/^Deferred/, '')}
        {until !== null && (
          <>
            {' '}
            <Time at={until} show="absolute" />
          </>
        )}
        .
      </p>
      <p className="text-sm text-ink-muted">
        {'By run '}
        <RunLink run={event.run} />
      </p>
    </>
  );
}

/** The run that something came of, and who started it; another program's has no page here. */
function RunLink({ run: { id, ours, byName } }: { readonly run: EventRun }) {
  if (!ours) return `${id} of another program`;
  return (
    <>
      <Link
        href={runHref(id)}
        prefetch={false}
        className="text-accent-ink underline underline-offset-2"
      >
        {id}
      </Link>
      {byName && `, started by ${byName}`}
    </>
  );
}

/** Somebody’s own words, as text. */
function Quote({ children }: { readonly children: string }) {
  return <p className="text-sm whitespace-pre-wrap text-ink-muted">{`“${children}”`}</p>;
}

const verbPhrases: Readonly<Record<DecidedEvent['verb'], string>> = {
  accept: 'accepted',
  override: 'overrode',
  reject: 'rejected',
  undo: 'undid the decision on',
};

/** What a manager decided, why, and what it changed. */
export function DecidedLine({ event }: { readonly event: DecidedEvent }) {
  const { verb, byName, recommendedCsm, csm, reason, note, setAside, undone } = event;
  const rules = setAside.map(
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
      </p>
      {reason && <p className="text-sm">{decisionReasonLabel(reason)}</p>}
      {note && <Quote>{note}</Quote>}
      {rules.length > 0 && <p className="text-sm text-warn">{`Set aside: ${formatList(rules)}`}</p>}
      <DecisionEffect event={event} />
    </>
  );
}

/** Who had the account after the decision, and who before. */
function DecisionEffect({
  event: { verb, csm, before, stands },
}: {
  readonly event: DecidedEvent;
}) {
  if (verb === 'undo') {
    return <p className="text-sm text-ink-muted">The account is as it was before that decision.</p>;
  }
  return (
    <p className="text-sm text-ink-muted">
      {csm ? (
        <>
          {'Assigned to '}
          <CsmLink name={csm} />
          {stands && ', who has it since'}
        </>
      ) : (
        'The account stayed as it was'
      )}
      {before && (
        <>
          {csm ? '. Before: ' : ': '}
          <CsmLink name={before.csm} />
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
  return (
    <>
      <p>
        <span className="font-medium">Assigned to </span>
        <CsmLink name={csm} />
        {' outside this program'}
        {stands && <span className="text-ink-muted"> · still so</span>}
      </p>
      {method && <p className="text-sm text-ink-muted">{`Method: ${methodLabel(method)}`}</p>}
      {feedback && <Quote>{feedback}</Quote>}
    </>
  );
}
