import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { Acceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { decidedCount } from '@/lib/analytics/acceptance/outcomes';

/** The main acceptance figures. Counts link to the recommendations behind them. */
export function AcceptanceSummary({
  all,
  scope,
  format,
}: {
  readonly all: Acceptance['all'];
  readonly scope: ScopeQuery;
  readonly format: Format;
}) {
  const link = (count: number, rows: Partial<RowsQuery>) =>
    count === 0 ? (
      '0'
    ) : (
      <Link href={rowsHref(scope, rows)} prefetch={false} className="underline underline-offset-2">
        {format.number(count)}
      </Link>
    );
  return (
    <Panel
      title="How much is accepted, and how fast?"
      description="Recommendations made in the date range and their decisions so far. Rates of fewer than 20 recommendations say little."
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
        <SummaryItem
          label="Acceptance rate"
          value={format.percent(all.rate, 2)}
          detail={<>{link(all.accepted, { rows: 'accepted' })} accepted, of all</>}
        />
        <SummaryItem
          label="Acceptance rate of decided"
          value={format.percent(all.rateDecided, 2)}
          detail={<>{link(decidedCount(all), { rows: 'decided' })} decided</>}
        />
        <SummaryItem
          label="Recommended"
          value={link(all.total, { rows: 'all' })}
          detail={
            all.incomplete > 0 ? (
              <>{link(all.incomplete, { rows: 'incomplete' })} without an account or CSM</>
            ) : (
              'in this date range'
            )
          }
        />
        <SummaryItem
          label="Overridden"
          value={link(all.overridden, { rows: 'overridden' })}
          detail="assigned to another CSM"
        />
        <SummaryItem
          label="Rejected"
          value={link(all.rejected, { rows: 'rejected' })}
          detail="not assigned"
        />
        <SummaryItem
          label="Pending"
          value={link(all.pending, { rows: 'pending' })}
          detail={<>{link(all.superseded, { rows: 'superseded' })} superseded</>}
        />
        <SummaryItem
          label="Median time to decision"
          value={all.medianMs === null ? '–' : format.duration(all.medianMs)}
          detail={`${format.count(all.timed, 'decision')} with a known time`}
        />
        <SummaryItem
          label="90th percentile"
          value={all.ninetiethMs === null ? '–' : format.duration(all.ninetiethMs)}
          detail={
            all.external > 0 ? (
              <>
                {link(all.external, { rows: 'decided', external: true })} decided outside the app at
                an unknown time
              </>
            ) : (
              'from the recommendation'
            )
          }
        />
      </dl>
    </Panel>
  );
}

function SummaryItem({
  label,
  value,
  detail,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly detail: ReactNode;
}) {
  return (
    <div>
      <dt className="text-sm text-ink-muted">{label}</dt>
      <dd className="mt-0.5 text-xl font-semibold">{value}</dd>
      <dd className="text-xs text-ink-muted">{detail}</dd>
    </div>
  );
}
