import Link from 'next/link';
import { Dot } from '@/components/ui/dot';
import { formatNumber } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type { Tone } from '@/components/ui/tone';
import type { DeferredEvent, EventRun, Recommended, Reviewed } from '@/lib/analytics/account-event';
import { verdictWords } from '@/lib/review/words';
import { describeDeferral } from '@/lib/routing/describe';
import { runHref } from '../../../hrefs';
import { CsmName } from './csm-name';
import { methodWords } from './method-words';

/** Which CSM a run proposed, and what became of that where no decision tells. */
export function RecommendedLine({ event }: { readonly event: Recommended }) {
  const { recommendationId, csm, score, method, run, state, outside, feedback } = event;
  return (
    <>
      <p>
        <span className="font-medium">Recommended: </span>
        <CsmName name={csm} />
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
        {methodWords(method, 'recommended')}
        {run && (
          <>
            {', '}
            <RunName run={run} />
          </>
        )}
        {outside && (
          <>
            {outside === csm ? '. Accepted outside this program' : '. Went to '}
            {outside !== csm && (
              <>
                <CsmName name={outside} />
                {' outside this program'}
              </>
            )}
          </>
        )}
        {state === 'superseded' && '. Overtaken by an assignment'}
      </p>
      {feedback && <Said>{feedback}</Said>}
    </>
  );
}

const tones: Readonly<Record<keyof typeof verdictWords, Tone>> = {
  approve: 'ok',
  caution: 'warn',
  reassign: 'danger',
};

/** What Claude said, or that it may not be told yet. */
export function ReviewedLine({ event }: { readonly event: Reviewed }) {
  const { csm, verdict, confidence, model, suggestedCsm, feedback } = event;
  return (
    <>
      <p>
        <span className="font-medium">{verdict ? 'Claude reviewed ' : 'Claude has reviewed '}</span>
        <CsmName name={csm} />
        {verdict && (
          <>
            {': '}
            <Dot tone={tones[verdict]} label="Verdict:" className="font-medium">
              {verdictWords[verdict].name}
            </Dot>
            {confidence !== null && `, ${formatNumber(confidence)}% confident`}
          </>
        )}
      </p>
      {verdict === null && (
        <p className="text-sm text-ink-muted">
          The verdict is kept back until somebody has decided.
        </p>
      )}
      {feedback && <Said>{feedback}</Said>}
      <p className="text-sm text-ink-muted">
        {suggestedCsm && (
          <>
            {'Suggested '}
            <CsmName name={suggestedCsm} />
            {' · '}
          </>
        )}
        {model ?? 'Unknown model'}
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
        <RunName run={event.run} />
      </p>
    </>
  );
}

/** The run that something came of, and who started it; another program's has no page here. */
function RunName({ run: { id, ours, byName } }: { readonly run: EventRun }) {
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
export function Said({ children }: { readonly children: string }) {
  return <p className="text-sm whitespace-pre-wrap text-ink-muted">{`“${children}”`}</p>;
}
