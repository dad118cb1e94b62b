import { currentFormat } from '@/app/(app)/_shared/current-format';
import { accountHref, csmHref } from '@/app/(app)/_shared/links';
import { TimelineChart } from '@/components/charts/timeline-chart';
import type { Cooling, getCooling } from '@/lib/analytics/cooling/get-cooling';
import { originLabel } from './cooling-labels';

type Lane = Cooling['week']['lanes'][number];

/** Each CSM's last seven days, most violations first. */
export async function WeekTimeline(props: { readonly cooling: ReturnType<typeof getCooling> }) {
  const [{ week, coolingHours }, format] = await Promise.all([props.cooling, currentFormat()]);
  const more = week.csms - week.lanes.length;
  return (
    <TimelineChart
      question="How did the last seven days go?"
      description={`Today and the six days before, regardless of the selected period. Each bar is the cooling period after a received account: ${format.number(coolingHours, 2)} h, or until the next one. CSMs with the most violations come first.`}
      note={more > 0 && `Not shown: ${format.number(more)} CSMs with fewer violations.`}
      from={week.from.toISOString()}
      to={week.to.toISOString()}
      tones={{ accent: 'Cooling', danger: 'Received while still cooling' }}
      laneTitle="CSM"
      spanTitle="Account received"
      file="cooling-seven-days"
      empty="No accounts were received in these seven days."
      lanes={week.lanes.map(toLane)}
    />
  );
}

function toLane({ csm, spans }: Lane) {
  return {
    id: csm,
    title: csm,
    href: csmHref(csm),
    spans: spans.map(({ at, until, tooSoon, cutShort, origin, accountId, accountName }) => ({
      from: at.toISOString(),
      to: until.toISOString(),
      tone: tooSoon ? ('danger' as const) : ('accent' as const),
      title: [
        accountName ?? accountId ?? 'No account',
        originLabel(origin),
        ...(tooSoon ? ['too soon'] : []),
        ...(cutShort ? ['cut short by the next account'] : []),
      ].join(', '),
      href: accountId === null ? undefined : accountHref(accountId),
    })),
  };
}
