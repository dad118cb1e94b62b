import Link from 'next/link';
import type { Format } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type { ReviewStatus } from '@/lib/reviews/get-review-status';
import { unreviewedReasonLabels } from '@/lib/reviews/types';
import { currentFormat } from './current-format';
import { runHref } from './links';

type LastReviewValue = NonNullable<ReviewStatus['last']>;

/** The result of the last review, linked to its run. */
export async function LastReview({ last }: { readonly last: LastReviewValue | null }) {
  if (last === null) return 'None yet';
  const format = await currentFormat();
  return (
    <>
      <Link
        href={runHref(last.runId)}
        prefetch={false}
        className="font-medium text-accent-ink hover:underline"
      >
        {statusText(last, format)}
      </Link>
      <p className="text-xs text-ink-muted">
        <Time at={last.endedAt ?? last.startedAt} />
        {failureNote(last) && ` · ${failureNote(last)}`}
      </p>
    </>
  );
}

function statusText({ status, kind, asked, reviewed }: LastReviewValue, format: Format): string {
  const reviewedText = reviewedCountText(reviewed ?? 0, asked, format);
  switch (status) {
    case 'started':
      return 'In progress';
    case 'waiting':
      return asked === null
        ? 'Waiting for a batch'
        : `Waiting for a batch of ${format.number(asked)}`;
    case 'interrupted':
      return 'Interrupted';
    case 'failed':
      return reviewed ? reviewedText : 'Nothing was reviewed';
    case 'done':
      return `${reviewedText}${kind === 'batch' ? ' as a batch' : ''}`;
  }
}

function reviewedCountText(reviewed: number, asked: number | null, format: Format): string {
  if (asked === null || reviewed >= asked) {
    return `${format.count(reviewed, 'recommendation')} reviewed`;
  }
  return `${format.number(reviewed)} of ${format.count(asked, 'recommendation')} reviewed`;
}

function failureNote({ status, failure }: LastReviewValue): string | null {
  return status === 'interrupted' ? unreviewedReasonLabels.interrupted : failure;
}
