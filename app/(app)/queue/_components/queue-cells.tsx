'use client';

import { scoreExplanation } from '@/app/(app)/_shared/score';
import { Health, VerdictName, verdictTones } from '@/app/(app)/_shared/status-marks';
import { accountLabel, type QueueRow } from '@/app/(app)/queue/queue-row';
import { StatusDot } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { useFormat } from '@/components/ui/format-provider';
import { Tooltip } from '@/components/ui/tooltip';
import { scoreRating, wholeScore } from '@/lib/engine/describe-score';
import { verdictLabels } from '@/lib/reviews/labels';
import { OpenElsewhereMark } from './also-open';
import { RefusedMark } from './refused-decision';

// In a narrow table, these cells also show what the hidden columns would.
const narrowOnly = '@min-[500px]:hidden';
const wideOnly = '@max-[500px]:hidden';

const secondLine = 'block truncate text-xs/4 text-ink-muted';

export function AccountCell({ row }: { readonly row: QueueRow }) {
  const { accountId, accountName, recommendedCsm, review } = row;
  const name = accountLabel(row);
  const accountClass = [row.segment, row.level].filter(Boolean).join(' · ');
  const details = [accountName && accountId, accountClass].filter(Boolean).join(' · ');
  return (
    <>
      <span
        dir="auto"
        title={details ? `${name} (${details})` : name}
        className="line-clamp-2 text-left leading-4.5 font-medium wrap-break-word whitespace-normal @min-[500px]:block @min-[500px]:truncate"
      >
        {name}
      </span>
      <span className="flex min-w-0 items-center gap-1.5">
        <RefusedMark recommendationId={row.id} />
        <OpenElsewhereMark recommendationId={row.id} />
        <VerdictMark review={review} />
        <span className={classNames(secondLine, 'min-w-0', wideOnly)}>
          {accountName ? accountId : accountClass}
          {accountName && accountClass && (
            <span className="@max-[1100px]:hidden">{` · ${accountClass}`}</span>
          )}
        </span>
        <span
          dir="auto"
          title={recommendedCsm}
          className={classNames(secondLine, 'min-w-0 text-left', narrowOnly)}
        >
          <span aria-hidden="true">→ </span>
          {recommendedCsm}
        </span>
      </span>
    </>
  );
}

/** A dot for rows that Claude does not approve, where its column does not fit. */
function VerdictMark({ review }: { readonly review: QueueRow['review'] }) {
  if (!review?.verdict || review.verdict === 'approve') return null;
  const label = `Claude: ${verdictLabels[review.verdict].name}`;
  return (
    <StatusDot tone={verdictTones[review.verdict]} label={label} className="@min-[760px]:hidden" />
  );
}

export function CsmCell({ csm }: { readonly csm: string }) {
  return (
    <span
      dir="auto"
      title={csm}
      className="line-clamp-2 text-left leading-4.5 wrap-break-word whitespace-normal"
    >
      {csm}
    </span>
  );
}

/** The score over its word. */
export function ScoreCell({ score }: { readonly score: number | null }) {
  const format = useFormat();
  if (score === null) return '–';
  return (
    <Tooltip text={scoreExplanation} focusable={false} className="max-w-full">
      <span className="min-w-0">
        <span className="block truncate font-medium">{format.number(wholeScore(score))}</span>
        <span className={secondLine}>{scoreRating(score)}</span>
      </span>
    </Tooltip>
  );
}

export function HealthCell({ row: { health, color, neediness } }: { readonly row: QueueRow }) {
  const format = useFormat();
  return (
    <>
      <Health health={health} color={color} />
      <span className={classNames(secondLine, narrowOnly)}>
        {`Need ${format.fixed(neediness, 1)}`}
      </span>
    </>
  );
}

export function RevenueCell({ revenue }: { readonly revenue: number | null }) {
  const format = useFormat();
  return <span title={format.money(revenue)}>{format.compactMoney(revenue)}</span>;
}

const feedbackClass =
  'line-clamp-2 min-w-0 text-left text-xs/4 wrap-break-word whitespace-normal text-ink-muted';

/** Claude's verdict with the first line of its feedback, or another program's feedback. */
export function VerdictCell({ row: { feedback, review } }: { readonly row: QueueRow }) {
  if (review?.withheld) {
    const text = 'Hidden until decided';
    return (
      <span title={text} className={feedbackClass}>
        {text}
      </span>
    );
  }
  const firstLine = feedback?.split('\n')[0];
  if (!review?.verdict) {
    if (!firstLine) return <span className="text-ink-muted">–</span>;
    return (
      <span dir="auto" title={feedback ?? undefined} className={feedbackClass}>
        <span className="@min-[1100px]:hidden">Feedback</span>
        <span className="@max-[1100px]:hidden">{firstLine}</span>
      </span>
    );
  }
  const { name } = verdictLabels[review.verdict];
  return (
    <span className="flex min-w-0 items-center gap-2" title={`${name}: ${feedback ?? ''}`}>
      <VerdictName verdict={review.verdict} />
      <span dir="auto" className={classNames(feedbackClass, '@max-[1100px]:hidden')}>
        {firstLine}
      </span>
    </span>
  );
}
