import { currentFormat } from '@/app/(app)/_shared/current-format';
import { accountHref, csmHref } from '@/app/(app)/_shared/links';
import type { TimelineLane } from '@/components/charts/timeline';
import { TimelineChart } from '@/components/charts/timeline-chart';
import type { Format } from '@/components/ui/format';
import type { Cooling, getCooling } from '@/lib/analytics/cooling/get-cooling';
import { groupByTeam, teamLabel } from '@/lib/analytics/shared/teams';
import { originLabel } from './cooling-labels';

type Lane = Cooling['week']['lanes'][number];

/** Each CSM's last seven days, most violations first. */
export async function WeekTimeline(props: { readonly cooling: ReturnType<typeof getCooling> }) {
  const [{ week, coolingHours, period }, format] = await Promise.all([
    props.cooling,
    currentFormat(),
  ]);
  const more = week.csms - week.lanes.length;
  return (
    <TimelineChart
      question="How did the last seven days go?"
      description={`${weekAnswer(week.lanes, format)} Today and the six days before, regardless of the selected period. Each bar is the cooling period after a received account: ${format.number(coolingHours, 2)} h, or until the next one. CSMs with the most violations come first.`}
      note={more > 0 && `Not shown: ${format.number(more)} CSMs with fewer violations.`}
      from={week.from.toISOString()}
      to={week.to.toISOString()}
      timeZone={period.zone}
      tones={{ accent: 'Cooling', danger: 'Received while still cooling' }}
      laneTitle="CSM"
      spanTitle="Account received"
      file="cooling-seven-days"
      empty="No accounts were received in these seven days."
      lanes={week.lanes.map(toLane)}
      grouped={{
        title: 'By team',
        groupTitle: 'Team',
        lanes: lanesByTeam(week.lanes, format),
      }}
    />
  );
}

function weekAnswer(lanes: readonly Lane[], format: Format): string {
  const sum = (count: (lane: Lane) => number) => lanes.reduce((all, lane) => all + count(lane), 0);
  const violations = sum((lane) => lane.violations);
  const received = format.count(
    sum(({ receipts }) => receipts),
    'account',
  );
  const [most] = lanes;
  if (violations === 0 || !most) return `None of the ${received} received came too soon.`;
  return `${format.number(violations)} of the ${received} received came too soon, the most for ${most.csm} (${format.number(most.violations)}).`;
}

/** Each team above its CSMs, most violations first. */
function lanesByTeam(lanes: readonly Lane[], format: Format): TimelineLane[] {
  const teams = groupByTeam(lanes).map(({ manager, members }) => {
    const violations = members.reduce((sum, lane) => sum + lane.violations, 0);
    const receipts = members.reduce((sum, lane) => sum + lane.receipts, 0);
    return { manager, members, violations, receipts };
  });
  return teams
    .toSorted((a, b) => b.violations - a.violations || b.receipts - a.receipts)
    .flatMap(({ manager, members, violations, receipts }) => [
      {
        id: `team ${manager ?? ''}`,
        title: teamLabel(manager),
        spans: [],
        summary: `${format.count(receipts, 'account')} received, ${format.number(violations)} too soon`,
      },
      ...members.map(toLane),
    ]);
}

function toLane({ csm, manager, spans }: Lane): TimelineLane {
  return {
    id: csm,
    title: csm,
    group: teamLabel(manager),
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
