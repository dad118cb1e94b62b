import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import { formatCount, formatDuration, formatNumber, formatPercent } from '@/components/ui/format';
import { PageHeader, Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import type { Acceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { decidedCount } from '@/lib/analytics/acceptance/outcomes';
import { AgreementChart, OverrideCharts } from './override-charts';
import { RateCharts } from './rate-charts';
import { TimeCharts } from './time-charts';

interface Props {
  readonly scope: ScopeQuery;
  readonly zone: string;
}

/** The page's figures once they are read. */
export async function LoadedAcceptance({
  acceptance,
  ...rest
}: Props & { readonly acceptance: Promise<Acceptance> }) {
  return <AcceptanceView {...rest} acceptance={await acceptance} />;
}

/** What became of recommendations, part by part; the places of all parts while it is read. */
export function AcceptanceView({
  acceptance,
  scope,
  zone,
}: Props & { readonly acceptance: Acceptance | null }) {
  return (
    <>
      <Panel
        title="How much is accepted, and how fast?"
        description="Of the recommendations made in this period, with what has been decided on them until now. Groups of fewer than 20 say little."
      >
        <AcceptanceSummary all={acceptance?.all ?? null} scope={scope} />
      </Panel>
      <RateCharts acceptance={acceptance} scope={scope} />
      <OverrideCharts acceptance={acceptance} scope={scope} />
      <TimeCharts acceptance={acceptance} scope={scope} zone={zone} />
      <AgreementChart acceptance={acceptance} scope={scope} />
    </>
  );
}

export function AcceptanceHeader() {
  return (
    <PageHeader
      title="Acceptance"
      description="What becomes of recommendations, and where managers decide otherwise."
    />
  );
}

const summaryLabels = {
  rate: 'Accepted, of all',
  rateDecided: 'Accepted, of decided',
  total: 'Recommended',
  overridden: 'Overridden',
  rejected: 'Rejected',
  waiting: 'Pending',
  median: 'Half were decided within',
  ninetieth: 'Nine of ten within',
} as const;
type SummaryKey = keyof typeof summaryLabels;

/** The figures that say most, or their places while they are read. */
function AcceptanceSummary({
  all,
  scope,
}: {
  readonly all: Acceptance['all'] | null;
  readonly scope: ScopeQuery;
}) {
  const facts = all && summaryValues(all, scope);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
      {(Object.keys(summaryLabels) as SummaryKey[]).map((key) => (
        <div key={key} className="min-h-18">
          <dt className="text-sm text-ink-muted">{summaryLabels[key]}</dt>
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

interface SummaryValue {
  readonly value: ReactNode;
  readonly more: ReactNode;
}

function summaryValues(
  all: Acceptance['all'],
  scope: ScopeQuery,
): Record<SummaryKey, SummaryValue> {
  const decided = decidedCount(all);
  const rows = (count: number, asked: Partial<RowsQuery>) => (
    <CountLink count={count} href={rowsHref(scope, asked)} />
  );
  const untimed = all.elsewhere;
  return {
    rate: {
      value: formatPercent(all.rate, 2),
      more: <>{rows(all.accepted, { rows: 'accepted' })} accepted</>,
    },
    rateDecided: {
      value: formatPercent(all.rateDecided, 2),
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

function CountLink({ count, href }: { readonly count: number; readonly href: string }) {
  if (count === 0) return '0';
  return (
    <Link href={href} prefetch={false} className="underline underline-offset-2">
      {formatNumber(count)}
    </Link>
  );
}
