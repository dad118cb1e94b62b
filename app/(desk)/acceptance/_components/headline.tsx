import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatCount, formatNumber, formatShare } from '@/components/ui/format';
import { formatDuration } from '@/components/ui/format-time';
import { Skeleton } from '@/components/ui/skeleton';
import { decidedIn } from '@/lib/analytics/acceptance-counts';
import type { Acceptance } from '@/lib/analytics/get-acceptance';
import type { ScopeQuery } from '../../_scope/scope-params';
import { type RowsQuery, rowsHref } from '../search-params';

const names = {
  rate: 'Accepted, of all',
  rateDecided: 'Accepted, of decided',
  total: 'Recommended',
  overridden: 'Overridden',
  rejected: 'Rejected',
  waiting: 'Pending',
  median: 'Half were decided within',
  ninetieth: 'Nine of ten within',
} as const;
type Fact = keyof typeof names;

/** The figures that say most, or their places while they are read. */
export function Headline({
  all,
  scope,
}: {
  readonly all: Acceptance['all'] | null;
  readonly scope: ScopeQuery;
}) {
  const facts = all && factsOf(all, scope);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
      {(Object.keys(names) as Fact[]).map((key) => (
        <div key={key} className="min-h-18">
          <dt className="text-sm text-ink-muted">{names[key]}</dt>
          <dd className="mt-0.5 text-xl font-semibold">
            {facts ? facts[key].value : <Skeleton className="my-1 h-5 w-16" />}
          </dd>
          <dd className="text-xs text-ink-muted">
            {facts ? facts[key].more : <Skeleton className="my-0.5 h-3 w-28" />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface Told {
  readonly value: ReactNode;
  readonly more: ReactNode;
}

function factsOf(all: Acceptance['all'], scope: ScopeQuery): Record<Fact, Told> {
  const decided = decidedIn(all);
  const rows = (count: number, asked: Partial<RowsQuery>) => (
    <Rows count={count} href={rowsHref(scope, asked)} />
  );
  const untimed = all.elsewhere;
  return {
    rate: {
      value: formatShare(all.rate, 2),
      more: <>{rows(all.accepted, { rows: 'accepted' })} accepted</>,
    },
    rateDecided: {
      value: formatShare(all.rateDecided, 2),
      more: <>{rows(decided, { rows: 'decided' })} decided</>,
    },
    total: {
      value: rows(all.total, { rows: 'all' }),
      more:
        all.incomplete > 0 ? (
          <>{rows(all.incomplete, { rows: 'incomplete' })} without account or CSM</>
        ) : (
          'in this period'
        ),
    },
    overridden: {
      value: rows(all.overridden, { rows: 'overridden' }),
      more: 'went to another CSM',
    },
    rejected: { value: rows(all.rejected, { rows: 'rejected' }), more: 'went to nobody' },
    waiting: {
      value: rows(all.pending, { rows: 'pending' }),
      more: <>{rows(all.superseded, { rows: 'superseded' })} superseded: assigned otherwise</>,
    },
    median: {
      value: all.medianMs === null ? '–' : formatDuration(all.medianMs),
      more: `${formatCount(all.timed, 'decision')} with a time`,
    },
    ninetieth: {
      value: all.ninetiethMs === null ? '–' : formatDuration(all.ninetiethMs),
      more:
        untimed > 0 ? (
          <>
            {rows(untimed, { rows: 'decided', elsewhere: true })} decided elsewhere; when is not
            known
          </>
        ) : (
          'from the recommendation on'
        ),
    },
  };
}

function Rows({ count, href }: { readonly count: number; readonly href: string }) {
  if (count === 0) return '0';
  return (
    <Link href={href} prefetch={false} className="underline underline-offset-2">
      {formatNumber(count)}
    </Link>
  );
}
