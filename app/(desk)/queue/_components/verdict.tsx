'use client';

import { Dot } from '@/components/ui/dot';
import type { Tone } from '@/components/ui/tone';
import { verdictWords } from '@/lib/review/words';
import type { QueueRow } from '../queue-row';

type Verdict = keyof typeof verdictWords;

const tones: Readonly<Record<Verdict, Tone>> = {
  approve: 'ok',
  caution: 'warn',
  reassign: 'danger',
};

/** Claude's verdict: a mark of its own shape, and the word. */
export function VerdictName({ verdict }: { readonly verdict: Verdict }) {
  return (
    <Dot tone={tones[verdict]} label="Claude:" className="shrink-0 font-medium">
      {verdictWords[verdict].name}
    </Dot>
  );
}

/** That Claude does not simply approve, where there is no room to say more. */
export function VerdictMark({
  review,
  className,
}: {
  readonly review: QueueRow['review'];
  readonly className: string;
}) {
  if (!review?.verdict || review.verdict === 'approve') return null;
  const label = `Claude: ${verdictWords[review.verdict].name}`;
  return <Dot tone={tones[review.verdict]} label={label} className={className} />;
}

/** What Claude says of a row in one line, or another program's model. */
export function Advice({ row: { feedback, review } }: { readonly row: QueueRow }) {
  if (review?.withheld) return <span className="text-ink-muted">After the decision</span>;
  const first = feedback?.split('\n')[0];
  if (!review?.verdict) return <span title={feedback ?? undefined}>{first}</span>;
  const { name } = verdictWords[review.verdict];
  return (
    <span className="flex min-w-0 items-center gap-2" title={`${name}: ${feedback ?? ''}`}>
      <VerdictName verdict={review.verdict} />
      <span className="min-w-0 truncate text-ink-muted">{first}</span>
    </span>
  );
}
