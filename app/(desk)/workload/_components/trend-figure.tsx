import type { ChartData } from '@/components/charts/chart-data';
import type { Zone } from '@/components/charts/mark';
import type { Workload } from '@/lib/analytics/get-workload';
import { dimensions } from '@/lib/routing/types';
import { dimensionWords } from '@/lib/runs/result-words';
import { runHref } from '../../hrefs';
import { WaitingFigure } from './waiting-figure';

const zones: readonly Zone[] = [
  { from: null, to: 0.15, title: 'Excellent', tone: 'ok' },
  { from: 0.15, to: 0.2, title: 'Good', tone: 'neutral' },
  { from: 0.2, to: 0.25, title: 'Fair', tone: 'warn' },
  { from: 0.25, to: null, title: 'Poor', tone: 'danger' },
];

/** How even the books were, day by day over a quarter. */
export function TrendFigure({ workload }: { readonly workload: Workload | null }) {
  return (
    <WaitingFigure
      question="Is it getting more even?"
      description="CV of the books of all active CSMs when the last run of each day began, over 90 days whatever the period and the filters. A line breaks where a day had no run; dry runs do not count."
      place="lines"
      data={workload && dataOf(workload.trend, workload.quarter.days)}
      mark={{ kind: 'lines', label: 'day', values: dimensions, zones }}
      file="fairness-over-the-quarter"
      empty="There was no run in the last 90 days."
    />
  );
}

function dataOf(trend: Workload['trend'], days: readonly string[]): ChartData {
  const known = new Map(trend.map((each) => [each.day, each]));
  const first = trend[0]?.day;
  return {
    columns: [
      { key: 'day', title: 'Day', kind: 'day' },
      ...dimensions.map((key) => ({
        ...{ key, title: dimensionWords[key], kind: 'share' as const, digits: 1 },
      })),
    ],
    rows: days
      .filter((day) => first !== undefined && day >= first)
      .map((day) => {
        const found = known.get(day);
        if (!found) return { id: day, cells: { day } };
        const { accounts, neediness, revenue, red } = found.cv;
        return {
          id: day,
          cells: {
            day,
            accounts: accounts / 100,
            neediness: neediness / 100,
            revenue: revenue / 100,
            red: red / 100,
          },
          hrefs: { day: runHref(found.runId) },
        };
      }),
  };
}
