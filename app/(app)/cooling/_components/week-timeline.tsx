import { accountHref, csmHref } from '@/app/(app)/_shared/links';
import { TimelineChart } from '@/components/charts/timeline-chart';
import { formatNumber } from '@/components/ui/format';
import type { Cooling, getCooling } from '@/lib/analytics/cooling/get-cooling';
import { receivedViaLabel } from './cooling-labels';

type Lane = Cooling['week']['lanes'][number];

/** The last seven days of each CSM, those with the most violations first. */
export async function WeekTimeline(props: { readonly cooling: ReturnType<typeof getCooling> }) {
  const { week, coolingHours } = await props.cooling;
  const more = week.csms - week.lanes.length;
  return (
    <TimelineChart
      question="How did the last seven days go?"
      description={`Always today and the six days before. Each stretch is the cooling period after an account was received, ${formatNumber(coolingHours, 2)} h or until the next one came; tall red ones began while the CSM was still cooling. The most violations first.`}
      note={more > 0 && `${formatNumber(more)} more CSMs received accounts and have fewer.`}
      from={week.from.toISOString()}
      to={week.to.toISOString()}
      laneTitle="CSM"
      spanTitle="Account received"
      file="cooling-seven-days"
      empty="Nobody received an account in these seven days."
      lanes={week.lanes.map(toLane)}
    />
  );
}

function toLane({ csm, spans }: Lane) {
  return {
    id: csm,
    title: csm,
    href: csmHref(csm),
    spans: spans.map(({ at, until, hasty, cut, way, accountId, accountName }) => ({
      from: at.toISOString(),
      to: until.toISOString(),
      tone: hasty ? ('danger' as const) : ('accent' as const),
      title: [
        accountName ?? accountId ?? 'No account',
        receivedViaLabel(way),
        ...(hasty ? ['too soon'] : []),
        ...(cut ? ['cut short by the next'] : []),
      ].join(', '),
      href: accountId === null ? undefined : accountHref(accountId),
    })),
  };
}
