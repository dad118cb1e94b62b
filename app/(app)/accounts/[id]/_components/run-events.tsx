import Link from 'next/link';
import { CsmLink, RecordLink } from '@/app/(app)/_shared/entity-links';
import { queueRowHref, runHref } from '@/app/(app)/_shared/links';
import { scoreText } from '@/app/(app)/_shared/score';
import { VerdictName } from '@/app/(app)/_shared/status-marks';
import type { Format } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type {
  DeferredEvent,
  EventRun,
  RecommendedEvent,
  ReviewedEvent,
} from '@/lib/analytics/account/types';
import { describeDeferral } from '@/lib/engine/describe';
import { modelLabel } from '@/lib/reviews/labels';
import { methodLabel } from '@/lib/runs/labels';
import { Quote } from './decision-events';

/** A run recommended a CSM. Shows the outcome if no decision in the app explains it. */
export function RecommendedLine({
  event,
  format,
}: {
  readonly event: RecommendedEvent;
  readonly format: Format;
}) {
  const { recommendationId, csm, score, method, run, state, earlierProgram } = event;
  if (earlierProgram === 'assigned') return <ReassignedLine event={event} />;
  const { assignedOutside, feedback } = event;
  return (
    <>
      <p>
        <span className="font-medium">Recommended: </span>
        <CsmLink name={csm} />
        {score !== null && `, score ${scoreText(score, format)}`}
        {recommendationId && (
          <>
            {' · '}
            <RecordLink id={recommendationId} of={`the recommendation of ${csm}`} />
          </>
        )}
        {state === 'pending' && recommendationId && (
          <>
            {' · '}
            <Link
              href={queueRowHref(recommendationId)}
              prefetch={false}
              className="text-accent-ink underline underline-offset-2"
            >
              pending decision
            </Link>
          </>
        )}
      </p>
      <p className="text-sm text-ink-muted">
        {method === null ? 'Method not recorded' : methodLabel(method)}
        {run && (
          <>
            {', '}
            <RunLink run={run} />
          </>
        )}
        {assignedOutside === csm && '. Accepted outside the app'}
        {assignedOutside !== null && assignedOutside !== csm && (
          <>
            {'. Assigned to '}
            <CsmLink name={assignedOutside} />
            {' outside the app'}
          </>
        )}
        {state === 'superseded' &&
          (earlierProgram === 'replaced'
            ? '. The earlier program assigned the account to another CSM'
            : '. Superseded by an assignment')}
      </p>
      {feedback && <Quote>{feedback}</Quote>}
    </>
  );
}

/** The earlier program reassigned the account without a manager. */
function ReassignedLine({
  event: { recommendationId, csm, run, feedback },
}: {
  readonly event: RecommendedEvent;
}) {
  return (
    <>
      <p>
        <span className="font-medium">Reassigned by the earlier program: </span>
        <CsmLink name={csm} />
        {recommendationId && (
          <>
            {' · '}
            <RecordLink id={recommendationId} of={`the reassignment to ${csm}`} />
          </>
        )}
      </p>
      <p className="text-sm text-ink-muted">
        No manager decided this
        {run && (
          <>
            {'. Run '}
            <RunLink run={run} />
          </>
        )}
      </p>
      {feedback && <Quote>{feedback}</Quote>}
    </>
  );
}

/** Claude reviewed a recommendation. A blinded review shows no verdict. */
export function ReviewedLine({
  event: { recommendationId, csm, verdict, confidence, model, suggestedCsm, feedback },
  format,
}: {
  readonly event: ReviewedEvent;
  readonly format: Format;
}) {
  return (
    <>
      <p>
        <span className="font-medium">Claude reviewed </span>
        <CsmLink name={csm} />
        {verdict && (
          <>
            {': '}
            <VerdictName verdict={verdict} />
            {confidence !== null && `, ${format.percent(confidence / 100)} confident`}
          </>
        )}
        {' · '}
        <RecordLink id={recommendationId} of={`the review of ${csm}`} />
      </p>
      {verdict === null && (
        <p className="text-sm text-ink-muted">
          The verdict is hidden until the recommendation is decided.
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

/** A run could not place the account. */
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
            <Time at={until} show="day" />
          </>
        )}
        .
      </p>
      <p className="text-sm text-ink-muted">
        {'Run '}
        <RunLink run={event.run} />
      </p>
    </>
  );
}

/** A run and who started it. Another program's run has no page. */
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
