import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import type { Format } from '@/components/ui/format';
import type { Acceptance, DecisionTimes } from '@/lib/analytics/acceptance/get-acceptance';
import { hourLabel } from './acceptance-labels';

const values = ['medianMs', 'ninetiethMs'];
const byWeekSpec: ChartSpec = { kind: 'line', label: 'week', values };
const byHourSpec: ChartSpec = { kind: 'vertical-bar', label: 'hour', values };
const empty = 'No decisions in this app on recommendations of this date range.';

/** Time to decision by week and by hour of the day. */
export function TimeCharts({
  acceptance,
  scope,
  format,
}: {
  readonly acceptance: Acceptance;
  readonly scope: ScopeQuery;
  readonly format: Format;
}) {
  const { all, timesByWeek, timesByHour } = acceptance;
  const byWeek = timesByWeek.map(
    ({ week, ...times }): TimeGroup => ({ label: week, times, filter: { decidedIn: week } }),
  );
  const byHour = timesByHour.map(
    ({ hour, ...times }): TimeGroup => ({
      label: hourLabel(hour, format),
      times,
      filter: { hour },
    }),
  );
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Chart
        question="How long do decisions take, by week?"
        description="Time from the recommendation to the current decision, by week of the decision."
        note={
          all.external > 0
            ? `${format.count(all.external, 'recommendation was', 'recommendations were')} decided outside the app at an unknown time.`
            : undefined
        }
        data={timesData(
          { key: 'week', title: 'Week', kind: 'day' },
          all.timed ? byWeek : [],
          scope,
        )}
        spec={byWeekSpec}
        file="time-to-decision-by-week"
        empty={empty}
      />
      <Chart
        question="How long do decisions take, by hour?"
        description={`By hour of the decision in ${format.timeZone.replaceAll('_', ' ')}. The table has the number of decisions.`}
        data={timesData(
          { key: 'hour', title: 'Hour', kind: 'text' },
          all.timed ? byHour : [],
          scope,
        )}
        spec={byHourSpec}
        file="time-to-decision-by-hour"
        empty={empty}
      />
    </div>
  );
}

interface TimeGroup {
  readonly label: string;
  readonly times: DecisionTimes;
  /** Selects the group's recommendations. */
  readonly filter: Partial<RowsQuery>;
}

function timesData(
  labelColumn: ChartColumn,
  groups: readonly TimeGroup[],
  scope: ScopeQuery,
): ChartData {
  return {
    columns: [
      labelColumn,
      { key: 'timed', title: 'Decisions', kind: 'count' },
      { key: 'medianMs', title: 'Median', kind: 'duration' },
      { key: 'ninetiethMs', title: '90th percentile', kind: 'duration' },
    ],
    rows: groups.map(({ label, times, filter }) => ({
      id: label,
      cells: { [labelColumn.key]: label, ...times },
      hrefs: times.timed > 0 ? { timed: rowsHref(scope, { ...filter, rows: 'decided' }) } : {},
    })),
  };
}
