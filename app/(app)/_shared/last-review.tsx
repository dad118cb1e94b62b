import Link from 'next/link';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type { ReviewStatus } from '@/lib/reviews/get-review-status';
import { unreviewedReasonLabels } from '@/lib/reviews/types';

type LastReviewValue = NonNullable<ReviewStatus['last']>;

/** How the last review went, with the way to its run. */
export function LastReview({ last }: { readonly last: LastReviewValue | null }) {
  if (last === null) return 'None yet';
  return (
    <>
      <Link
        href={`/runs/${last.runId}`}
        prefetch={false}
        className="font-medium text-accent-ink hover:underline"
      >
        {statusText(last)}
      </Link>
      <p className="text-xs text-ink-muted">
        <Time at={last.endedAt ?? last.startedAt} />
        {failureNote(last) && ` · ${failureNote(last)}`}
      </p>
    </>
  );
}

function statusText({ status, kind, asked, reviewed }: LastReviewValue): string {
  switch (status) {
    case 'started':
      return 'Under way';
    case 'waiting':
      return asked === null
        ? 'A batch is with Claude'
        : `A batch of ${formatNumber(asked)} is with Claude`;
    case 'interrupted':
      return 'Interrupted';
    case 'failed':
      return reviewed ? reviewedCountText(reviewed, asked) : 'Nothing was reviewed';
    case 'done':
      return `${reviewedCountText(reviewed ?? 0, asked)}${kind === 'batch' ? ' as a batch' : ''}`;
  }
}

function reviewedCountText(reviewed: number, asked: number | null): string {
  if (asked === null || reviewed >= asked) {
    return `${formatCount(reviewed, 'recommendation')} reviewed`;
  }
  return `${formatNumber(reviewed)} of ${formatCount(asked, 'recommendation')} reviewed`;
}

function failureNote({ status, failure }: LastReviewValue): string | null {
  return status === 'interrupted' ? unreviewedReasonLabels.interrupted : failure;
}
