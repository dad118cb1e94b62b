import { ChartOrSkeleton } from '@/app/(app)/_shared/chart-or-skeleton';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import { formatCount } from '@/components/ui/format';
import type { Acceptance, DecisionTimes } from '@/lib/analytics/acceptance/get-acceptance';
import { hourLabel } from './acceptance-labels';

const values = ['medianMs', 'ninetiethMs'];
const byWeekSpec: ChartSpec = { kind: 'lines', label: 'name', values };
const byHourSpec: ChartSpec = { kind: 'columns', label: 'name', values };
const empty = 'No decision in this program was on a recommendation of this period.';

/** How long decisions take, over the weeks and over the day; null while it is read. */
export function TimeCharts({
  acceptance,
  scope,
  zone,
}: {
  readonly acceptance: Acceptance | null;
  readonly scope: ScopeQuery;
  readonly zone: string;
}) {
  const elsewhere = acceptance?.all.elsewhere ?? 0;
  const note =
    elsewhere > 0
      ? `${formatCount(elsewhere, 'recommendation was', 'recommendations were')} decided elsewhere; when is not known.`
      : undefined;
  const timed = acceptance === null || acceptance.all.timed > 0;
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <ChartOrSkeleton
        question="How long do decisions take, week by week?"
        description="From the recommendation to the decision that stands, by the week it was decided in."
        note={note}
        data={acceptance && decisionTimeData('Week', timed ? weekGroups(acceptance) : [], scope)}
        mark={byWeekSpec}
        rows={5}
        file="time-to-decision-by-week"
        empty={empty}
      />
      <ChartOrSkeleton
        question="At which hour are decisions quick?"
        description={`By the hour of the decision in ${zone.replaceAll('_', ' ')}. The table tells how many there were.`}
        data={acceptance && decisionTimeData('Hour', timed ? hourGroups(acceptance) : [], scope)}
        mark={byHourSpec}
        rows={24}
        file="time-to-decision-by-hour"
        empty={empty}
      />
    </div>
  );
}

interface TimeGroup {
  readonly name: string;
  readonly times: DecisionTimes;
  readonly behind: Partial<RowsQuery>;
}

const weekGroups = ({ timesByWeek }: Acceptance): TimeGroup[] =>
  timesByWeek.map(({ week, ...times }) => ({ name: week, times, behind: { decidedIn: week } }));

const hourGroups = ({ timesByHour }: Acceptance): TimeGroup[] =>
  timesByHour.map(({ hour, ...times }) => ({ name: hourLabel(hour), times, behind: { hour } }));

function decisionTimeData(
  title: 'Week' | 'Hour',
  all: readonly TimeGroup[],
  scope: ScopeQuery,
): ChartData {
  const duration = (key: string, name: string): ChartColumn => ({
    ...{ key, title: name, kind: 'duration' },
  });
  return {
    columns: [
      { key: 'name', title, kind: title === 'Week' ? 'day' : 'text' },
      { key: 'timed', title: 'Decisions', kind: 'count' },
      duration('medianMs', 'Median'),
      duration('ninetiethMs', '90th percentile'),
    ],
    rows: all.map(({ name, times, behind }) => ({
      id: name,
      cells: { name, ...times },
      hrefs: times.timed > 0 ? { timed: rowsHref(scope, { ...behind, rows: 'decided' }) } : {},
    })),
  };
}
