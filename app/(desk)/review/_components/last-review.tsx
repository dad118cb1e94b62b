import Link from 'next/link';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type { ReviewStanding } from '@/lib/review/get-review-standing';
import { unreviewedReasons } from '@/lib/review/reasons';

type Last = NonNullable<ReviewStanding['last']>;

/** How the last review went, with the way to its run. */
export function LastReview({ last }: { readonly last: Last | null }) {
  if (last === null) return 'None yet';
  return (
    <>
      <Link
        href={`/runs/${last.runId}`}
        prefetch={false}
        className="font-medium text-accent-ink hover:underline"
      >
        {stateOf(last)}
      </Link>
      <p className="text-xs text-ink-muted">
        <Time at={last.endedAt ?? last.startedAt} />
        {noteOn(last) && ` · ${noteOn(last)}`}
      </p>
    </>
  );
}

function stateOf({ status, kind, asked, reviewed }: Last): string {
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
      return reviewed ? partly(reviewed, asked) : 'Nothing was reviewed';
    case 'done':
      return `${partly(reviewed ?? 0, asked)}${kind === 'batch' ? ' as a batch' : ''}`;
  }
}

function partly(reviewed: number, asked: number | null): string {
  if (asked === null || reviewed >= asked) {
    return `${formatCount(reviewed, 'recommendation')} reviewed`;
  }
  return `${formatNumber(reviewed)} of ${formatCount(asked, 'recommendation')} reviewed`;
}

function noteOn({ status, failure }: Last): string | null {
  return status === 'interrupted' ? unreviewedReasons.interrupted : failure;
}
