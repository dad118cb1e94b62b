import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { Format } from '@/components/ui/format';
import type { Acceptance, DecisionTimes } from '@/lib/analytics/acceptance/get-acceptance';
import { MIN_CASES } from '@/lib/statistics';
import { hourLabel } from './acceptance-labels';

const cases = { column: 'timed', min: MIN_CASES };
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
  const { all, timesByWeek, timesByHour, previous, period } = acceptance;
  const median = { title: 'Median of the period', value: all.medianMs };
  const before = {
    title: `Median of the ${format.count(period.days.length, 'day')} before`,
    value: previous.all.medianMs,
  };
  const byWeek = timesByWeek.map(
    ({ week, ...times }): TimeGroup => ({ label: week, times, filter: { decidedIn: week } }),
  );
  const byHour = timesByHour
    .filter(({ timed }) => timed > 0)
    .map(
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
        description={`${timeAnswer(all, previous.all, format)} Time from the recommendation to the current decision, by week of the decision.`}
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
        spec={{
          kind: 'line',
          label: 'week',
          values: ['medianMs', 'ninetiethMs'],
          cases,
          references: [median, before],
        }}
        file="time-to-decision-by-week"
        empty={empty}
      />
      <Chart
        question="How long do decisions take, by hour?"
        description={`${hourAnswer(byHour, format)} By hour of the decision in ${period.zone.replaceAll('_', ' ')}, without hours in which nothing was decided.`}
        data={timesData(
          { key: 'hour', title: 'Hour', kind: 'text' },
          all.timed ? byHour : [],
          scope,
        )}
        spec={{
          kind: 'horizontal-bar',
          label: 'hour',
          values: ['medianMs'],
          cases,
          references: [median],
        }}
        file="time-to-decision-by-hour"
        empty={empty}
      />
    </div>
  );
}

/** The median and 90th percentile, and the median of the previous period. */
function timeAnswer(all: DecisionTimes, previous: DecisionTimes, format: Format): string {
  if (all.medianMs === null) return '';
  const before =
    previous.medianMs === null
      ? ''
      : ` In the period before, half took up to ${format.duration(previous.medianMs)}.`;
  return `Half were decided within ${format.duration(all.medianMs)}, nine in ten within ${format.duration(all.ninetiethMs ?? 0)}.${before}`;
}

/** The hours with the shortest and longest medians among those with enough decisions. */
function hourAnswer(groups: readonly TimeGroup[], format: Format): string {
  const known = groups
    .filter(({ times }) => times.timed >= MIN_CASES)
    .toSorted((a, b) => (a.times.medianMs ?? 0) - (b.times.medianMs ?? 0));
  const [fastest, slowest] = [known[0], known.at(-1)];
  if (!fastest || !slowest || fastest === slowest) {
    return `Too few hours have ${MIN_CASES} decisions to compare them.`;
  }
  const text = ({ label, times }: TimeGroup) =>
    `from ${label} (median ${format.duration(times.medianMs ?? 0)})`;
  return `Shortest ${text(fastest)}, longest ${text(slowest)}.`;
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
