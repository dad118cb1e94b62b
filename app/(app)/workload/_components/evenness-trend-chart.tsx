import { evennessZones } from '@/app/(app)/_shared/evenness';
import { runHref } from '@/app/(app)/_shared/links';
import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import type { Workload } from '@/lib/analytics/workload/get-workload';
import { dimensions } from '@/lib/engine/types';
import { dimensionLabels } from '@/lib/runs/labels';

/** How even the books were on each day of the last 90 days. */
export function EvennessTrendChart({ workload }: { readonly workload: Workload }) {
  return (
    <Chart
      question="Are the books getting more even?"
      description="CV of all active CSMs’ books when the day’s last run started. Always the last 90 days and the whole company. Lines break on days without a run; dry runs don’t count."
      data={trendData(workload.trend, workload.trendPeriod.days)}
      spec={{ kind: 'line', label: 'day', values: dimensions, zones: evennessZones }}
      file="fairness-over-90-days"
      empty="No runs in the last 90 days."
    />
  );
}

function trendData(trend: Workload['trend'], days: readonly string[]): ChartData {
  const byDay = new Map(trend.map((entry) => [entry.day, entry]));
  const firstDay = trend[0]?.day;
  return {
    columns: [
      { key: 'day', title: 'Day', kind: 'day' },
      ...dimensions.map((key) => ({
        ...{ key, title: dimensionLabels[key], kind: 'share' as const, digits: 1 },
      })),
    ],
    rows: days
      .filter((day) => firstDay !== undefined && day >= firstDay)
      .map((day) => {
        const entry = byDay.get(day);
        if (!entry) return { id: day, cells: { day } };
        const { accounts, neediness, revenue, red } = entry.cv;
        return {
          id: day,
          cells: {
            day,
            accounts: accounts / 100,
            neediness: neediness / 100,
            revenue: revenue / 100,
            red: red / 100,
          },
          hrefs: { day: runHref(entry.runId) },
        };
      }),
  };
}
