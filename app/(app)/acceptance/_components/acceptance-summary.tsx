import Link from 'next/link';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Stat, StatGrid } from '@/components/ui/stat';
import type { Acceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { decidedCount } from '@/lib/analytics/acceptance/outcomes';
import { pendingOrSnoozedLabel, recommendationStateLabels } from '@/lib/decisions/labels';

/** The main acceptance figures. Counts link to the recommendations behind them. */
export function AcceptanceSummary({
  acceptance: { all, previous, period },
  scope,
  format,
}: {
  readonly acceptance: Acceptance;
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
  const before = (text: string) =>
    previous.all.total === 0
      ? ''
      : `; ${text} in the ${format.count(period.days.length, 'day')} before`;
  return (
    <Panel
      title="How much is accepted, and how fast?"
      description="Recommendations made in the date range and their decisions so far. Rates of fewer than 20 recommendations say little."
    >
      <StatGrid>
        <Stat
          label="Acceptance rate"
          value={format.percent(all.rate, 2)}
          detail={
            <>
              {link(all.accepted, { rows: 'accepted' })} accepted, of all
              {before(format.percent(previous.all.rate, 2))}
            </>
          }
        />
        <Stat
          label="Acceptance rate of decided"
          value={format.percent(all.rateDecided, 2)}
          detail={
            <>
              {link(decidedCount(all), { rows: 'decided' })} decided
              {before(format.percent(previous.all.rateDecided, 2))}
            </>
          }
        />
        <Stat
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
        <Stat
          label={recommendationStateLabels.overridden}
          value={link(all.overridden, { rows: 'overridden' })}
          detail={`assigned to another CSM${before(format.number(previous.all.overridden))}`}
        />
        <Stat
          label={recommendationStateLabels.rejected}
          value={link(all.rejected, { rows: 'rejected' })}
          detail={`not assigned${before(format.number(previous.all.rejected))}`}
        />
        <Stat
          label={pendingOrSnoozedLabel}
          value={link(all.pending, { rows: 'pending' })}
          detail={<>{link(all.superseded, { rows: 'superseded' })} superseded</>}
        />
        <Stat
          label="Median time to decision"
          value={all.medianMs === null ? '–' : format.duration(all.medianMs)}
          detail={`${format.count(all.timed, 'decision')} with a known time${previous.all.medianMs === null ? '' : before(format.duration(previous.all.medianMs))}`}
        />
        <Stat
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
      </StatGrid>
    </Panel>
  );
}
