import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { Mark } from '@/components/charts/mark';
import { formatCount } from '@/components/ui/format';
import type { Acceptance, DecisionTimes } from '@/lib/analytics/get-acceptance';
import type { ScopeQuery } from '../../_scope/scope-params';
import { type RowsQuery, rowsHref } from '../search-params';
import { Figure } from './figure';
import { hourWords } from './outcome-words';

const values = ['medianMs', 'ninetiethMs'];
const overWeeks: Mark = { kind: 'lines', label: 'name', values };
const overHours: Mark = { kind: 'columns', label: 'name', values };
const empty = 'No decision in this program was on a recommendation of this period.';

/** How long decisions take, over the weeks and over the day; null while it is read. */
export function TimeFigures({
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
      <Figure
        question="How long do decisions take, week by week?"
        description="From the recommendation to the decision that stands, by the week it was decided in."
        note={note}
        data={acceptance && dataOf('Week', timed ? weeks(acceptance) : [], scope)}
        mark={overWeeks}
        rows={5}
        file="time-to-decision-by-week"
        empty={empty}
      />
      <Figure
        question="At which hour are decisions quick?"
        description={`By the hour of the decision in ${zone.replaceAll('_', ' ')}. The table tells how many there were.`}
        data={acceptance && dataOf('Hour', timed ? hours(acceptance) : [], scope)}
        mark={overHours}
        rows={24}
        file="time-to-decision-by-hour"
        empty={empty}
      />
    </div>
  );
}

interface Timed {
  readonly name: string;
  readonly times: DecisionTimes;
  readonly behind: Partial<RowsQuery>;
}

const weeks = ({ timesByWeek }: Acceptance): Timed[] =>
  timesByWeek.map(({ week, ...times }) => ({ name: week, times, behind: { decidedIn: week } }));

const hours = ({ timesByHour }: Acceptance): Timed[] =>
  timesByHour.map(({ hour, ...times }) => ({ name: hourWords(hour), times, behind: { hour } }));

function dataOf(title: 'Week' | 'Hour', all: readonly Timed[], scope: ScopeQuery): ChartData {
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
